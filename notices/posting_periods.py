"""When a posting period (公示期) ends. Pure date arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

from disclosure_portal.foundation.workdays import WorkCalendar, is_working_day


def posting_end(
    starts_on: date, length: int, *, working_days: bool, calendar: WorkCalendar
) -> date:
    """The last day of a posting whose first counted day is the day it starts on.

    Counted in working days, days off are passed over. Counted in calendar days, an
    end on a day off rolls to the next working day (decisions.md, Clocks).
    """
    if not working_days:
        end = starts_on + timedelta(days=length - 1)
        while not is_working_day(end, calendar):
            end += timedelta(days=1)
        return end
    day, left = starts_on, length - is_working_day(starts_on, calendar)
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, calendar)
    return day


def days_left(ends_on: date, today: date) -> int:
    """Calendar days that remain, the last day included; 0 when it is over."""
    return max((ends_on - today).days + 1, 0)
