"""Working days, counted as offices must."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    add_working_days,
    due_in_calendar_days,
    due_on,
    is_provisional,
    is_working_day,
    last_working_day,
    next_working_day,
    warned_from,
    working_days_between,
)

pytestmark = pytest.mark.once

PLAIN = WorkCalendar(frozenset(), frozenset(), date(2026, 12, 31))
# The National Day of 2026: off from Thursday 1 to Wednesday 7 October; Sunday 20
# September and Saturday 10 October are worked.
AUTUMN = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
    makeup_days=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    confirmed_until=date(2026, 12, 31),
)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("text", "worked"),
    [("09-18", True), ("09-19", False), ("09-20", True), ("10-01", False),
     ("10-03", False), ("10-08", True), ("10-10", True), ("10-11", False)],
)  # fmt: skip
def test_days_off_and_swapped_days(text, worked):
    assert is_working_day(day(text), AUTUMN) is worked


DUE = {
    "within a week": ("09-21", 3, "09-24"),
    "over a weekend": ("09-24", 2, "09-28"),
    "over the holiday": ("09-30", 1, "10-08"),
    "a swapped Saturday counts": ("10-08", 2, "10-10"),
    "received on a day off": ("10-03", 1, "10-08"),
    "received on a swapped Sunday": ("09-20", 1, "09-21"),
    "twenty days": ("09-18", 20, "10-21"),
    "at once": ("10-03", 0, "10-03"),
}


@pytest.mark.parametrize(("received", "days", "due"), DUE.values(), ids=DUE.keys())
def test_a_time_limit_in_working_days_ends(received, days, due):
    assert due_on(day(received), days, AUTUMN) == day(due)


CALENDAR_DAYS = {
    "on a working day": ("09-21", 3, "09-24"),
    "on a weekend": ("09-21", 5, "09-28"),
    "in the holiday": ("09-26", 5, "10-08"),
    "on a swapped Saturday": ("10-05", 5, "10-10"),
    "on a Sunday after one": ("10-05", 6, "10-12"),
    "at once on a day off": ("10-03", 0, "10-08"),
}


@pytest.mark.parametrize(
    ("received", "days", "due"), CALENDAR_DAYS.values(), ids=CALENDAR_DAYS.keys()
)
def test_a_time_limit_in_calendar_days_ends(received, days, due):
    assert due_in_calendar_days(day(received), days, AUTUMN) == day(due)


@pytest.mark.parametrize("limit", [due_on, due_in_calendar_days])
def test_a_negative_time_limit_is_refused(limit):
    with pytest.raises(ValueError, match="negative"):
        limit(day("09-21"), -1, AUTUMN)


@pytest.mark.parametrize(
    ("due", "warned"), [("10-08", "09-30"), ("09-21", "09-20"), ("10-12", "10-10")]
)
def test_the_working_day_before(due, warned):
    assert add_working_days(day(due), -1, AUTUMN) == day(warned)


@pytest.mark.parametrize(
    ("due", "left", "first"),
    [("10-08", 1, "09-30"), ("10-05", 0, "09-30"), ("10-05", 1, "09-29"),
     ("10-10", 2, "10-08"), ("09-21", 0, "09-21")],
)  # fmt: skip
def test_a_warning_begins_while_so_many_working_days_are_left(due, left, first):
    assert warned_from(day(due), left, AUTUMN) == day(first)


@pytest.mark.parametrize(
    ("text", "last"), [("10-07", "09-30"), ("10-10", "10-10"), ("09-19", "09-18")]
)
def test_the_last_working_day_up_to_a_day(text, last):
    assert last_working_day(day(text), AUTUMN) == day(last)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("09-30", "10-08", 1), ("09-18", "09-21", 2), ("10-01", "10-07", 0),
     ("09-21", "09-21", 0), ("09-21", "09-20", 0)],
)  # fmt: skip
def test_working_days_between_leave_out_the_first(first, last, count):
    assert working_days_between(day(first), day(last), AUTUMN) == count


def test_a_day_beyond_the_confirmed_years_is_provisional():
    assert not is_provisional(date(2026, 12, 31), AUTUMN)
    assert is_provisional(date(2027, 1, 1), AUTUMN)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    WorkCalendar, st.frozensets(DAYS, max_size=60), st.frozensets(DAYS, max_size=20),
    st.just(date(2026, 12, 31)),
)  # fmt: skip
COUNTS = st.integers(0, 60)


@given(DAYS, COUNTS, CALENDARS)
def test_a_due_day_is_worked_and_exactly_so_many_days_away(received, count, calendar):
    due = due_on(received, count, calendar)

    assert working_days_between(received, due, calendar) == count
    assert count == 0 or is_working_day(due, calendar)


@given(DAYS, COUNTS, COUNTS, CALENDARS)
def test_time_limits_add_up(received, first, second, calendar):
    one_after_the_other = due_on(due_on(received, first, calendar), second, calendar)

    assert one_after_the_other == due_on(received, first + second, calendar)


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_counting_back_undoes_counting_on_from_a_working_day(received, count, calendar):
    start = next_working_day(received, calendar)

    assert add_working_days(due_on(start, count, calendar), -count, calendar) == start


@given(DAYS, COUNTS, CALENDARS)
def test_no_earlier_day_has_so_few_working_days_left(due, left, calendar):
    first = warned_from(due, left, calendar)

    assert working_days_between(first, due, calendar) == left
    assert working_days_between(first - timedelta(days=1), due, calendar) == left + 1


@given(DAYS, COUNTS, CALENDARS)
def test_calendar_days_roll_forward_never_back(received, count, calendar):
    due = due_in_calendar_days(received, count, calendar)

    last = received + timedelta(days=count)
    assert due >= last
    assert is_working_day(due, calendar)
    assert not any(
        is_working_day(last + timedelta(days=n), calendar)
        for n in range((due - last).days)
    )


@given(DAYS, DAYS, COUNTS)
def test_who_comes_first_is_due_first(one, other, count):
    earlier, later = sorted([one, other])

    assert due_on(earlier, count, AUTUMN) <= due_on(later, count, AUTUMN)


@given(DAYS, st.integers(0, 10))
def test_without_holidays_five_working_days_are_a_week(received, weeks):
    start = next_working_day(received, PLAIN)

    assert due_on(start, 5 * weeks, PLAIN) == start + timedelta(weeks=weeks)
