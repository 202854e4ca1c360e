"""Totals: terms, mixes, gates, registers, vetoes, floor and rounding."""

from __future__ import annotations

import pytest

from supervision.scoring_checklists import (
    BonusGate,
    FailLine,
    Figure,
    Measured,
    Multiplier,
    Term,
    VetoRule,
)
from supervision.scoring_results import Step
from supervision.scoring_rules import Bonus, Mark, VetoEffect
from tests.supervision.checklists import (
    BONUS,
    PART,
    D,
    bonus,
    change,
    checklist,
    item,
    lines,
    marked,
    out_of,
    part,
    penalty,
    scored,
    total,
    veto,
)

pytestmark = pytest.mark.once

FOUR_THIRDS = Multiplier(by=D(4), per=D(3))


def two_parts(*terms: Term, **more):
    """A of 60 and B of 40, in parts of their own."""
    return checklist(
        item("A", "60", part="a"), item("B", "40", part="b"), terms=terms, **more
    )


TERMS = {
    "summed without a term": ((), 30, 40, "70", "100"),
    "summed": ((Term(parts=("a", "b")),), 30, 40, "70", "100"),
    "normalised one by one": (
        *((Term(parts=("a",), normalised_to=D(100)), Term(parts=("b",))), 30, 40),
        *("90", "140"),
    ),
    "normalised together": (
        *((Term(parts=("a", "b"), normalised_to=D(50)),), 30, 40),
        *("35", "50"),
    ),
    "multiplied": (
        *((Term(parts=("a",), multiplier=FOUR_THIRDS), Term(parts=("b",))), 30, 40),
        *("80", "120"),
    ),
    "mixed": (
        (
            Term(parts=("a",), normalised_to=D(100), weight=D("0.7")),
            Term(parts=("b",), normalised_to=D(100), weight=D("0.3")),
        ),
        *(30, 40, "65", "100"),
    ),
    "weighed without normalising": (
        *((Term(parts=("a", "b"), weight=D("0.5")),), 30, 40),
        *("35", "50"),
    ),
}


@pytest.mark.parametrize(
    ("terms", "a", "b", "is_worth", "of"), TERMS.values(), ids=TERMS
)
def test_terms_make_the_base(terms, a, b, is_worth, of):
    result = scored(two_parts(*terms), marked(A=a, B=b))

    assert out_of(result) == (D(is_worth), D(of))
    assert result.total == result.maximum - sum(line.lost for line in result.lines)


def test_a_conditional_multiplier_waits_for_what_is_absent():
    when = Multiplier(by=D(5), per=D(3), when_absent="B")
    listed = two_parts(Term(parts=("a", "b"), multiplier=when))

    assert total(listed, marked(A=30, B=20)) == 50
    assert total(listed, marked(A=30, B="n/a")) == 50
    assert total(listed, marked(A=60, B="n/a")) == 100


def base_and_bonus(*gates: BonusGate, **more):
    return checklist(
        item("A", "60", part="a"),
        item("B", "40", part="b"),
        bonus("K", "2", part="b"),
        item("X", "30", part=BONUS),
        bonus_gates=gates,
        **more,
    )


def gate(threshold: str, **more) -> BonusGate:
    return BonusGate(threshold=D(threshold), **more)


# The gate; A and B; what counts of a bonus of 10 from the part and 6 from the item.
GATES = {
    "no gate": ((), "30", "20", 16),
    "from, above": ((gate("80"),), "50", "40", 16),
    "from, on it": ((gate("80"),), "50", "30", 16),
    "from, short of it": ((gate("80"),), "50", "29.9999", 0),
    "above, on it": ((gate("80", is_strict=True),), "50", "30", 0),
    "above, just above": ((gate("80", is_strict=True),), "50", "30.0001", 16),
    "of a part, short": ((gate("40", parts=("b",)),), "60", "39", 0),
    "of a part, reached": ((gate("40", parts=("b",)),), "0", "40", 16),
    "of two parts": ((gate("70", parts=("a", "b")),), "40", "30", 16),
    "rounded up to it": ((gate("80", figure=Figure.ROUNDED),), "50", "29.9951", 16),
    "in per cent of a part": (
        *((gate("75", parts=("b",), measured_in=Measured.PERCENT),), "0", "30"),
        16,
    ),
    "for the part only": ((gate("80", of=(BONUS,)),), "50", "20", 6),
    "for the item only": ((gate("80", of=("K",)),), "50", "20", 10),
    "two gates, one shut": ((gate("10"), gate("90")), "50", "30", 0),
}


