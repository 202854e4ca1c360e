"""Working days. Pure date arithmetic: no models, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Days off and swapped working days, known for certain up to a day.

    Source: the yearly notice of the State Council's general office on days off
    (国务院办公厅关于部分节假日安排的通知).
    """

    holidays: frozenset[date]
    makeup_days: frozenset[date]  # Saturdays and Sundays that are worked
    confirmed_until: date
    # Of days off, what is celebrated; for words only, no arithmetic asks for it.
    names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    """Monday to Friday unless off, and the days off that are worked in exchange."""
    if day in calendar.makeup_days:
        return True
    return day.weekday() < SATURDAY and day not in calendar.holidays


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """`day` itself when it is worked, else the first working day after it."""
    while not is_working_day(day, calendar):
        day += DAY
    return day


def last_working_day(day: date, calendar: WorkCalendar) -> date:
    """`day` itself when it is worked, else the last working day before it."""
    while not is_working_day(day, calendar):
        day -= DAY
    return day


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """The `count`-th working day after `day`; before it for a negative count, as a
    pre-warning needs; `day` itself for 0."""
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def due_on(received: date, working_days: int, calendar: WorkCalendar) -> date:
    """The last day to answer; the time runs out when it ends.

    What arrives on a day off counts as received that day. The day of receipt is day 0
    (民法典 art. 201: 开始的当日不计入), the first counted day is the next working day.
    Raises ValueError for a negative time limit.
    """
    if working_days < 0:
        raise ValueError("A time limit can't be negative")
    return add_working_days(received, working_days, calendar)


def due_in_calendar_days(received: date, days: int, calendar: WorkCalendar) -> date:
    """The last of `days` calendar days, the day of receipt being day 0.

    An end on a day off rolls to the next working day (民法典 art. 203). Raises
    ValueError for a negative time limit.
    """
    if days < 0:
        raise ValueError("A time limit can't be negative")
    return next_working_day(received + days * DAY, calendar)


def working_days_between(first: date, last: date, calendar: WorkCalendar) -> int:
    """How many working days lie after `first`, up to and including `last`; 0 when
    `last` is not after `first`."""
    span = (last - first).days
    return sum(is_working_day(first + n * DAY, calendar) for n in range(1, span + 1))


def warned_from(due_on: date, left: int, calendar: WorkCalendar) -> date:
    """The first day on which at most `left` working days remain until a due day."""
    return add_working_days(last_working_day(due_on, calendar), -left, calendar)


def version(calendar: WorkCalendar) -> str:
    """By which a clock tells that the calendar it was counted with has changed."""
    parts = (sorted(calendar.holidays), sorted(calendar.makeup_days))
    text = f"{parts} {calendar.confirmed_until}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_provisional(day: date, calendar: WorkCalendar) -> bool:
    """Does a due day rest on days off that are not announced yet?"""
    return day > calendar.confirmed_until
