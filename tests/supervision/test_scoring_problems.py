"""Checklists that contradict themselves, and marks that do not fit, told where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from supervision.scoring import Scoring, score
from supervision.scoring_checklists import (
    Band,
    BonusGate,
    FailLine,
    Grading,
    Multiplier,
    Part,
    Quota,
    Term,
    UnitGroup,
    VetoRule,
)
from supervision.scoring_marks import Gaps
from supervision.scoring_problems import (
    NothingApplicable,
    ProblemCode,
    Refused,
    UnfitChecklist,
    UnfitMarks,
)
from supervision.scoring_rules import (
    Absence,
    AbsenceKind,
    Cap,
    CapScope,
    Credit,
    Deduction,
    GivenIn,
    Indicator,
    Mark,
    Mean,
    PassFail,
    Rate,
    Sum,
    Tier,
    Tiers,
    Veto,
    VetoEffect,
)
from tests.supervision.checklists import (
    BONUS,
    PART,
    D,
    bonus,
    branch,
    checklist,
    faults,
    item,
    marked,
    out_of,
    part,
    penalty,
    scored,
    veto,
)

pytestmark = pytest.mark.once

A = item("A", "10")
REFUSED = Absence(kind=AbsenceKind.REFUSED)
TO_ALL = Absence(kind=AbsenceKind.TO_ALL)


def named(code: str) -> Cap:
    return Cap(scope=CapScope.NAMED, at=code)


def tiers(*pairs: tuple[int, int], **more) -> Tiers:
    steps = (Tier(bound=D(bound), points=D(points)) for bound, points in pairs)
    return Tiers(tiers=tuple(steps), **more)


def grades(*lowest: int) -> Grading:
    bands = (Band(grade=str(bound), lowest=D(bound)) for bound in lowest)
    return Grading(bands=tuple(bands))


def with_term(**more):
    return checklist(A, terms=(Term(parts=(PART,), **more),))


MEAN = branch("M", "10", rule=Mean())
UNFIT = {
    "nothing": (checklist(parts=()), "checklist: no_indicators"),
    "no code": (checklist(item("", "5")), "1: no_code"),
    "a code twice": (checklist(A, A), "A: code_twice"),
    "a part twice": (
        *(checklist(A, parts=(part(PART, "10"), part(PART, "10"))),),
        "base: code_twice",
    ),
    "an unknown parent": (
        *(checklist(A, item("B", "5", parent="X")),),
        "B: unknown_parent (parent X)",
    ),
    "no part": (checklist(A, parts=()), "A: unknown_part (part base)"),
    "another part than above": (
        *(checklist(branch("B", "5"), item("C", "5", parent="B", part="other")),),
        "C: unknown_part (part other, above base)",
    ),
    "its own parent": (
        *(checklist(A, branch("B", "5", "B")),),
        "B: cycle (path B → B)",
    ),
    "a circle": (
        *(checklist(A, branch("B", "5", "C"), branch("C", "5", "B")),),
        "B: cycle (path B → C → B)",
    ),
    "a leaf with children": (
        *(checklist(A, item("B", "5", parent="A")),),
        "A: leaf_with_children",
    ),
    "a branch without": (
        *(checklist(branch("B", "5")),),
        "B: branch_without_children",
    ),
    "a branch that does not add up": (
        *(checklist(branch("B", "9"), item("C", "5", parent="B")),),
        "B: sum_differs (points 9, sum 5)",
    ),
    "a capped branch that never reaches its points": (
        checklist(
            branch("B", "9", rule=Sum(is_capped=True)), item("C", "5", parent="B")
        ),
        "B: sum_differs (points 9, sum 5)",
    ),
    "a part that does not add up": (
        *(checklist(A, parts=(part(PART, "11"),)),),
        "base: sum_differs (points 11, sum 10)",
    ),
    "a maximum that is another": (
        *(checklist(A, maximum=D(100)),),
        "checklist: sum_differs (points 100, sum 10)",
    ),
    "a group's maximum": (
        *(checklist(A, groups=(UnitGroup(code="G", title="", maximum=D(9)),)),),
        "G: sum_differs (points 9, sum 10)",
    ),
    "negative points": (
        *(checklist(item("A", "-1")),),
        "A: negative (field points, value -1); base: negative (field points, value -1)",
    ),
    "a negative weight": (
        checklist(item("A", "1", weight=D(-1)), parts=(part(PART, "-1"),)),
        "A: negative (field weight, value -1); base: negative (field points, value -1)",
    ),
    "a fault that gives": (
        *(checklist(faults("A", "10", "-1")),),
        "A: negative (field each, value -1)",
    ),
    "a credit above 1": (
        *(checklist(item("A", "10", explanation_credit=D("1.1"))),),
        "A: out_of_range (field explanation_credit, value 1.1)",
    ),
    "a pass share above 1": (
        *(checklist(item("A", "10", pass_share=D(60))),),
        "A: out_of_range (field pass_share, value 60)",
    ),
    "a veto with points": (
        *(checklist(item("A", "10", Veto())),),
        *("A: points_beside (points 10); base: sum_differs (points 10, sum 0)",),
    ),
    "a veto that always hits": (
        *(checklist(A, veto(threshold=D(0))),),
        "V: out_of_range (field threshold, value 0)",
    ),
    "a cap without its figure": (
        *(checklist(A, veto(effect=VetoEffect.CAP)),),
        "V: cap_without_figure",
    ),
    "the same for all": (
        *(checklist(A, veto=VetoRule(effect=VetoEffect.CAP)),),
        "veto: cap_without_figure",
    ),
    "no tiers": (checklist(item("A", "10", tiers())), "A: no_tiers"),
    "tiers that fall": (
        *(checklist(item("A", "10", tiers((1, 5), (2, 3)))),),
        "A: tiers_out_of_order (tier 2)",
    ),
    "tiers that rise where less is better": (
        *(checklist(item("A", "10", tiers((1, 3), (2, 5), is_less_better=True))),),
        "A: tiers_out_of_order (tier 2)",
    ),
    "two tiers on one bound": (
        *(checklist(item("A", "10", tiers((1, 3), (1, 5)))),),
        "A: tiers_out_of_order (tier 1)",
    ),
    "a tier above the points": (
        *(checklist(item("A", "10", tiers((1, 11)))),),
        "A: above_the_points (tier 1, points 11)",
    ),
    "a falling rate without a slope": (
        *(checklist(item("A", "10", Rate(is_less_better=True))),),
        "A: no_slope",
    ),
    "a rate without a target": (
        *(checklist(item("A", "10", Rate(target=D(0)))),),
        "A: no_target",
    ),
    "a cap that is not above": (
        *(checklist(A, faults("F", "5", "1", cap=named("A"))),),
        "F: cap_not_above (at A)",
    ),
    "a cap outside a mean": (
        checklist(
            *(branch("L", "10"), branch("M", "10", "L", rule=Mean())),
            faults("F", "5", "1", "M", cap=named("L")),
        ),
        "F: cap_outside_mean (at L)",
    ),
    "a penalty in a mean": (
        checklist(
            MEAN, item("B", "5", parent="M"), penalty("P", "1", parent="M", part="")
        ),
        "P: beside_in_mean (mean M)",
    ),
    "a share of nothing": (
        *(checklist(MEAN, item("B", "0", parent="M")),),
        "B: out_of_range (field points, value 0)",
    ),
    "a mean of nothing": (
        *(checklist(MEAN, item("B", "5", parent="M", weight=D(0))),),
        "M: out_of_range (field weight, value 0)",
    ),
    "points that move out of a mean": (
        *(checklist(MEAN, item("B", "5", parent="M", absence=TO_ALL)),),
        "B: moves_inside (branch M)",
    ),
    "points that move to nobody": (
        checklist(
            A, item("B", "5", absence=Absence(kind=AbsenceKind.TO_GROUP, to="X"))
        ),
        "B: nobody_to_receive (to X)",
    ),
    "points that move nowhere": (
        *(checklist(A, item("B", "5", absence=Absence(kind=AbsenceKind.TO_GROUP))),),
        "B: nobody_to_receive (to )",
    ),
    "points that move to themselves": (
        checklist(
            A,
            item(
                "B", "5", group="g", absence=Absence(kind=AbsenceKind.TO_GROUP, to="g")
            ),
        ),
        "B: nobody_to_receive (to g)",
    ),
    "only a bonus part": (
        *(checklist(item("A", "10", part=BONUS)),),
        "checklist: not_a_base_part",
    ),
    "a term of an unknown part": (
        *(checklist(A, terms=(Term(parts=(PART, "x")),)),),
        "terms[0]: not_a_base_part (part x)",
    ),
    "a part in two terms": (
        *(checklist(A, terms=(Term(parts=(PART,)), Term(parts=(PART,)))),),
        "terms[1]: part_in_two_terms (part base)",
    ),
    "a part in no term": (
        checklist(A, item("B", "5", part="b"), terms=(Term(parts=(PART,)),)),
        "b: part_in_no_term",
    ),
    "÷ 0": (
        *(with_term(multiplier=Multiplier(by=D(4), per=D(0))),),
        "terms[0]: out_of_range (field per, value 0)",
    ),
    "normalised to nothing": (
        *(with_term(normalised_to=D(0)),),
        "terms[0]: out_of_range (field normalised_to, value 0)",
    ),
    "a negative term": (
        *(with_term(weight=D("-0.5")),),
        "terms[0]: negative (field weight, value -0.5)",
    ),
    "a multiplier that waits for nobody": (
        *(with_term(multiplier=Multiplier(by=D(4), when_absent="X")),),
        "terms[0]: unknown_code (code X)",
    ),
    "a gate of a bonus part": (
        checklist(
            *(A, item("B", "5", part=BONUS)),
            bonus_gates=(BonusGate(threshold=D(1), parts=(BONUS,)),),
        ),
        "bonus_gates[0]: not_a_base_part (code bonus)",
    ),
    "a gate before what is no bonus": (
        *(checklist(A, bonus_gates=(BonusGate(threshold=D(1), of=("A",)),)),),
        "bonus_gates[0]: not_a_bonus (code A)",
    ),
    "a fail line of nothing": (
        *(checklist(A, fail_lines=(FailLine(threshold=D(1), parts=("x",)),)),),
        "fail_lines[0]: not_a_base_part (code x)",
    ),
    "bands out of order": (
        *(checklist(A, grading=grades(60, 90)),),
        "grading: bands_out_of_order (band 90)",
    ),
    "bands and quotas": (
        checklist(A, grading=replace(grades(60), quotas=(Quota(grade="A", number=1),))),
        "grading: bands_and_quotas",
    ),
    "a quota without a size": (
        *(checklist(A, grading=Grading(quotas=(Quota(grade="A"),))),),
        "grading: quota_without_size (grade A)",
    ),
    "a share above 1": (
        *(checklist(A, grading=Grading(quotas=(Quota(grade="A", share=D(2)),))),),
        "grading: out_of_range (field quota, value 2)",
    ),
    "five places": (
        *(checklist(A, places=5),),
        "checklist: out_of_range (field places, value 5)",
    ),
    "a pass share of 60": (
        *(checklist(A, pass_share=D(60)),),
        "checklist: out_of_range (field pass_share, value 60)",
    ),
    "a group twice": (
        *(checklist(A, groups=(UnitGroup(code="G", title=""),) * 2),),
        "G: code_twice",
    ),
    "a group without a code": (
        *(checklist(A, groups=(UnitGroup(code="", title=""),)),),
        "groups: no_code",
    ),
    "a group that leaves out the unknown": (
        checklist(A, groups=(UnitGroup(code="G", title="", leaves_out=("X",)),)),
        "G: unknown_code (code X)",
    ),
}


@pytest.mark.parametrize(("listed", "told"), UNFIT.values(), ids=UNFIT)
def test_a_checklist_that_contradicts_itself_is_refused_with_its_place(listed, told):
    with pytest.raises(UnfitChecklist) as refused:
        Scoring(listed)

    assert str(refused.value) == told


MARKS = checklist(
    *(A, item("S", "10", Credit(given_in=GivenIn.SHARE)), faults("F", "10", "1")),
    *(item("P", "5", PassFail(), absence=REFUSED), veto(), bonus("K", "1")),
)
FITTING = {"A": 10, "S": 1, "F": 0, "P": 1, "V": 0}
MISFITS = {
    "an unknown code": ({"X": 1}, "X: unknown_code (code X)"),
    "no mark": ({"A": None}, "A: mark_missing"),
    "no veto looked at": ({"V": None}, "V: mark_missing"),
    "above its points": (
        {"A": "10.0001"},
        "A: mark_above_maximum (value 10.0001, maximum 10)",
    ),
    "above the whole": ({"S": "1.1"}, "S: mark_above_maximum (value 1.1, maximum 1)"),
    "passed twice": ({"P": 2}, "P: mark_above_maximum (value 2, maximum 1)"),
    "half passed": ({"P": "0.5"}, "P: not_whole (value 0.5)"),
    "negative": ({"F": -1}, "F: mark_negative (value -1)"),
    "half a fault": ({"F": "1.5"}, "F: not_whole (value 1.5)"),
    "half a bonus": ({"K": "1.5"}, "K: not_whole (value 1.5)"),
    "five decimals": ({"A": "0.12345"}, "A: out_of_bounds (value 0.12345)"),
    "no number": ({"A": "NaN"}, "A: out_of_bounds (value NaN)"),
    "endless": ({"F": "1E+20"}, "F: out_of_bounds (value 1E+20)"),
    "nothing said": ({"A": Mark()}, "A: mark_without_value"),
    "applies to all": ({"P": "n/a"}, "P: always_applicable"),
    "no credit for explaining": (
        *({"A": Mark(is_explained=True)},),
        "A: no_explanation_credit",
    ),
}


@pytest.mark.parametrize(("change", "told"), MISFITS.values(), ids=MISFITS)
def test_marks_that_do_not_fit_are_refused_with_their_place(change, told):
    values = {**FITTING, **change}
    marks = {code: value for code, value in values.items() if value is not None}

    with pytest.raises(UnfitMarks) as refused:
        score(MARKS, marked(**marks))

    assert str(refused.value) == told


def test_all_misfits_are_told_at_once():
    with pytest.raises(UnfitMarks) as refused:
        score(MARKS, marked(**{**FITTING, "A": 11, "F": -1, "X": 1}))

    assert [each.where for each in refused.value.problems] == ["X", "A", "F"]


def test_a_branch_takes_no_value():
    listed = checklist(branch("B", "5"), item("C", "5", parent="B"))

    with pytest.raises(UnfitMarks, match="B: mark_on_branch"):
        score(listed, marked(B=5, C=5))


def test_what_a_group_leaves_out_takes_no_mark():
    without = UnitGroup(code="G", title="", leaves_out=("B",))
    listed = checklist(A, item("B", "5"), groups=(without,))

    with pytest.raises(UnfitMarks, match="B: unknown_code"):
        score(listed, marked(A=1, B=1), group="G")


def test_an_unknown_group_is_refused():
    with pytest.raises(UnfitMarks, match="G: unknown_group"):
        Scoring(checklist(A), "G")


def test_a_group_to_which_nothing_applies_is_refused():
    nobody = UnitGroup(code="G", title="", leaves_out=("A",))

    with pytest.raises(NothingApplicable, match="G: nothing_applicable"):
        Scoring(checklist(A, groups=(nobody,)), "G")


GAPS = {Gaps.LOST: (4, 15), Gaps.LEFT_OUT: (4, 10)}


@pytest.mark.parametrize(("gaps", "expected"), GAPS.items(), ids=str)
def test_gaps_give_nothing_or_are_left_out_when_that_is_asked(gaps, expected):
    listed = checklist(A, item("B", "5", Deduction(each=D(1))))

    result = scored(listed, marked(A=4), gaps=gaps)

    assert out_of(result) == expected


def test_what_nobody_marked_yet_moves_no_points():
    listed = checklist(
        A, item("B", "5", absence=TO_ALL), item("C", "5", absence=REFUSED)
    )

    result = scored(listed, marked(A=4), gaps=Gaps.LEFT_OUT)

    assert (result.total, result.maximum) == (D(4), D(10))
    assert [line.rule for line in result.lines] == ["credit", "no_mark", "no_mark"]


def test_points_wait_while_those_who_take_them_are_not_marked():
    to = Absence(kind=AbsenceKind.TO_GROUP, to="C")
    listed = checklist(A, item("B", "5", absence=to), item("C", "5"))

    result = scored(listed, marked(A=4, B="n/a"), gaps=Gaps.LEFT_OUT)

    assert (result.total, result.maximum) == (D(4), D(10))


def test_every_refusal_is_of_one_kind_and_has_its_problems():
    with pytest.raises(Refused) as refused:
        Scoring(checklist(parts=()))

    (problem,) = refused.value.problems
    assert problem.code is ProblemCode.NO_INDICATORS
    assert str(problem) == "checklist: no_indicators"


def test_a_thousand_levels_are_no_harm():
    chain = [Indicator(code="0", title="", part=PART, points=D(1))]
    chain += [
        Indicator(code=str(n), title="", parent=str(n - 1), points=D(1))
        for n in range(1, 2000)
    ]
    leaf = replace(chain[-1], rule=Credit())
    listed = checklist(
        *chain[:-1], leaf, parts=(Part(code=PART, title="", points=D(1)),)
    )

    assert scored(listed, {"1999": Mark(value=D(1))}).total == 1
