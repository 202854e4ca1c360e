"""Caps of branches: whose points limit what is lost and gained."""

from __future__ import annotations

import pytest

from supervision.scoring_results import Step
from supervision.scoring_rules import Cap, CapScope, Sum
from tests.supervision.checklists import (
    D,
    branch,
    change,
    checklist,
    faults,
    item,
    lines,
    marked,
    out_of,
    per_piece,
    scored,
    total,
)

pytestmark = pytest.mark.once

OWN = Cap()
PARENT = Cap(scope=CapScope.PARENT)
TOP = Cap(scope=CapScope.TOP)


def at(code: str) -> Cap:
    return Cap(scope=CapScope.NAMED, at=code)


def three_levels(cap: Cap):
    """L1 of 20 points: L2 of 8 with faults in F (5) beside B (3), and A (12)."""
    return checklist(
        branch("L1", "20"),
        branch("L2", "8", "L1"),
        faults("F", "5", "1", "L2", cap=cap),
        item("B", "3", parent="L2"),
        item("A", "12", parent="L1"),
    )


# Faults; then what is left of 20, with all else given in full.
CAPS = {
    "own, within": (OWN, 4, 16),
    "own, beyond": (OWN, 30, 15),
    "parent, beyond the own": (PARENT, 7, 13),
    "parent, all of it": (PARENT, 8, 12),
    "parent, beyond": (PARENT, 30, 12),
    "first level, beyond the parent": (TOP, 15, 5),
    "first level, all of it": (TOP, 20, 0),
    "first level, beyond": (TOP, 30, 0),
    "named: itself": (at("F"), 30, 15),
    "named: the parent": (at("L2"), 30, 12),
    "named: the first level": (at("L1"), 15, 5),
}


@pytest.mark.parametrize(("cap", "count", "is_left"), CAPS.values(), ids=CAPS)
def test_faults_take_no_more_than_the_points_of_their_cap(cap, count, is_left):
    result = scored(three_levels(cap), marked(F=count, B=3, A=12))

    assert result.total == is_left
    assert sum(line.lost for line in result.lines) == 20 - is_left


def test_the_cap_gives_back_what_was_lost_beyond_it():
    result = scored(three_levels(PARENT), marked(F=30, B=3, A=12))

    (line,) = lines(result, Step.ANCESTOR_CAP)

    assert change(line) == ("L2", -22, 0, -22)


def test_a_first_level_indicator_is_its_own_parent_and_top():
    for cap in (PARENT, TOP):
        listed = checklist(faults("F", "5", "2", cap=cap), item("A", "5"))

        assert total(listed, marked(F=9, A=5)) == 5


def test_faults_of_two_indicators_share_one_cap():
    listed = checklist(
        branch("L1", "10"),
        faults("F", "4", "1", "L1", cap=TOP),
        faults("G", "6", "1", "L1", cap=TOP),
        item("A", "5"),
    )

    assert total(listed, marked(F=9, G=9, A=5)) == 5
    assert total(listed, marked(F=9, G=0, A=5)) == 6


def test_pieces_are_capped_where_their_cap_says():
    listed = checklist(
        branch("L1", "6"),
        per_piece("F", "3", "1", "L1", cap=PARENT),
        per_piece("G", "3", "2", "L1", cap=PARENT),
    )

    assert total(listed, marked(F=4, G=0)) == 4
    assert total(listed, marked(F=4, G=3)) == 6


def test_a_capped_branch_gives_no_more_than_its_points():
    listed = checklist(
        branch("L1", "10", rule=Sum(is_capped=True)),
        item("A", "6", parent="L1"),
        item("B", "6", parent="L1"),
        item("C", "6", parent="L1"),
    )

    result = scored(listed, marked(A=6, B=3, C=3))

    assert out_of(result) == (10, 10)
    assert total(listed, marked(A=6, B=0, C=1)) == 7


def test_a_capped_branch_of_which_less_applies_can_give_less():
    listed = checklist(
        branch("L1", "10", rule=Sum(is_capped=True)),
        item("A", "6", parent="L1"),
        item("B", "6", parent="L1"),
        item("C", "5"),
    )

    result = scored(listed, marked(A=6, B="n/a", C=5))

    assert out_of(result) == (11, 11)


def test_caps_within_caps():
    listed = checklist(
        branch("L1", "12"),
        branch("L2", "6", "L1", rule=Sum(is_capped=True)),
        faults("F", "4", "1", "L2", cap=TOP),
        item("B", "4", parent="L2"),
        item("A", "6", parent="L1"),
    )

    # L2: 4 - 7 + 4 = 1; L1: 1 + 6.
    assert total(listed, marked(F=7, B=4, A=6)) == 7
    # L2: 4 - 20 + 4 = -12 goes up to L1, where -12 + 6 ends at 0.
    assert total(listed, marked(F=20, B=4, A=6)) == 0
    # L2: 4 + 4 = 8, capped at 6.
    assert total(listed, marked(F=0, B=4, A=6)) == 12


def test_weights_reach_the_cap_too():
    listed = checklist(
        branch("L1", "100", weight=D("0.3")),
        faults("F", "40", "10", "L1", cap=TOP),
        item("A", "60", parent="L1"),
        item("B", "70"),
    )

    assert total(listed, marked(F=6, A=60, B=70)) == 82
    assert total(listed, marked(F=20, A=60, B=70)) == 70