@pytest.mark.parametrize(("gates", "a", "b", "counts"), GATES.values(), ids=GATES)
def test_bonus_counts_when_its_gate_is_open(gates, a, b, counts):
    result = scored(base_and_bonus(*gates), marked(A=a, B=b, X=10, K=3))

    assert result.bonus == counts
    assert result.unrounded == D(a) + D(b) + counts


def test_a_shut_gate_says_what_it_took():
    result = scored(base_and_bonus(gate("80")), marked(A=30, B=20, X=10, K=3))

    (line,) = lines(result, Step.BONUS_GATE)

    assert line.rule == "from"
    assert change(line)[1:] == (16, 0, 16)
    assert dict(line.particulars) == {
        **{"threshold": D(80), "value": D(50)},
        **{"measured_in": "points", "parts": "total"},
    }


def test_a_bonus_part_ends_at_its_points_and_is_weighed():
    listed = checklist(
        item("A", "100"),
        item("X", "20", part=BONUS),
        bonus("K", "5", part=BONUS),
        parts=(part(PART, "100"), part(BONUS, "30", weight=D("0.7"))),
    )

    assert total(listed, marked(A=50, X=20, K=1)) == D("67.5")
    assert total(listed, marked(A=50, X=20, K=9)) == 71


def test_bonus_items_are_capped_only_by_themselves():
    listed = checklist(
        item("A", "100"),
        bonus("K", "3"),
        item("L", "0", Bonus(each=D(3), most=D(5))),
    )

    assert total(listed, marked(A=100, K=9, L=9)) == 132


def test_a_register_without_a_mark_has_nothing_in_it():
    listed = checklist(
        *(item("A", "100"), bonus("K", "3"), penalty("P", "5")),
        item("X", "30", part=BONUS),
    )

    assert total(listed, marked(A=80)) == 80


PENALTIES = {"none": (0, 50), "some": (3, 20), "all": (5, 0), "beyond": (9, 0)}


@pytest.mark.parametrize(("count", "is_left"), PENALTIES.values(), ids=PENALTIES)
def test_penalties_have_no_cap_but_the_floor(count, is_left):
    listed = checklist(item("A", "100"), penalty("P", "10"))

    result = scored(listed, marked(A=50, P=count))

    assert (result.total, result.penalty) == (is_left, count * 10)


def test_penalties_do_not_open_or_shut_a_gate():
    listed = base_and_bonus(gate("80"))
    listed = checklist(
        *listed.indicators, penalty("P", "50", part="a"), bonus_gates=listed.bonus_gates
    )

    assert total(listed, marked(A=60, B=40, X=10, P=1)) == 60


CAP_59 = VetoRule(effect=VetoEffect.CAP, cap=D(59))
VETOES = {
    "zero": (VetoRule(), "80", D(0)),
    "capped": (CAP_59, "80", D(59)),
    "capped, never raised": (CAP_59, "40", D(40)),
    "no score": (VetoRule(effect=VetoEffect.NO_SCORE), "80", None),
}


@pytest.mark.parametrize(("rule", "value", "is_left"), VETOES.values(), ids=VETOES)
def test_a_veto_lowers_the_total_as_its_rule_says(rule, value, is_left):
    listed = checklist(item("A", "100"), veto(), veto=rule)

    hit = scored(listed, marked(A=value, V=1))

    assert (hit.total, hit.vetoes) == (is_left, ("V",))
    assert total(listed, marked(A=value, V=0)) == D(value)


THRESHOLDS = {
    "from five": (veto(threshold=D(5)), "5", True),
    "short of five": (veto(threshold=D(5)), "4", False),
    "5 % of visits": (veto(threshold=D(5)), "5.0001", True),
    "more than three months": (veto(threshold=D(3), is_strict=True), "3", False),
    "much more": (veto(threshold=D(3), is_strict=True), "3.1", True),
}


@pytest.mark.parametrize(
    ("indicator", "value", "is_hit"), THRESHOLDS.values(), ids=THRESHOLDS
)
def test_a_measure_vetoes_from_its_threshold(indicator, value, is_hit):
    listed = checklist(item("A", "100"), indicator)

    assert scored(listed, marked(A=80, V=value)).is_vetoed is is_hit


