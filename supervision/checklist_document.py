"""A whole checklist as one document: JSON in and out, and as the engine reads it. Pure.

Indicators are nested; all that turns marks into a rating besides them stands under
`choices`, in the engine's own words (scoring_checklists.Checklist). Where `choices`
names no parts, each dimension of the first level is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from . import scoring_json
from .checklist_sums import counted
from .checklist_tree import (
    ASIDE,
    FORMAT,
    Branch,
    TreeUnfit,
    branch_to_json,
    branches_from_json,
    proposal_to_json,
    walk,
    written,
)
from .scoring_checklists import Checklist, Register
from .scoring_problems import Problem, ProblemCode, UnreadableChecklist

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NEEDED = {"code": 40, "title": 200}
TEXTS = {**NEEDED, "unit_kind": 100, "source": 300, "notes": 5_000}
FIRST_YEAR, LAST_YEAR = 2000, 2100
# Fields of the engine's indicators that a branch keeps under `scoring`.
OWN_FIELDS = ("cap", "absence", "group", "explanation_credit", "pass_share", "part")


@dataclass(frozen=True)
class Document:
    code: str
    year: int
    title: str
    branches: list[Branch]
    unit_kind: str = ""
    source: str = ""
    notes: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    is_example: bool = False


def to_json(document: Document) -> dict[str, Any]:
    texts = {name: getattr(document, name) for name in TEXTS}
    return {
        "format": FORMAT,
        "year": document.year,
        **texts,
        "is_example": document.is_example,
        "choices": dict(document.choices),
        "indicators": [branch_to_json(branch) for branch in document.branches],
    }


def from_json(given: Any) -> Document:
    """Raises TreeUnfit, UnreadableChecklist. Sums are not asked for here."""
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise TreeUnfit("", "format")
    known = {"format", "year", "is_example", "choices", "indicators", *TEXTS}
    if strange := sorted(map(str, given.keys() - known)):
        raise TreeUnfit("", strange[0][:40])
    texts = {name: _text(given, name) for name in TEXTS}
    year, choices = given.get("year"), given.get("choices", {})
    if isinstance(year, bool) or not isinstance(year, int):
        raise TreeUnfit("", "year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise TreeUnfit("", "year")
    if not CODE.fullmatch(texts["code"]):
        raise TreeUnfit("", "code")
    if not isinstance(choices, dict):
        raise TreeUnfit("", "choices")
    branches = branches_from_json(given.get("indicators"))
    is_example = given.get("is_example") is True
    document = Document(
        year=year, branches=branches, choices=choices, is_example=is_example, **texts
    )
    check_words(document)
    return document


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > TEXTS[name] or "\x00" in value:
        raise TreeUnfit("", name)
    if name in NEEDED and not value.strip():
        raise TreeUnfit("", name)
    return value


def check_words(document: Document) -> None:
    """Every rule and choice is one that the engine knows. Raises
    UnreadableChecklist."""
    problems: list[Problem] = []
    for above, branch in walk(document.branches):
        where = branch.code or branch.title
        proposed = proposal_to_json(branch.proposal)
        rule = proposed.get("parameters", {}) | {"kind": proposed.get("kind", "credit")}
        problems += [
            Problem(ProblemCode.UNKNOWN_FIELD, where, {"field": name})
            for name in branch.scoring
            if name not in OWN_FIELDS
        ]
        try:
            scoring_json.indicator_from_json(_indicator(branch, above), where)
            scoring_json.rule_from_json(rule, where)
        except UnreadableChecklist as found:
            problems += found.problems
    try:
        scoring_json.from_json(_choices(document) | {"indicators": []})
    except UnreadableChecklist as found:
        problems += found.problems
    if problems:
        raise UnreadableChecklist(problems)


# --- As the engine reads it ---------------------------------------------------------


def engine_json(document: Document) -> dict[str, Any]:
    indicators = [
        _indicator(branch, above) for above, branch in walk(document.branches)
    ]
    return _choices(document) | {"indicators": indicators}


def engine(document: Document) -> Checklist:
    """Raises UnreadableChecklist."""
    return scoring_json.from_json(engine_json(document))


def rule_of(branch: Branch) -> dict[str, Any]:
    """Without a kind a dimension adds up, and an indicator takes partial credit."""
    usual = "sum" if branch.children else "credit"
    return {"kind": branch.kind or usual, **branch.parameters}


def _indicator(branch: Branch, above: Sequence[Branch]) -> dict[str, Any]:
    part = branch.scoring.get("part", branch.code)
    placed = {"parent": above[-1].code} if above else {"part": part}
    own = {name: branch.scoring[name] for name in branch.scoring if name != "part"}
    return {
        **own,
        "code": branch.code,
        "title": branch.title,
        "text": branch.rule,
        "points": written(_points(branch)),
        "weight": written(branch.weight),
        "rule": rule_of(branch),
        **placed,
    }


def _points(branch: Branch) -> Decimal:
    if branch.kind in ASIDE or (branch.children and branch.is_aside):
        return Decimal(0)
    if branch.points is None:
        return counted(branch.children)
    return branch.points


def _choices(document: Document) -> dict[str, Any]:
    usual = {"parts": list(usual_parts(document.branches))}
    return usual | dict(document.choices)


def usual_parts(branches: Sequence[Branch]) -> Iterator[dict[str, Any]]:
    for branch in branches:
        points = Decimal(0) if branch.is_aside else counted([branch])
        yield {"code": branch.code, "title": branch.title, "points": written(points)}


def parts_of(document: Document) -> list[tuple[str, str]]:
    """Code and title of each part of the base, as gates name them."""
    return [
        (part["code"], part["title"])
        for part in _choices(document)["parts"]
        if part.get("register", Register.BASE) == Register.BASE
    ]


def base_points(document: Document) -> Decimal:
    """What the parts of the base are worth together; bonus parts come on top."""
    base = {code for code, _title in parts_of(document)}
    roots = document.branches
    return counted([b for b in roots if b.scoring.get("part", b.code) in base])
