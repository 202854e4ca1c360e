"""The checklists that the portal ships are scored: full marks, vetoes, gates."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supervision.checklist_defaults import shipped
from supervision.checklist_document import engine
from supervision.scoring import Scoring
from supervision.scoring_plan import NOWHERE
from supervision.scoring_problems import UnfitMarks
from supervision.scoring_rules import (
    BRANCHES,
    REGISTERS,
    Deduction,
    Indicator,
    Kind,
    Mark,
)
from tests.supervision.checklists import D

pytestmark = pytest.mark.once

SCORINGS = {document.code: Scoring(engine(document)) for document in shipped()}
BEST = {Kind.DEDUCTION: D(0), Kind.VETO: D(0), Kind.BONUS: D(0), Kind.PENALTY: D(0)}
ENOUGH = {Kind.PER_OCCURRENCE: D(1000), Kind.TIERS: D(1000), Kind.RATE: D(100)}


def best(each: Indicator) -> Decimal:
    known = {**BEST, **ENOUGH, Kind.PASS_FAIL: D(1)}
    return known.get(each.rule.kind, each.points)


def full_marks(code: str) -> dict[str, Mark]:
    """The best that can be found of everything in the base; bonus parts are empty."""
    plan = SCORINGS[code].plan
    return {
        place.code: Mark(value=best(place.indicator))
        for place in plan.places
        if place.kind not in BRANCHES | REGISTERS and not place.is_bonus
    }


def test_there_are_three():
    assert len(SCORINGS) == 3


@pytest.mark.parametrize("code", SCORINGS)
def test_full_marks_are_a_hundred(code):
    result = SCORINGS[code].score(full_marks(code))

    assert result.total == result.maximum == 100
    assert not sum(line.lost for line in result.lines)


@pytest.mark.parametrize("code", SCORINGS)
def test_every_indicator_needs_a_mark(code):
    marks = full_marks(code)

    with pytest.raises(UnfitMarks) as refused:
        SCORINGS[code].score({})

    assert {problem.where for problem in refused.value.problems} == set(marks)


@pytest.mark.parametrize("code", SCORINGS)
def test_a_hundred_faults_everywhere_lose_no_more_than_there_is(code):
    found = SCORINGS[code].plan.places
    marks = full_marks(code)
    faults = [place.code for place in found if isinstance(place.rule, Deduction)]
    worst = {**marks, **{fault: Mark(value=D(100)) for fault in faults}}

    result = SCORINGS[code].score(worst)

    first = {place.code for place in found if place.parent == NOWHERE}
    left = [score.points for score in result.scores if score.code in first]
    assert min(left) >= 0
    assert result.base < 100


VETOED = [
    (code, place.code)
    for code, scoring in SCORINGS.items()
    for place in scoring.plan.beside
    if place.kind is Kind.VETO
]


@pytest.mark.parametrize(("code", "veto"), VETOED)
def test_every_veto_of_theirs_lowers_the_total(code, veto):
    marks = {**full_marks(code), veto: Mark(value=D(1000))}

    result = SCORINGS[code].score(marks)

    assert result.vetoes == (veto,)
    assert result.total is None or result.total < 60
