"""When a posting (公示) ends: its first day counts, days off as its unit says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.workdays import is_working_day
from notices.posting_periods import days_left, posting_end
from tests.foundation.test_workdays import AUTUMN

LENGTHS = st.integers(1, 60)
DAYS = st.dates(date(2026, 8, 1), date(2026, 10, 31))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def end_of(starts_on: date, length: int, *, working: bool) -> date:
    return posting_end(starts_on, length, working_days=working, calendar=AUTUMN)


@pytest.mark.parametrize(
    ("starts", "length", "ends"),
    [
        pytest.param("09-14", 1, "09-14", id="one day is the first day itself"),
        pytest.param("09-14", 5, "09-18", id="Monday to Friday"),
        pytest.param("09-14", 7, "09-21", id="over a Sunday that is worked"),
        pytest.param("09-19", 1, "09-20", id="from a Saturday to the worked Sunday"),
        pytest.param("09-30", 2, "10-08", id="over the National Day"),
        pytest.param("10-01", 1, "10-08", id="from a holiday"),
        pytest.param("10-09", 3, "10-12", id="over a Saturday that is worked"),
    ],
)
def test_a_posting_in_working_days_counts_its_first_day(starts, length, ends):
    assert end_of(day(starts), length, working=True) == day(ends)


@pytest.mark.parametrize(
    ("starts", "length", "ends"),
    [
        pytest.param("09-14", 1, "09-14", id="one day is the first day itself"),
        pytest.param("09-14", 5, "09-18", id="Monday to Friday"),
        pytest.param("09-14", 6, "09-20", id="a Saturday rolls to the worked Sunday"),
        pytest.param("09-30", 7, "10-08", id="the National Day rolls to its end"),
        pytest.param("09-19", 1, "09-20", id="begun on a day off, it rolls too"),
        pytest.param("10-09", 2, "10-10", id="a worked Saturday may be the last"),
    ],
)
def test_a_posting_in_calendar_days_counts_its_first_day(starts, length, ends):
    assert end_of(day(starts), length, working=False) == day(ends)


@given(starts_on=DAYS, length=LENGTHS)
def test_between_both_ends_lie_as_many_working_days_as_were_set(starts_on, length):
    ends_on = end_of(starts_on, length, working=True)

    span = range((ends_on - starts_on).days + 1)
    counted = [is_working_day(starts_on + timedelta(n), AUTUMN) for n in span]
    assert sum(counted) == length
    assert counted[-1]


@given(starts_on=DAYS, length=LENGTHS)
def test_no_posting_ends_on_a_day_off_or_is_shorter_than_was_set(starts_on, length):
    ends_on = end_of(starts_on, length, working=False)

    assert is_working_day(ends_on, AUTUMN)
    assert (ends_on - starts_on).days + 1 >= length


@pytest.mark.parametrize(
    ("today", "left"), [("09-14", 5), ("09-18", 1), ("09-19", 0), ("09-30", 0)]
)
def test_days_left_count_today_and_the_last_day(today, left):
    assert days_left(day("09-18"), day(today)) == left
