"""Every rule that docs/scoring.md explains, through the stored path: typed as a
checklist, published, marked by an inspector, closed: the rating says what the engine
says. And what the desk's form of a row reads, it writes again."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from supervision import scoring_json
from supervision.checklist_document import engine
from supervision.checklist_tree import Branch
from supervision.forms.indicators import IndicatorForm
from supervision.marking import Given, hand_in, put_mark
from supervision.models import UnitRating
from supervision.rating import close_sheets
from supervision.round_preparing import Particulars, assign, prepare, set_units
from supervision.round_running import open_round
from supervision.scoring import Scoring
from supervision.scoring_results import line_to_json
from supervision.stored_trees import branch_of, document_of

from ..factories import agency
from ..factories.inspections import inspector, sheet_of
from ..factories.supervision_checklists import overseer, published_checklist
from .test_scoring_document import SCORED, checklist_in, marks_in, name

pytestmark = pytest.mark.django_db

EXAMPLES = [told for told, _table in SCORED]
PLACED = ("parent", "part", "code", "title", "points", "weight", "text")
TRIED = pytest.mark.parametrize("example", EXAMPLES, ids=name)


def typed(example: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows and choices as a file of the portal's own form has them."""
    plain = scoring_json.to_json(checklist_in(deepcopy(example)))
    rows: dict[str, dict[str, Any]] = {}
    roots: list[dict[str, Any]] = []
    for told in plain.pop("indicators"):
        row = rows[told["code"]] = row_in(told)
        above = rows[told["parent"]]["children"] if told["parent"] else roots
        above.append(row)
    return roots, plain


def row_in(told: dict[str, Any]) -> dict[str, Any]:
    rule = {key: value for key, value in told["rule"].items() if value is not None}
    scoring = {key: told[key] for key in told if key not in (*PLACED, "rule")}
    if not told["parent"]:
        scoring["part"] = told["part"]
    return {
        **{key: told[key] for key in ("code", "title", "points", "weight")},
        **{"key": told["code"], "kind": rule.pop("kind"), "parameters": rule},
        "scoring": {key: value for key, value in scoring.items() if value is not None},
        "children": [],
    }


def stored(example):
    rows, choices = typed(example)
    return published_checklist(indicators=rows, choices=choices)


def rated(example):
    """By an inspector, who puts one mark after the other."""
    office, one = overseer(), inspector()
    days = date(2026, 1, 1), date(2026, 10, 31)
    round_ = prepare(Particulars("年终考核", stored(example), *days), by=office)
    set_units(round_, {example.get("group", ""): [agency()]}, by=office)
    unit = round_.units.select_related("agency", "round").get()
    assign(unit, [one], by=office)
    open_round(round_, by=office)
    sheet = sheet_of(unit)
    indicators = {row.code: row for row in round_.checklist.indicators.all()}
    for code, mark in marks_in(deepcopy(example)).items():
        given = Given(
            value=mark.value,
            is_applicable=mark.is_applicable,
            is_explained=mark.is_explained,
            lacks_prerequisite=mark.lacks_prerequisite,
        )
        put_mark(sheet, indicators[code], given, version=0, by=one)
    hand_in(sheet, by=one)
    close_sheets(round_, by=office)
    return UnitRating.objects.get()


@TRIED
def test_what_is_stored_is_rated_as_the_engine_says(example):
    scoring = Scoring(checklist_in(deepcopy(example)), example.get("group", ""))
    expected = scoring.score(marks_in(deepcopy(example)))

    rating = rated(example)

    assert (rating.total, rating.grade) == (expected.total, expected.grade)
    assert rating.lines == [line_to_json(line) for line in expected.lines]


@TRIED
def test_a_checklist_comes_back_from_the_database_as_it_was(example):
    checklist = stored(example)

    assert engine(document_of(checklist)) == checklist_in(deepcopy(example))


@TRIED
def test_the_desk_writes_each_row_as_it_read_it(example):
    for row in stored(example).indicators.all():
        form = IndicatorForm(data_of(row), instance=row)

        assert form.is_valid(), form.errors
        assert rule_of(branch_of(row)) == rule_of(Branch(**branch_values(form)))


def data_of(row) -> dict[str, Any]:
    form = IndicatorForm(instance=row)
    values = {each.name: each.value() for each in form}
    # An empty box and a blank field are not sent; a nought is.
    told = {
        key: value
        for key, value in values.items()
        if value is not None and value is not False
    }
    return told | {"version": "0"}


def branch_values(form) -> dict[str, Any]:
    values = form.values()
    return {
        name: values[name] for name in ("title", "code", "kind", "points", "weight")
    } | {"parameters": values["parameters"], "scoring": values["scoring"]}


def rule_of(branch: Branch) -> Any:
    """As the engine reads it, alone."""
    told = {
        **{key: branch.scoring[key] for key in branch.scoring if key != "part"},
        **{"code": branch.code, "title": branch.title},
        "rule": {"kind": branch.kind, **branch.parameters},
    }
    return scoring_json.indicator_from_json(told)
