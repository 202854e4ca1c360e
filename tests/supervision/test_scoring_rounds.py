"""Rounds mixed to a year: 平时 and 年终, commendation and criticism."""

from __future__ import annotations

import pytest

from supervision.scoring import score
from supervision.scoring_checklists import Band, FailLine, Grading, VetoRule
from supervision.scoring_problems import ProblemCode, UnfitRounds
from supervision.scoring_rounds import RoundMix, RoundShare, checklist_of, marks_of
from supervision.scoring_rules import Bonus, Mark, Penalty, VetoEffect
from tests.supervision.checklists import (
    D,
    checklist,
    item,
    marked,
    out_of,
    penalty,
    scored,
    veto,
)

pytestmark = pytest.mark.once

YEAR = (
    RoundShare(code="平时", title="平时考核", weight=D("0.4")),
    RoundShare(code="年终", title="年终考核", weight=D("0.6")),
)
REGISTER = (
    item("市级表彰", "0", Bonus(each=D(3)), part="平时"),
    item("县级表彰", "0", Bonus(each=D(1), most=D(2)), part="平时"),
    item("通报批评", "0", Penalty(each=D(3)), part="平时"),
)
BANDS = Grading(bands=(Band(grade="好", lowest=D(60)), Band(grade="差", lowest=D(0))))


def round_of(total: str, *, hit: int = 0, effect: VetoEffect = VetoEffect.CAP):
    rule = VetoRule(effect=effect, cap=D(59))
    listed = checklist(item("A", "100"), veto(), veto=rule)
    return score(listed, marked(A=total, V=hit))


def year(mix: RoundMix, results, **register):
    return scored(checklist_of(mix), marks_of(mix, results, marked(**register)))


MIXES = {
    "two rounds": ("80", "90.05", {}, "86.03"),
    "commended": ("80", "90", {"市级表彰": 2}, "92"),
    "commended up to the cap": ("80", "90", {"县级表彰": 5}, "88"),
    "criticised": ("80", "90", {"通报批评": 4}, "74"),
    "both": ("80", "90", {"市级表彰": 1, "通报批评": 1}, "86"),
    "criticised below nothing": ("5", "5", {"通报批评": 4}, "0"),
}


@pytest.mark.parametrize(
    ("first", "second", "register", "is_worth"), MIXES.values(), ids=MIXES
)
def test_rounds_are_mixed_by_weight_with_the_registers_of_the_year(
    first, second, register, is_worth
):
    mix = RoundMix(shares=YEAR, register=REGISTER)
    results = {"平时": round_of(first), "年终": round_of(second)}

    assert year(mix, results, **register).total == D(is_worth)


def test_a_vetoed_round_counts_as_its_total_where_no_rule_carries_it():
    results = {"平时": round_of("90", hit=1), "年终": round_of("90")}

    result = year(RoundMix(shares=YEAR, grading=BANDS), results)

    assert (result.total, result.grade) == (D("77.6"), "好")


def test_a_veto_is_carried_into_the_year_where_a_rule_says_so():
    carried = VetoRule(effect=VetoEffect.CAP, cap=D(59))
    results = {"平时": round_of("90", hit=1), "年终": round_of("90")}

    result = year(RoundMix(shares=YEAR, veto=carried, grading=BANDS), results)

    assert (result.total, result.grade, result.is_vetoed) == (59, "差", True)


def test_without_a_score_in_one_round_there_is_none_for_the_year():
    none = round_of("90", hit=1, effect=VetoEffect.NO_SCORE)

    result = year(RoundMix(shares=YEAR), {"平时": none, "年终": round_of("90")})

    assert (result.total, result.is_vetoed) == (None, True)


def test_the_bonus_of_a_round_may_lift_it_above_a_hundred():
    above = (RoundShare(code="平时", title="", weight=D(1), maximum=D(130)),)
    listed = checklist(item("A", "100"), penalty("P", "1"))
    mix = RoundMix(shares=above, fail_lines=(FailLine(threshold=D(60)),))

    result = year(mix, {"平时": score(listed, marked(A=100, P=0))})

    assert out_of(result) == (100, 130)


MISFITS = {
    "no rounds": (RoundMix(shares=()), ProblemCode.NO_ROUNDS, "shares"),
    "weights of 90 %": (
        RoundMix(shares=(RoundShare(code="平时", title="", weight=D("0.9")),)),
        *(ProblemCode.WEIGHTS_DIFFER, "shares"),
    ),
    "a register of credit": (
        RoundMix(shares=YEAR, register=(item("A", "5", part="平时"),)),
        *(ProblemCode.NOT_A_BONUS, "A"),
    ),
}


@pytest.mark.parametrize(("mix", "code", "where"), MISFITS.values(), ids=MISFITS)
def test_a_mix_that_does_not_fit_is_refused(mix, code, where):
    with pytest.raises(UnfitRounds) as refused:
        checklist_of(mix)

    assert [(each.code, each.where) for each in refused.value.problems] == [
        (code, where)
    ]


def test_rounds_that_are_missing_or_unknown_are_named():
    with pytest.raises(UnfitRounds) as refused:
        marks_of(RoundMix(shares=YEAR), {"平时": round_of("80"), "半年": round_of("9")})

    assert [each.where for each in refused.value.problems] == ["半年", "年终"]


def test_the_register_is_marked_like_any_other():
    mix = RoundMix(shares=YEAR, register=REGISTER)
    results = {"平时": round_of("80"), "年终": round_of("90")}

    marks = marks_of(mix, results, {"市级表彰": Mark(value=D(1))})

    assert set(marks) == {"平时", "平时!", "年终", "年终!", "市级表彰"}
