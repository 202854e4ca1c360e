"""docs/scoring.md keeps its word: every example is run, every table compared."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from supervision.scoring import Scoring
from supervision.scoring_checklists import Checklist
from supervision.scoring_grades import Standing, placings
from supervision.scoring_json import from_json
from supervision.scoring_problems import Refused
from supervision.scoring_results import Line, Result, line_to_json
from supervision.scoring_rules import RULES, Mark
from tests.house import ROOT

pytestmark = pytest.mark.once

DOCUMENT = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"```json\n(?P<json>.*?)```\n\n?(?P<table>(?:\|[^\n]*\n)*)", re.DOTALL
)
EXAMPLES = [
    (json.loads(found["json"]), found["table"]) for found in EXAMPLE.finditer(DOCUMENT)
]
SCORED = [(told, table) for told, table in EXAMPLES if "total" in told]
REFUSED = [told for told, _ in EXAMPLES if "refused" in told]
PLACED = [told for told, _ in EXAMPLES if "units" in told]
OUTSIDE = {"marks", "total", "grade", "group", "maximum", "refused"}


def checklist_in(example: dict[str, Any]) -> Checklist:
    """With the titles and parts that the document leaves out."""
    plain = {key: value for key, value in example.items() if key not in OUTSIDE}
    points: dict[str, Decimal] = {}
    for each in plain["indicators"]:
        each.setdefault("title", each["code"])
        if "parent" not in each:
            part = each.setdefault("part", "base")
            worth = Decimal(each.get("points", 0)) * Decimal(each.get("weight", 1))
            points[part] = points.get(part, Decimal(0)) + worth
    parts = plain.setdefault(
        "parts", [{"code": code, "points": told} for code, told in points.items()]
    )
    for part in parts:
        part.setdefault("title", part["code"])
        if part["code"] == "bonus":
            part["register"] = "bonus"
    return from_json(plain)


def marks_in(example: dict[str, Any]) -> dict[str, Mark]:
    return {code: mark_of(told) for code, told in example["marks"].items()}


def mark_of(told: Any) -> Mark:
    if told == "n/a":
        return Mark(is_applicable=False)
    if isinstance(told, dict):
        value = told.pop("value", None)
        return Mark(value=None if value is None else Decimal(value), **told)
    return Mark(value=Decimal(told))


def scored(example: dict[str, Any]) -> Result:
    scoring = Scoring(checklist_in(example), example.get("group", ""))
    return scoring.score(marks_in(example))


def table_of(result: Result) -> str:
    rows = [
        "| step | what | rule | before | after | lost |",
        "|---|---|---|--:|--:|--:|",
    ]
    return "\n".join([*rows, *map(row_of, result.lines), ""])


def row_of(line: Line) -> str:
    told = line_to_json(line)
    cells = ("step", "what", "rule", "before", "after", "lost")
    return "| " + " | ".join(told[cell] for cell in cells) + " |"


def name(example: Any) -> str:
    return ", ".join(example.get("marks", example.get("units", {})))


@pytest.mark.parametrize(
    ("example", "table"), SCORED, ids=[name(told) for told, _ in SCORED]
)
def test_an_example_has_the_total_and_the_explanation_that_are_written(example, table):
    expected, grade = example["total"], example.get("grade", "")
    maximum = example.get("maximum")

    result = scored(example)

    assert result.total == (None if expected is None else Decimal(expected))
    assert result.grade == grade
    assert maximum is None or result.maximum == Decimal(maximum)
    if table:
        assert table_of(result) == table


@pytest.mark.parametrize("example", REFUSED, ids=name)
def test_an_example_is_refused_as_is_written(example):
    with pytest.raises(Refused) as refused:
        scored(example)

    assert str(refused.value) == example["refused"]


@pytest.mark.parametrize("example", PLACED, ids=lambda example: example["ties"])
def test_units_are_placed_as_is_written(example):
    listed = checklist_in(
        {
            "indicators": [{"code": "A", "points": "1", "rule": {"kind": "credit"}}],
            **{key: example[key] for key in ("ties", "grading")},
        }
    )
    standings = [
        Standing(unit=unit, total=Decimal(told))
        for unit, told in example["units"].items()
    ]

    found = placings(listed, standings)

    assert {each.unit: each.rank for each in found} == example["ranks"]
    assert {each.unit: each.grade for each in found} == example["grades"]


def test_every_kind_of_indicator_has_its_example():
    told = {
        each.get("rule", {"kind": "sum"})["kind"]
        for example, _ in EXAMPLES
        for each in example.get("indicators", ())
    }

    assert told == {kind.value for kind in RULES}


def test_most_examples_show_their_explanation():
    assert len([table for _, table in SCORED if table]) >= 20
