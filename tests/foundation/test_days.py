"""Local days as ranges of UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.days import (
    day_of_month,
    day_range,
    day_start,
    local_day,
    months_later,
    official_date,
    year_range,
)

days = st.dates(date(1950, 1, 2), date(2100, 12, 30))
moments = st.floats(-6e8, 4e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
    ids=["last second of the year", "first of the next", "morning"],
)
def test_the_day_on_the_office_wall(moment, day):
    assert local_day(moment) == day


@given(moments)
def test_a_moment_lies_in_its_own_day_and_in_no_other(moment):
    day = local_day(moment)

    start, end = day_range(day, day)

    assert start <= moment < end


@given(days)
def test_days_follow_each_other_without_gap_or_overlap(day):
    _start, end = day_range(day, day)

    assert end == day_start(day + timedelta(days=1))


@given(days, st.integers(0, 400))
def test_a_range_holds_its_first_and_its_last_day(first, length):
    last = min(first + timedelta(days=length), date(2100, 12, 30))

    start, end = day_range(first, last)

    assert local_day(start) == first
    assert local_day(end - timedelta(microseconds=1)) == last


@given(st.integers(1950, 2099))
def test_a_year_is_all_its_days(year):
    assert year_range(year) == day_range(date(year, 1, 1), date(year, 12, 31))


def test_the_clocks_of_1986_to_1991_are_known():
    # China kept summer time then: midnight of a local day lay at 15:00 UTC.
    assert day_start(date(1988, 7, 1)) == datetime(1988, 6, 30, 15, tzinfo=UTC)


def test_officials_write_days_without_leading_zeros():
    assert official_date(date(2026, 3, 5)) == "2026年3月5日"


LATER = {
    "the same number": ("2026-05-26", 6, "2026-11-26"),
    "over the year": ("2026-11-26", 6, "2027-05-26"),
    "a short month": ("2026-08-31", 6, "2027-02-28"),
    "of a leap year": ("2027-08-31", 6, "2028-02-29"),
    "a year after 29 February": ("2028-02-29", 12, "2029-02-28"),
    "back": ("2026-03-31", -1, "2026-02-28"),
    "to December": ("2026-11-30", 1, "2026-12-30"),
}


@pytest.mark.parametrize(("day", "months", "later"), LATER.values(), ids=LATER.keys())
def test_months_end_on_the_day_of_the_same_number_or_the_last(day, months, later):
    expected = date.fromisoformat(later)

    assert months_later(date.fromisoformat(day), months) == expected


@given(days, st.integers(0, 36))
def test_months_later_is_in_the_month_so_many_on(day, months):
    later = months_later(day, months)

    passed = (later.year - day.year) * 12 + later.month - day.month
    assert passed == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).day == 1
    )


def test_a_month_without_the_day_has_it_on_its_last():
    assert day_of_month(2026, 4, 31) == date(2026, 4, 30)
    assert day_of_month(2026, 4, 30) == date(2026, 4, 30)
    assert day_of_month(2026, 4, 1) == date(2026, 4, 1)
