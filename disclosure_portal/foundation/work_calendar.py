"""The work calendar in force: China's published days off and the office's overrides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from . import clock, published_days
from .days import local_day
from .models import CalendarOverride, ConfirmedYear
from .workdays import WorkCalendar

# Clocks look back at most five years and ahead two.
YEARS_BACK = 5
YEARS_AHEAD = 2


def build(
    years: Iterable[int],
    overrides: Iterable[tuple[date, bool]],
    confirmed_years: Iterable[int],
) -> WorkCalendar:
    """A calendar of these years: (day, is worked) overrides win over the published."""
    off: set[date] = set()
    worked: set[date] = set()
    names: dict[date, str] = {}
    for year in years:
        days = published_days.published(year)
        off |= days.off
        worked |= days.worked
        names |= days.names
    for day, is_working in overrides:
        (worked if is_working else off).add(day)
        (off if is_working else worked).discard(day)
    last = max(confirmed_years, default=0)
    until = date(last, 12, 31) if last else date.min
    return WorkCalendar(frozenset(off), frozenset(worked), until, names)


def current(since: date | None = None) -> WorkCalendar:
    """The calendar around today, from two small tables (two queries); further back
    where something that is told of began earlier."""
    this_year = local_day(clock.now()).year
    first = this_year - YEARS_BACK
    if since:
        first = min(first, since.year)
    return build(
        range(first, this_year + YEARS_AHEAD + 1),
        CalendarOverride.objects.values_list("day", "is_working"),
        ConfirmedYear.objects.values_list("year", flat=True),
    )
