"""Indicators that do not apply: their points leave, or move to others."""

from __future__ import annotations

import pytest

from supervision.scoring_checklists import Term
from supervision.scoring_problems import NothingApplicable, ProblemCode
from supervision.scoring_results import Step
from supervision.scoring_rules import (
    Absence,
    AbsenceKind,
    Cap,
    CapScope,
    Mark,
    Mean,
    PerOccurrence,
    Sum,
)
from tests.supervision.checklists import (
    PART,
    D,
    branch,
    checklist,
    faults,
    item,
    lines,
    marked,
    out_of,
    penalty,
    scored,
    total,
    veto,
)

pytestmark = pytest.mark.once

TO_ALL = Absence(kind=AbsenceKind.TO_ALL)
NORMALISED = (Term(parts=(PART,), normalised_to=D(100)),)


def to(code: str) -> Absence:
    return Absence(kind=AbsenceKind.TO_GROUP, to=code)


def of_100(absence: Absence, **more):
    """20 that may not apply, 50 of credit, 30 of faults."""
    return checklist(
        item("N", "20", absence=absence),
        item("A", "50", group="content"),
        faults("F", "30", "10"),
        **more,
    )


ABSENT = {
    "leaves, summed": (Absence(), (), {"A": 40, "F": 1}, "60", "80"),
    "leaves, normalised": (Absence(), NORMALISED, {"A": 40, "F": 1}, "75", "100"),
    # A 62.5, F 37.5 - 10.
    "to all": (TO_ALL, (), {"A": 40, "F": 1}, "77.5", "100"),
    # A 70 × 0.8, F 20.
    "to a group": (to("content"), (), {"A": 40, "F": 1}, "76", "100"),
    # A 40, F 50 - 10.
    "to a code": (to("F"), (), {"A": 40, "F": 1}, "80", "100"),
    "to all, in full": (TO_ALL, (), {"A": 50, "F": 0}, "100", "100"),
    "to all, nothing": (TO_ALL, (), {"A": 0, "F": 4}, "0", "100"),
}


@pytest.mark.parametrize(
    ("absence", "terms", "values", "is_worth", "of"), ABSENT.values(), ids=ABSENT
)
def test_points_of_what_does_not_apply_leave_or_move(
    absence, terms, values, is_worth, of
):
    result = scored(of_100(absence, terms=terms), marked(N="n/a", **values))

    assert out_of(result) == (D(is_worth), D(of))


def test_faults_keep_their_points_when_the_maximum_grows():
    listed = checklist(item("N", "10", absence=TO_ALL), faults("F", "10", "2"))

    assert [total(listed, marked(N="n/a", F=count)) for count in (0, 1, 9, 10)] == [
        *(20, 18, 2, 0)
    ]


def test_pieces_grow_with_their_weight():
    rule = PerOccurrence(each=D(2))
    listed = checklist(item("N", "10", absence=TO_ALL), item("A", "10", rule))

    assert [total(listed, marked(N="n/a", A=count)) for count in (1, 5, 9)] == [
        *(4, 20, 20)
    ]


def test_the_cap_of_an_ancestor_grows_with_its_points():
    top = Cap(scope=CapScope.TOP)
    listed = checklist(
        item("N", "10", absence=TO_ALL),
        branch("L1", "10"),
        faults("F", "4", "1", "L1", cap=top),
        item("A", "6", parent="L1"),
    )

    # L1 is 20: F 8, A 12.
    assert total(listed, marked(N="n/a", F=0, A=6)) == 20
    assert total(listed, marked(N="n/a", F=15, A=6)) == 5
    assert total(listed, marked(N="n/a", F=21, A=6)) == 0


def test_a_branch_that_does_not_apply_takes_all_below_with_it():
    listed = checklist(
        branch("B", "40", absence=TO_ALL),
        item("B1", "15", parent="B"),
        item("B2", "25", parent="B"),
        item("A", "60"),
    )

    result = scored(listed, {**marked(A=30), **marked(B="n/a")})

    assert out_of(result) == (50, 100)
    assert [score.code for score in result.scores if not score.is_applicable] == [
        *("B", "B1", "B2")
    ]


