"""A checklist as a tree in memory: what sheets, files and stored rows have in common.
Pure: no Django.

A branch with others below it is a dimension, one without is an indicator that is
scored. Points are Decimal to four places; what is not said is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from typing import Any

FORMAT = "disclosure-checklist/1"
PLACES = Decimal("0.0001")
MOST_POINTS = Decimal(100_000)
# 听 看 查 访 议.
METHODS = ("hear", "look", "check", "ask", "discuss")
DEEPEST, MOST_BRANCHES = 8, 3_000
TEXTS = {
    "title": 300,
    "code": 40,
    "number": 40,
    "department": 200,
    "key": 40,
    "measure": 40,
}
LONG_TEXTS = {"rule": 10_000, "evidence": 2_000, "remark": 2_000}
# Places of the sum outside the total: they are added or taken off beside it.
ASIDE = frozenset({"bonus", "penalty", "veto"})


class TreeUnfit(Exception):
    """What is given is no checklist: where, and what is wrong there."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")
        self.place, self.fault = place, fault


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind that the rule's words seem to mean; the office confirms it or not."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    # The words that it was read from.
    because: str = ""


@dataclass(slots=True)
class Branch:
    """One row. `key` is what it is known again by in other versions; `row` is the
    sheet's and `cell` where its points stand there, `pk` that of a stored row, and 0
    elsewhere. `scoring` is what the engine
    knows beside kind and points (scoring_rules.Indicator): cap, absence, group …"""

    title: str
    key: str = ""
    code: str = ""
    number: str = ""
    rule: str = ""
    points: Decimal | None = None
    weight: Decimal = Decimal(1)
    kind: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    scoring: dict[str, Any] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    department: str = ""
    # Of the portal's own facts, which one it is proposed by (measure_codes.py).
    measure: str = ""
    evidence: str = ""
    remark: str = ""
    # Points or words that no source confirms.
    is_unverified: bool = False
    proposal: Proposal | None = None
    children: list[Branch] = field(default_factory=list)
    row: int = 0
    cell: str = ""
    pk: int = 0

    @property
    def meant(self) -> str:
        """The kind that is set, else the one that is proposed."""
        return self.kind or (self.proposal.kind if self.proposal else "")

    @property
    def is_aside(self) -> bool:
        """Outside the total; a dimension is where all that it holds is."""
        if self.children:
            return all(child.is_aside for child in self.children)
        return self.meant in ASIDE


def walk(
    branches: Sequence[Branch], above: tuple[Branch, ...] = ()
) -> Iterator[tuple[tuple[Branch, ...], Branch]]:
    """Every branch with those above it, from top to bottom."""
    for branch in branches:
        yield above, branch
        yield from walk(branch.children, (*above, branch))


def leaves(branches: Sequence[Branch]) -> Iterator[Branch]:
    return (branch for _above, branch in walk(branches) if not branch.children)


def written(points: Decimal | None) -> str | None:
    """As files have it: 2.5 for 2.5000."""
    if points is None:
        return None
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_points(given: Any, place: str) -> Decimal | None:
    """Raises TreeUnfit."""
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal | float):
        raise TreeUnfit(place, "points")
    try:
        value = Decimal(str(given))
        fits = value.is_finite() and 0 <= value <= MOST_POINTS
        if not fits or value != value.quantize(PLACES):
            raise TreeUnfit(place, "points")
    except DecimalException as error:
        raise TreeUnfit(place, "points") from error
    return value.quantize(PLACES)


# --- JSON ---------------------------------------------------------------------------


