"""Scoring alone, without a database: 1,000 units × 200 indicators with explanation.

`python -m bench.scoring_speed`. One core; every kind of indicator in turn, one mark in
fifty does not apply and moves its points to all others.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random
from time import process_time

from supervision.scoring import Scoring
from supervision.scoring_checklists import Checklist, Part, Term
from supervision.scoring_results import result_to_json
from supervision.scoring_rules import (
    Absence,
    AbsenceKind,
    Credit,
    Deduction,
    Indicator,
    Kind,
    Mark,
    PassFail,
    PerOccurrence,
    Rate,
    Rule,
    Tier,
    Tiers,
)

from . import results
from .databases import say

UNITS = 1_000
FIRST, SECOND, THIRD = 5, 4, 10
HALF = Decimal("0.5")
RULES: tuple[Rule, ...] = (
    Credit(),
    Deduction(each=HALF),
    PerOccurrence(each=Decimal("0.2")),
    Rate(slope=Decimal("0.1"), floor=Decimal(50)),
    PassFail(),
    Tiers(
        tiers=(
            Tier(bound=Decimal(1), points=Decimal("0.2")),
            Tier(bound=Decimal(5), points=HALF),
        )
    ),
)


def main() -> None:
    rules = checklist()
    chance = Random(1)
    units = [marks(rules, chance) for _ in range(UNITS)]
    began = process_time()
    scoring = Scoring(rules)
    found = [scoring.score(each) for each in units]
    scored = process_time() - began
    began = process_time()
    for result in found:
        result_to_json(result)
    written = process_time() - began
    lines = sum(len(result.lines) for result in found)
    record = {"units": UNITS, "lines": lines, "scored": scored, "written": written}
    say(f"{record}")
    results.keep("scoring", record)


def checklist() -> Checklist:
    """200 indicators of half a point, on three levels."""
    indicators = []
    for first in range(FIRST):
        indicators.append(_branch(f"{first}", "", HALF * SECOND * THIRD))
        for second in range(SECOND):
            code = f"{first}.{second}"
            indicators.append(_branch(code, f"{first}", HALF * THIRD))
            indicators += [_leaf(f"{code}.{third}", code) for third in range(THIRD)]
    points = HALF * FIRST * SECOND * THIRD
    return Checklist(
        indicators=tuple(indicators),
        parts=(Part(code="base", title="", points=points),),
        terms=(Term(parts=("base",), normalised_to=Decimal(100)),),
    )


def _branch(code: str, parent: str, points: Decimal) -> Indicator:
    part = "" if parent else "base"
    return Indicator(code=code, title=code, parent=parent, part=part, points=points)


def _leaf(code: str, parent: str) -> Indicator:
    number = int(code.replace(".", ""))
    return Indicator(
        code=code,
        title=code,
        parent=parent,
        points=HALF,
        rule=RULES[number % len(RULES)],
        absence=Absence(kind=AbsenceKind.TO_ALL),
    )


def marks(rules: Checklist, chance: Random) -> dict[str, Mark]:
    """One for each indicator, in order; one in fifty does not apply."""
    return {
        each.code: _mark(each, chance)
        for each in rules.indicators
        if each.rule.kind is not Kind.SUM
    }


def _mark(each: Indicator, chance: Random) -> Mark:
    if chance.random() < 0.02:
        return Mark(is_applicable=False)
    most = {Kind.CREDIT: 50, Kind.RATE: 100, Kind.PASS_FAIL: 1}.get(each.rule.kind, 7)
    value = Decimal(chance.randint(0, most))
    return Mark(value=value / 100 if each.rule.kind is Kind.CREDIT else value)


if __name__ == "__main__":
    main()
