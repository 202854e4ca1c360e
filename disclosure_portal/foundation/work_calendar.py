"""The work calendar in force: China's published days off and the office's overrides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from . import clock, lazy
from .days import local_day
from .models import CalendarOverride, ConfirmedYear
from .workdays import SATURDAY, WorkCalendar

if TYPE_CHECKING:
    import holidays
else:
    holidays = lazy.Module("holidays")

# Clocks look back at most five years and ahead two.
YEARS_BACK = 5
YEARS_AHEAD = 2


def build(
    years: Iterable[int],
    overrides: Iterable[tuple[date, bool]],
    confirmed_years: Iterable[int],
) -> WorkCalendar:
    """A calendar of these years: (day, is worked) overrides win over the library."""
    off: set[date] = set()
    worked: set[date] = set()
    for year in years:
        off_in_year, worked_in_year = _published(year)
        off |= off_in_year
        worked |= worked_in_year
    for day, is_working in overrides:
        (worked if is_working else off).add(day)
        (off if is_working else worked).discard(day)
    last = max(confirmed_years, default=0)
    until = date(last, 12, 31) if last else date.min
    return WorkCalendar(frozenset(off), frozenset(worked), until)


@lru_cache(maxsize=32)
def _published(year: int) -> tuple[frozenset[date], frozenset[date]]:
    china = holidays.country_holidays("CN", years=year)
    first = date(year, 1, 1)
    days = [
        first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)
    ]
    worked = frozenset(
        day for day in days if day.weekday() >= SATURDAY and china.is_working_day(day)
    )
    off = frozenset(
        day
        for day in days
        if day.weekday() < SATURDAY and not china.is_working_day(day)
    )
    return off, worked


def current() -> WorkCalendar:
    """The calendar around today, from two small tables (two queries)."""
    this_year = local_day(clock.now()).year
    return build(
        range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1),
        CalendarOverride.objects.values_list("day", "is_working"),
        ConfirmedYear.objects.values_list("year", flat=True),
    )