def branch_to_json(branch: Branch) -> dict[str, Any]:
    """Everything that it says, without what it does not."""
    plain: dict[str, Any] = {
        "key": branch.key,
        "code": branch.code,
        "number": branch.number,
        "title": branch.title,
        "points": written(branch.points),
        "weight": written(branch.weight) if branch.weight != 1 else "",
        "kind": branch.kind,
        "parameters": branch.parameters,
        "scoring": branch.scoring,
        "rule": branch.rule,
        "methods": list(branch.methods),
        "department": branch.department,
        "measure": branch.measure,
        "evidence": branch.evidence,
        "remark": branch.remark,
        "is_unverified": branch.is_unverified,
    }
    found: dict[str, Any] = {name: value for name, value in plain.items() if value}
    if branch.points is not None:
        found["points"] = written(branch.points)
    if branch.proposal:
        found["proposal"] = proposal_to_json(branch.proposal)
    if branch.children:
        found["children"] = [branch_to_json(child) for child in branch.children]
    return found


def proposal_to_json(proposal: Proposal | None) -> dict[str, Any]:
    if proposal is None:
        return {}
    return {
        "kind": proposal.kind,
        "parameters": dict(proposal.parameters),
        "because": proposal.because,
    }


def proposal_from_json(given: Any, place: str = "") -> Proposal | None:
    """Raises TreeUnfit."""
    if not given:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("kind"), str):
        raise TreeUnfit(place, "proposal")
    parameters, because = given.get("parameters") or {}, given.get("because", "")
    if not isinstance(parameters, dict) or not isinstance(because, str):
        raise TreeUnfit(place, "proposal")
    return Proposal(given["kind"], parameters, because)


def branches_from_json(given: Any) -> list[Branch]:
    """Raises TreeUnfit, with the place of what does not fit (3.1.2)."""
    found = _children(given, "", 1)
    if sum(1 for _each in walk(found)) > MOST_BRANCHES:
        raise TreeUnfit("", "too_many")
    return found


def _children(given: Any, place: str, depth: int) -> list[Branch]:
    if not isinstance(given, list):
        raise TreeUnfit(place, "children")
    if given and depth > DEEPEST:
        raise TreeUnfit(place, "too_deep")
    return [
        _branch(each, f"{place}.{index}".lstrip("."), depth)
        for index, each in enumerate(given, start=1)
    ]


KNOWN = {
    *(*TEXTS, *LONG_TEXTS, "points", "weight", "kind", "parameters", "scoring"),
    *("methods", "proposal", "is_unverified", "children"),
}


def _branch(given: Any, place: str, depth: int) -> Branch:
    if not isinstance(given, dict):
        raise TreeUnfit(place, "children")
    if strange := sorted(map(str, given.keys() - KNOWN)):
        raise TreeUnfit(place, strange[0][:40])
    texts: dict[str, Any] = {
        name: _text(given, name, place) for name in (*TEXTS, *LONG_TEXTS)
    }
    if not texts["title"].strip():
        raise TreeUnfit(place, "title")
    weight = read_points(given.get("weight"), place)
    return Branch(
        **texts,
        points=read_points(given.get("points"), place),
        weight=Decimal(1) if weight is None else weight,
        kind=_of_type(given, "kind", str, place) or "",
        parameters=_of_type(given, "parameters", dict, place) or {},
        scoring=_of_type(given, "scoring", dict, place) or {},
        is_unverified=bool(_of_type(given, "is_unverified", bool, place)),
        methods=_methods(given.get("methods", []), place),
        proposal=proposal_from_json(given.get("proposal"), place),
        children=_children(given.get("children", []), place, depth + 1),
    )


def _of_type(given: Mapping[str, Any], name: str, wanted: type, place: str) -> Any:
    value = given.get(name)
    if value is not None and not isinstance(value, wanted):
        raise TreeUnfit(place, name)
    return value


def _text(given: Mapping[str, Any], name: str, place: str) -> str:
    value = given.get(name, "")
    longest = TEXTS.get(name) or LONG_TEXTS[name]
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise TreeUnfit(place, name)
    return value


def _methods(given: Any, place: str) -> tuple[str, ...]:
    if not isinstance(given, list) or any(each not in METHODS for each in given):
        raise TreeUnfit(place, "methods")
    return tuple(method for method in METHODS if method in given)
