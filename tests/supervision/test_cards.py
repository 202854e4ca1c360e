"""When a running clock gets its card, row by row and as the database counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.workdays import WorkCalendar
from supervision.cards import Card, Rule, Thresholds, card_of, falls_on, thresholds

pytestmark = pytest.mark.once

# The spring festival of 2026, with two Saturdays worked in exchange.
CALENDAR = WorkCalendar(
    frozenset(date(2026, 2, day) for day in range(15, 24)),
    frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
    date(2026, 12, 31),
)
DUE = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("rule", "today", "card"),
    [
        pytest.param(Rule(), date(2026, 3, 4), Card.NORMAL, id="last day"),
        pytest.param(Rule(), date(2026, 3, 5), Card.YELLOW, id="first day after"),
        pytest.param(Rule(), date(2026, 3, 6), Card.YELLOW, id="second"),
        pytest.param(Rule(), date(2026, 3, 8), Card.YELLOW, id="Sunday"),
        pytest.param(Rule(), date(2026, 3, 9), Card.RED, id="third working day"),
        pytest.param(Rule(-1, 1), date(2026, 3, 2), Card.NORMAL, id="two before"),
        pytest.param(Rule(-1, 1), date(2026, 3, 3), Card.YELLOW, id="one before"),
        pytest.param(Rule(-1, 1), date(2026, 3, 4), Card.YELLOW, id="last, warned"),
        pytest.param(Rule(-1, 1), date(2026, 3, 5), Card.RED, id="red at lateness"),
        pytest.param(Rule(0, 1), date(2026, 3, 4), Card.YELLOW, id="on the last day"),
        # 28 February, a Saturday, is worked: it counts.
        pytest.param(Rule(-3, 1), date(2026, 2, 27), Card.NORMAL, id="four before"),
        pytest.param(Rule(-3, 1), date(2026, 2, 28), Card.YELLOW, id="worked Saturday"),
        pytest.param(Rule(-8, 1), date(2026, 2, 14), Card.YELLOW, id="over the feast"),
    ],
)
def test_a_card_falls_on_its_working_day(rule: Rule, today: date, card: Card) -> None:
    assert card_of(DUE, today, rule, CALENDAR) is card


def test_a_due_day_off_is_late_with_the_first_working_day_after_it() -> None:
    saturday = date(2026, 3, 7)

    assert falls_on(saturday, 1, CALENDAR) == date(2026, 3, 9)
    assert card_of(saturday, date(2026, 3, 8), Rule(), CALENDAR) is Card.NORMAL
    assert card_of(saturday, date(2026, 3, 9), Rule(), CALENDAR) is Card.YELLOW


@pytest.mark.parametrize(("yellow", "red"), [(1, 1), (3, 2), (-2, 0), (0, -1)])
def test_a_rule_whose_cards_are_out_of_order_is_none(yellow: int, red: int) -> None:
    with pytest.raises(ValueError, match="before red"):
        Rule(yellow, red)


def _by(days: Thresholds, due_on: date) -> Card:
    if due_on <= days.red_until:
        return Card.RED
    return Card.YELLOW if due_on <= days.yellow_until else Card.NORMAL


@given(
    today=st.dates(date(2026, 1, 5), date(2026, 4, 30)),
    shift=st.integers(-120, 120),
    yellow=st.integers(-30, 59),
    beyond=st.integers(1, 60),
)
def test_days_to_compare_with_say_the_same_as_the_calendar(
    today: date, shift: int, yellow: int, beyond: int
) -> None:
    """What a database counts by two days is what each row would be told."""
    rule = Rule(yellow, max(1, min(60, yellow + beyond)))
    due_on = today + timedelta(days=shift)

    days = thresholds(today, rule, CALENDAR)

    assert _by(days, due_on) is card_of(due_on, today, rule, CALENDAR)
    assert days.red_until <= days.yellow_until