def test_two_vetoes_leave_the_lower_total():
    listed = checklist(
        item("A", "100"),
        veto("V", effect=VetoEffect.CAP, cap=D(59)),
        veto("W", effect=VetoEffect.CAP, cap=D(30)),
    )

    result = scored(listed, marked(A=80, V=1, W=1))

    assert result.total == 30
    assert result.vetoes == ("V", "W")


def test_after_a_veto_without_a_figure_nothing_else_needs_a_mark():
    listed = checklist(item("A", "100"), veto())

    assert total(listed, marked(V=1)) == 0


def test_a_veto_takes_bonus_too():
    listed = checklist(item("A", "100"), bonus("K", "5"), veto(), veto=CAP_59)

    assert total(listed, marked(A=50, K=9, V=1)) == 59


FAILS = {
    "above": (FailLine(threshold=D(60)), "40", "20", ()),
    "below": (FailLine(threshold=D(60)), "40", "19.9999", ("total",)),
    "inclusive": (FailLine(threshold=D(60), is_inclusive=True), "40", "20", ("total",)),
    "rounded": (FailLine(threshold=D(60), figure=Figure.ROUNDED), "40", "19.996", ()),
    "of a part": (FailLine(threshold=D(24), parts=("b",)), "60", "23", ("b",)),
    "of two": (FailLine(threshold=D(90), parts=("a", "b")), "50", "30", ("a+b",)),
    "in per cent": (
        *(FailLine(threshold=D(60), parts=("b",), measured_in=Measured.PERCENT),),
        *("60", "24", ()),
    ),
}


@pytest.mark.parametrize(("line", "a", "b", "failed"), FAILS.values(), ids=FAILS)
def test_a_unit_fails_below_the_line(line, a, b, failed):
    result = scored(two_parts(fail_lines=(line,)), marked(A=a, B=b))

    assert result.failed == failed
    assert result.unrounded == D(a) + D(b)


def test_bonus_does_not_lift_a_unit_over_the_line():
    listed = checklist(
        item("A", "100"), bonus("K", "5"), fail_lines=(FailLine(threshold=D(60)),)
    )

    result = scored(listed, marked(A=58, K=1))

    assert result.total == 63
    assert result.is_failed


ROUNDINGS = {
    "half up": ("84.995", 2, "85.00"),
    "below half": ("84.9949", 2, "84.99"),
    "no decimals": ("84.5", 0, "85"),
    "one decimal": ("84.25", 1, "84.3"),
    "even goes up, too": ("0.125", 2, "0.13"),
}


@pytest.mark.parametrize(
    ("value", "places", "shown"), ROUNDINGS.values(), ids=ROUNDINGS
)
def test_the_total_is_rounded_once_and_half_up(value, places, shown):
    result = scored(checklist(item("A", "100"), places=places), marked(A=value))

    assert str(result.total) == shown
    assert result.unrounded == D(value)


def test_what_is_added_up_is_not_rounded_before():
    listed = checklist(item("A", "50"), item("B", "50"))

    assert total(listed, marked(A="0.004", B="0.004")) == D("0.01")


def test_the_order_of_the_steps_is_always_the_same():
    listed = checklist(
        item("A", "60", explanation_credit=D("0.8")),
        item("N", "40"),
        *(bonus("K", "5"), penalty("P", "50"), veto()),
        terms=(
            Term(
                parts=(PART,),
                normalised_to=D(90),
                multiplier=FOUR_THIRDS,
                weight=D("0.5"),
            ),
        ),
        bonus_gates=(gate("1"),),
        fail_lines=(FailLine(threshold=D(60)),),
        veto=VetoRule(effect=VetoEffect.CAP, cap=D("0.125")),
    )
    held = Mark(value=D(60), is_explained=True, lacks_prerequisite=True)

    result = scored(listed, marked(A=held, N="n/a", K=9, P=1, V=1))

    assert [line.step for line in result.lines] == [
        *(Step.ITEM, Step.EXPLANATION, Step.PREREQUISITE, Step.NOT_APPLICABLE),
        *(Step.NORMALISED, Step.MULTIPLIED, Step.MIXED, Step.FAIL_LINE),
        *(Step.BONUS, Step.BONUS_GATE, Step.PENALTY, Step.VETO, Step.ROUNDED),
    ]
