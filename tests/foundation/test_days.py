"""Local days as ranges of UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.days import (
    day_range,
    day_start,
    local_day,
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
