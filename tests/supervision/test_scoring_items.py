"""Every kind of indicator, by figures that were worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supervision.scoring_results import Step
from supervision.scoring_rules import (
    Credit,
    Deduction,
    GivenIn,
    Mark,
    Mean,
    PassFail,
    PerOccurrence,
    Rate,
    Tier,
    Tiers,
)
from tests.supervision.checklists import (
    D,
    branch,
    checklist,
    item,
    lines,
    marked,
    out_of,
    scored,
    total,
)

pytestmark = pytest.mark.once

INTERVIEWS = Tiers(tiers=(Tier(bound=D(1), points=D(3)), Tier(bound=D(2), points=D(6))))
DAYS_LATE = Tiers(
    tiers=(Tier(bound=D(3), points=D(5)), Tier(bound=D(10), points=D(3))),
    is_less_better=True,
)
REPLIES = Rate(target=D(100), slope=D("0.5"), floor=D(80))
ERRORS = Rate(target=D(1), slope=D(2), floor=D(3), is_less_better=True)

KINDS = {
    "full credit": ("5", Credit(), "5", "5"),
    "partial credit, four decimals": ("5", Credit(), "3.1256", "3.13"),
    "no credit": ("5", Credit(), "0", "0"),
    "a share": ("5", Credit(given_in=GivenIn.SHARE), "0.25", "1.25"),
    "each piece": ("10", PerOccurrence(each=D(2)), "3", "6"),
    "pieces up to the points": ("10", PerOccurrence(each=D(2)), "9", "10"),
    "pieces up to a figure": ("10", PerOccurrence(each=D(2), most=D(7)), "9", "7"),
    "no fault": ("8", Deduction(each=D(2)), "0", "8"),
    "three faults": ("8", Deduction(each=D(2)), "3", "2"),
    "faults beyond the points": ("8", Deduction(each=D(2)), "5", "0"),
    "faults up to a figure": ("20", Deduction(each=D(2), most=D(16)), "9", "4"),
    "below every tier": ("6", INTERVIEWS, "0", "0"),
    "the first tier": ("6", INTERVIEWS, "1", "3"),
    "on the bound": ("6", INTERVIEWS, "2", "6"),
    "above every tier": ("6", INTERVIEWS, "40", "6"),
    "between tiers": ("6", INTERVIEWS, "1.5", "3"),
    "less is better, best": ("5", DAYS_LATE, "3", "5"),
    "less is better, next": ("5", DAYS_LATE, "3.5", "3"),
    "less is better, beyond": ("5", DAYS_LATE, "11", "0"),
    "a rate on target": ("20", REPLIES, "100", "20"),
    "a rate above target": ("20", REPLIES, "130", "20"),
    "a rate short of it": ("20", REPLIES, "90", "15"),
    "a rate on the floor": ("20", REPLIES, "80", "10"),
    "a rate below the floor": ("20", REPLIES, "79.9999", "0"),
    "a steep slope": ("5", Rate(slope=D(1)), "60", "0"),
    "in proportion": ("9", Rate(target=D(90)), "60", "6"),
    "few errors": ("4", ERRORS, "0.5", "4"),
    "some errors": ("4", ERRORS, "2", "2"),
    "many errors": ("4", ERRORS, "3.1", "0"),
    "passed": ("3", PassFail(), "1", "3"),
    "failed": ("3", PassFail(), "0", "0"),
}


@pytest.mark.parametrize(
    ("points", "rule", "value", "is_worth"), KINDS.values(), ids=KINDS
)
def test_each_kind_turns_its_mark_into_points(points, rule, value, is_worth):
    listed = checklist(item("A", points, rule))

    assert total(listed, marked(A=value)) == Decimal(is_worth)


@pytest.mark.parametrize(
    ("points", "rule", "value", "is_worth"), KINDS.values(), ids=KINDS
)
def test_what_was_lost_is_what_is_short_of_the_points(points, rule, value, is_worth):
    result = scored(checklist(item("A", points, rule)), marked(A=value))

    lost = sum(line.lost for line in result.lines)

    assert result.total == result.maximum - lost


EXPLAINED = {
    "80 %, instead of everything": ("0.8", Mark(is_explained=True), "8"),
    "60 %, instead of everything": ("0.6", Mark(is_explained=True), "6"),
    "80 % of what was there": ("0.8", Mark(value=D(5), is_explained=True), "4"),
    "without an explanation": ("0.8", Mark(value=D(5)), "5"),
}


@pytest.mark.parametrize(
    ("credit", "mark", "is_worth"), EXPLAINED.values(), ids=EXPLAINED
)
def test_an_explanation_is_credited_with_its_share(credit, mark, is_worth):
    listed = checklist(item("A", "10", explanation_credit=D(credit)))

    assert total(listed, marked(A=mark)) == D(is_worth)


def test_the_credit_for_an_explanation_comes_before_the_cap():
    rule = PerOccurrence(each=D(2))
    listed = checklist(item("A", "10", rule, explanation_credit=D("0.8")))

    result = scored(listed, marked(A=Mark(value=D(7), is_explained=True)))

    # 7 × 2 = 14, × 0.8 = 11.2, and no more than 10; not 10 × 0.8.
    assert result.total == 10
    assert [line.after for line in result.lines[:3]] == [14, D("11.2"), 10]


def test_an_explanation_makes_no_loss_smaller():
    rule = Deduction(each=D(2))
    listed = checklist(item("A", "10", rule, explanation_credit=D("0.6")))

    assert total(listed, marked(A=Mark(value=D(7), is_explained=True))) == 0


PREREQUISITE = {
    "above the pass mark": ("10", "6"),
    "on it": ("6", "6"),
    "below it": ("4.5", "4.5"),
}


@pytest.mark.parametrize(("value", "is_worth"), PREREQUISITE.values(), ids=PREREQUISITE)
def test_without_its_prerequisite_an_indicator_stays_at_the_pass_mark(value, is_worth):
    mark = Mark(value=D(value), lacks_prerequisite=True)

    assert total(checklist(item("A", "10")), marked(A=mark)) == D(is_worth)


def test_the_pass_mark_is_the_checklists_unless_the_indicator_has_its_own():
    mark = Mark(value=D(10), lacks_prerequisite=True)
    listed = checklist(
        item("A", "10"), item("B", "10", pass_share=D("0.5")), pass_share=D("0.7")
    )

    assert total(listed, marked(A=mark, B=mark)) == 12


def test_a_missing_prerequisite_is_the_last_thing_that_happens_to_an_indicator():
    mark = Mark(value=D(10), is_explained=True, lacks_prerequisite=True)
    listed = checklist(item("A", "10", explanation_credit=D("0.8")))

    result = scored(listed, marked(A=mark))

    assert [line.step for line in result.lines] == [
        *(Step.ITEM, Step.EXPLANATION, Step.PREREQUISITE)
    ]
    assert result.total == 6


def test_a_mean_is_that_of_its_childrens_shares():
    listed = checklist(
        branch("M", "9", rule=Mean()),
        item("A", "10", parent="M"),
        item("B", "2", parent="M"),
        item("C", "5", parent="M"),
    )

    # 0.5, 1 and 0: a half of nine.
    assert total(listed, marked(A=5, B=2, C=0)) == D("4.5")


def test_a_child_that_does_not_apply_leaves_the_mean():
    listed = checklist(
        branch("M", "9", rule=Mean()),
        item("A", "10", parent="M"),
        item("B", "2", parent="M"),
    )

    result = scored(listed, marked(A=5, B="n/a"))

    assert out_of(result) == (D("4.5"), 9)


def test_weights_weigh_in_a_mean_and_none_leaves_it():
    listed = checklist(
        branch("M", "10", rule=Mean()),
        item("A", "10", parent="M", weight=D(3)),
        item("B", "10", parent="M"),
        item("C", "10", parent="M", weight=D(0)),
    )

    assert total(listed, marked(A=10, B=2, C=0)) == 8


def test_three_thirds_are_one():
    listed = checklist(
        branch("M", "1", rule=Mean()),
        *(item(code, "3", parent="M") for code in ("A", "B", "C")),
    )

    assert scored(listed, marked(A=1, B=1, C=1)).total == D("0.33")
    assert scored(listed, marked(A=3, B=3, C=3)).unrounded == 1


def test_an_indicator_of_weight_0_is_marked_and_does_not_count():
    listed = checklist(item("A", "10"), item("B", "7", weight=D(0)))

    result = scored(listed, marked(A=4, B=7))

    assert out_of(result) == (4, 10)
    assert [line.what for line in lines(result, Step.ITEM)] == ["A", "B"]


def test_nested_weights_multiply():
    listed = checklist(
        branch("1", "100", weight=D("0.4")),
        branch("1.1", "100", "1", weight=D("0.3")),
        item("A", "100", parent="1.1"),
        item("1.2", "100", parent="1", weight=D("0.7")),
        item("2", "100", weight=D("0.6")),
    )
    marks = {"A": Mark(value=D(50)), "1.2": Mark(value=D(0)), "2": Mark(value=D(0))}

    result = scored(listed, marks)

    assert out_of(result) == (6, 100)


def test_each_fault_weighs_as_its_indicator_does():
    rule = Deduction(each=D(10))
    listed = checklist(item("A", "100", rule, weight=D("0.2")), item("B", "80"))

    assert total(listed, marked(A=3, B=0)) == 14
