"""By when a decision must be public: a table of days around a holiday."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure_portal.foundation.workdays import WorkCalendar
from notices.decision_terms import is_late, publish_by, working_days_left

# National Day 2026, with the Saturday worked in exchange.
CALENDAR = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    makeup_days=frozenset({date(2026, 10, 10)}),
    confirmed_until=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("decided_on", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 11)),
        (date(2026, 11, 7), date(2026, 11, 17)),
        (date(2026, 9, 29), date(2026, 10, 14)),
    ],
    ids=["ordinary weeks", "made on a Saturday", "over the holiday"],
)
def test_seven_working_days_follow_the_day_of_the_decision(decided_on, last):
    assert publish_by(decided_on, CALENDAR) == last
    assert not is_late(decided_on, last, CALENDAR)
    assert is_late(decided_on, date.fromordinal(last.toordinal() + 1), CALENDAR)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 2), 7),
        (date(2026, 11, 8), 3),
        (date(2026, 11, 11), 0),
        (date(2026, 11, 12), -1),
        (date(2026, 11, 16), -3),
    ],
)
def test_days_left_are_working_days_and_go_below_nothing(today, left):
    assert working_days_left(date(2026, 11, 2), today, CALENDAR) == left
