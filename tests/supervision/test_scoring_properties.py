"""What holds for every checklist that fits and every marks that fit it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings, strategies as st

from supervision.scoring import Scoring, score
from supervision.scoring_json import from_json, to_json
from supervision.scoring_marks import Gaps
from supervision.scoring_numbers import compared
from supervision.scoring_problems import NothingApplicable
from supervision.scoring_results import LINE_RULES, Result, Step
from supervision.scoring_rules import ONE, ZERO, Cap, Credit, GivenIn, Kind, Mark
from tests.supervision.scoring_strategies import cases

pytestmark = pytest.mark.once

HALF_A_CENT = Decimal("0.005")
OUTSIDE_THE_BASE = {
    *(Step.BONUS_GATE, Step.PENALTY, Step.VETO, Step.FLOOR, Step.ROUNDED)
}
OF_AN_ITEM = {Step.ITEM, Step.EXPLANATION, Step.OWN_CAP, Step.PREREQUISITE}
ALWAYS = settings(max_examples=100, deadline=None)
CHANCE = st.integers(0, 2**32).map(Random)


def result_of(listed, marks, **more) -> Result:
    """Units to which nothing applies are another test's."""
    try:
        return score(listed, marks, **more)
    except NothingApplicable:
        assume(False)
        raise


def shown(result: Result) -> Decimal:
    """No score at all is nothing."""
    return result.total or ZERO


def without_veto(marks: dict[str, Mark]) -> dict[str, Mark]:
    return {**marks, "z1": Mark(value=ZERO)}


@ALWAYS
@given(cases())
def test_the_explanation_adds_up_to_the_total(case):
    result = result_of(*case)

    told = sum((line.after - line.before for line in result.lines), ZERO)

    assert told == shown(result)


@ALWAYS
@given(cases())
def test_every_line_names_a_rule_of_its_step(case):
    listed, marks = case

    result = result_of(listed, marks, gaps=Gaps.LOST)

    assert all(line.rule in LINE_RULES[line.step] for line in result.lines)


@ALWAYS
@given(cases())
def test_what_the_lines_lose_is_what_the_base_is_short_of(case):
    listed, marks = case
    result = result_of(listed, without_veto(marks))

    bonus = {each.code for each in result.scores if each.code.startswith("x")} | {"x"}
    lost = sum(
        (
            line.lost
            for line in result.lines
            if line.step not in OUTSIDE_THE_BASE and line.what not in bonus
        ),
        ZERO,
    )

    assert compared(lost) == compared(result.maximum - result.base)


@ALWAYS
@given(cases())
def test_totals_are_within_bounds(case):
    listed, marks = case
    result = result_of(listed, without_veto(marks))

    assert ZERO <= shown(result) <= result.maximum + result.bonus + HALF_A_CENT
    assert ZERO <= result.base <= result.maximum
    assert result.unrounded == max(result.base + result.bonus - result.penalty, ZERO)


@ALWAYS
@given(cases())
def test_nobody_loses_more_than_a_first_level_indicator_has(case):
    listed, marks = case
    result = result_of(listed, marks)

    first = {each.code for each in listed.indicators if not each.parent}
    registers = {Kind.BONUS, Kind.PENALTY, Kind.VETO}
    beside = {each.code for each in listed.indicators if each.rule.kind in registers}

    for each in result.scores:
        if each.code in first - beside:
            assert ZERO <= compared(each.points) <= compared(each.maximum)


@ALWAYS
@given(cases())
def test_no_indicator_with_a_cap_of_its_own_loses_more_than_it_has(case):
    listed, marks = case
    result = result_of(listed, marks)
    codes = {each.code for each in listed.indicators if each.cap == Cap()}
    maxima = {each.code: each.maximum for each in result.scores}

    for line in result.lines:
        if line.step in OF_AN_ITEM and line.what in codes:
            assert ZERO <= line.lost <= maxima[line.what]


@ALWAYS
@given(cases(), CHANCE)
def test_the_order_of_marks_does_not_matter(case, chance):
    listed, marks = case
    shuffled = list(marks.items())
    chance.shuffle(shuffled)

    assert result_of(listed, dict(shuffled)) == result_of(listed, marks)


@ALWAYS
@given(cases(), CHANCE)
def test_the_order_of_indicators_does_not_matter(case, chance):
    listed, marks = case
    shuffled = list(listed.indicators)
    chance.shuffle(shuffled)

    other = result_of(replace(listed, indicators=tuple(shuffled)), marks)

    assert other.total == result_of(listed, marks).total


@ALWAYS
@given(cases())
def test_a_veto_never_raises(case):
    listed, marks = case
    free = result_of(listed, without_veto(marks))
    hit = result_of(listed, {**marks, "z1": Mark(value=ONE)})

    assert hit.is_vetoed
    assert hit.grade == "差"
    assert shown(hit) <= shown(free)


@ALWAYS
@given(cases(), CHANCE)
def test_more_credit_never_lowers_and_fewer_faults_never_lower(case, chance):
    listed, marks = case
    movable = [each for each in listed.indicators if is_movable(each, marks)]
    each = chance.choice(movable)
    mark = marks[each.code]
    better = replace(mark, value=max((mark.value or ZERO) - 2, ZERO))
    if isinstance(each.rule, Credit):
        most = ONE if each.rule.given_in is GivenIn.SHARE else each.points
        better = replace(mark, value=most)

    before = result_of(listed, without_veto(marks))
    after = result_of(listed, without_veto({**marks, each.code: better}))

    assert shown(after) >= shown(before)


def is_movable(each, marks) -> bool:
    mark = marks.get(each.code)
    kinds = {Kind.CREDIT, Kind.DEDUCTION, Kind.PENALTY}
    return bool(mark and mark.is_applicable and each.rule.kind in kinds)


@ALWAYS
@given(cases(), st.sampled_from([Gaps.LOST, Gaps.LEFT_OUT]), CHANCE)
def test_nothing_divides_by_zero_and_gaps_are_no_harm(case, gaps, chance):
    listed, marks = case
    kept = [code for code in marks if chance.random() < 0.6]

    result = result_of(listed, {code: marks[code] for code in kept}, gaps=gaps)

    assert shown(result) >= 0


@ALWAYS
@given(cases(absences=False))
def test_without_absences_the_maximum_is_the_checklists(case):
    listed, marks = case
    scoring = Scoring(listed)
    result = scoring.score(marks)

    assert {each.code: each.maximum for each in result.scores} == scoring.maximum


@ALWAYS
@given(cases())
def test_a_checklist_from_json_scores_the_same(case):
    listed, marks = case
    again = from_json(json.loads(json.dumps(to_json(listed))))

    assert again == listed
    assert result_of(again, marks) == result_of(listed, marks)