def test_children_of_an_absent_branch_move_nothing_a_second_time():
    listed = checklist(
        branch("B", "40"),
        item("B1", "15", parent="B", absence=TO_ALL),
        item("B2", "25", parent="B"),
        item("A", "60"),
    )

    assert scored(listed, marked(B="n/a", B1="n/a", A=60)).maximum == 60
    assert scored(listed, marked(B1="n/a", B2="n/a", A=60)).maximum == 75


def test_two_absences_move_side_by_side_whichever_is_marked_first():
    listed = checklist(
        item("N", "20", absence=TO_ALL),
        item("O", "20", absence=to("A")),
        item("A", "30"),
        item("B", "30"),
    )
    marks = marked(N="n/a", O="n/a", A=30, B=0)

    # N gives 10 to A and to B, O gives 20 to A.
    assert total(listed, marks) == total(listed, dict(reversed(marks.items()))) == 60


def test_points_move_within_their_part_only():
    listed = checklist(
        item("N", "20", absence=TO_ALL),
        item("A", "30"),
        item("B", "50", part="other"),
    )

    result = scored(listed, marked(N="n/a", A=30, B=0))

    assert {each.code: each.maximum for each in result.parts} == {
        **{PART: D(50), "other": D(50)}
    }


def test_a_mean_takes_points_as_one():
    listed = checklist(
        item("N", "10", absence=TO_ALL),
        branch("M", "10", rule=Mean()),
        item("A", "4", parent="M"),
        item("B", "2", parent="M"),
    )

    assert total(listed, marked(N="n/a", A=4, B=1)) == 15


def test_a_capped_branch_takes_points_as_one():
    listed = checklist(
        item("N", "10", absence=TO_ALL),
        branch("C", "10", rule=Sum(is_capped=True)),
        item("A", "8", parent="C"),
        item("B", "8", parent="C"),
    )

    result = scored(listed, marked(N="n/a", A=5, B=2))

    assert result.total == 14
    assert [line.what for line in lines(result, Step.MOVED)] == ["C"]


def test_a_mean_of_which_nothing_applies_moves_its_own_points():
    listed = checklist(
        branch("M", "10", rule=Mean(), absence=TO_ALL),
        item("A", "4", parent="M"),
        item("B", "2", parent="M"),
        item("C", "10"),
    )

    assert total(listed, marked(A="n/a", B="n/a", C=10)) == 20


def test_the_pass_mark_grows_with_the_weight():
    listed = checklist(item("N", "10", absence=TO_ALL), item("A", "10"))
    mark = Mark(value=D(10), lacks_prerequisite=True)

    assert total(listed, marked(N="n/a", A=mark)) == 12


def test_registers_and_vetoes_take_no_points():
    listed = checklist(
        item("N", "10", absence=TO_ALL), item("A", "10"), veto(), penalty("P", "1")
    )

    assert total(listed, marked(N="n/a", A=10, V=0)) == 20


def test_thirds_that_move_arrive_whole():
    listed = checklist(
        item("N", "1", absence=TO_ALL), *(item(code, "1") for code in "ABC")
    )

    result = scored(listed, marked(N="n/a", A=1, B=1, C=1))

    assert result.unrounded == result.maximum == 4


def test_the_explanation_names_what_did_not_apply_and_where_it_went():
    result = scored(of_100(to("content")), marked(N="n/a", A=40, F=1))

    (line,) = lines(result, Step.NOT_APPLICABLE)

    assert (line.what, line.rule) == ("N", "to_group")
    assert dict(line.particulars) == {"points": D(20), "to": "content"}


def test_points_that_nobody_is_left_to_take_are_refused_with_their_place():
    listed = of_100(to("content"))

    with pytest.raises(NothingApplicable) as refused:
        scored(listed, marked(N="n/a", A="n/a", F=0))

    assert [problem.where for problem in refused.value.problems] == ["N"]


@pytest.mark.parametrize("terms", [(), NORMALISED], ids=["summed", "normalised"])
def test_a_unit_to_which_nothing_applies_is_refused(terms):
    listed = checklist(item("A", "50"), item("B", "50"), terms=terms)

    with pytest.raises(NothingApplicable) as refused:
        scored(listed, marked(A="n/a", B="n/a"))

    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == (ProblemCode.NOTHING_APPLICABLE, PART)
