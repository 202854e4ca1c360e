"""The calendar in force, held against what the State Council announced."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.models import CalendarOverride, ConfirmedYear
from disclosure_portal.foundation.workdays import is_provisional, is_working_day

# 国务院办公厅关于2025年（2026年）部分节假日安排的通知: (first, last day off).
OFF = {
    2025: [("01-01", "01-01"), ("01-28", "02-04"), ("04-04", "04-06"),
           ("05-01", "05-05"), ("05-31", "06-02"), ("10-01", "10-08")],
    2026: [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"),
           ("05-01", "05-05"), ("06-19", "06-21"), ("09-25", "09-27"),
           ("10-01", "10-07")],
}  # fmt: skip
WORKED = {
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def announced(year: int) -> dict[date, bool]:
    """Every day of a year: is it worked?"""
    day, days = date(year, 1, 1), {}
    while day.year == year:
        days[day] = day.weekday() < 5
        day += timedelta(days=1)
    for first, last in OFF[year]:
        day = date.fromisoformat(f"{year}-{first}")
        while day <= date.fromisoformat(f"{year}-{last}"):
            days[day] = False
            day += timedelta(days=1)
    return days | {date.fromisoformat(f"{year}-{text}"): True for text in WORKED[year]}


@pytest.mark.parametrize("year", sorted(OFF))
def test_every_day_of_the_year_is_as_announced(year):
    calendar = work_calendar.build([year], [], [year])

    expected = announced(year)
    assert {day: is_working_day(day, calendar) for day in expected} == expected


def test_a_range_of_years_holds_each_of_them():
    calendar = work_calendar.build([2025, 2026], [], [2025, 2026])

    expected = announced(2025) | announced(2026)
    assert {day: is_working_day(day, calendar) for day in expected} == expected


OVERRIDES = {
    "a day off of the province": (date(2026, 3, 3), False),
    "a day off taken back": (date(2026, 6, 19), True),
    "a swapped day taken back": (date(2026, 2, 14), False),
    "a weekend worked": (date(2026, 3, 7), True),
    "nothing new": (date(2026, 3, 2), True),
}


@pytest.mark.parametrize(
    ("day", "is_working"), OVERRIDES.values(), ids=OVERRIDES.keys()
)
def test_an_override_wins(day, is_working):
    calendar = work_calendar.build([2026], [(day, is_working)], [2026])

    assert is_working_day(day, calendar) is is_working
    others = {
        other: worked for other, worked in announced(2026).items() if other != day
    }
    assert {other: is_working_day(other, calendar) for other in others} == others


@pytest.mark.parametrize(
    ("confirmed", "day", "provisional"),
    [([], date(2026, 1, 1), True), ([2025, 2026], date(2026, 12, 31), False),
     ([2025, 2026], date(2027, 1, 1), True), ([2026, 2025], date(2026, 6, 1), False)],
)  # fmt: skip
def test_days_are_provisional_until_their_year_is_announced(
    confirmed, day, provisional
):
    calendar = work_calendar.build([2026], [], confirmed)

    assert is_provisional(day, calendar) is provisional


@pytest.mark.django_db
def test_the_current_calendar_reads_overrides_and_confirmed_years(
    django_assert_num_queries,
):
    CalendarOverride.objects.create(
        day=date(2026, 3, 3), is_working=False, note="县人大会议"
    )
    ConfirmedYear.objects.filter(year=2026).delete()
    ConfirmedYear.objects.create(
        year=2026, source="国务院办公厅关于2026年部分节假日安排的通知"
    )

    with (
        clock.frozen_at(datetime(2026, 3, 1, tzinfo=UTC)),
        django_assert_num_queries(2),
    ):
        calendar = work_calendar.current()

    assert not is_working_day(date(2026, 3, 3), calendar)
    assert is_working_day(date(2026, 2, 14), calendar)
    assert not is_working_day(date(2025, 10, 8), calendar)
    assert calendar.confirmed_until == date(2026, 12, 31)


@pytest.mark.django_db
def test_the_current_calendar_reaches_back_and_ahead_of_the_local_year():
    new_year_in_shanghai = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)

    with clock.frozen_at(new_year_in_shanghai):
        calendar = work_calendar.current()

    years = {day.year for day in calendar.holidays}
    assert (min(years), max(years)) == (2021, 2028)
