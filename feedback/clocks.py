"""How long a letter may take, and how that was counted. Pure: no models, no clock.

Receipt on a day off counts for that day; the day of receipt is day 0, the first
counted day is the next working day, and the time runs out when the last one ends
(民法典 arts. 201 and 203). A pause leaves out the working days after the day on which
it begins, up to and including the day on which it ends. A restart counts from its own
day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    add_working_days,
    is_provisional,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAY = timedelta(days=1)
# A pause that never ends must not make a clock run for ever.
LONGEST = 3660


@dataclass(frozen=True)
class Limit:
    """So many days, working days or calendar days; `added` was granted once."""

    days: int
    is_working: bool = True
    added: int = 0

    @property
    def total(self) -> int:
        return self.days + self.added


@dataclass(frozen=True)
class Pause:
    """From one day to another; `last` is None while it goes on."""

    first: date
    last: date | None = None

    def leaves_out(self, day: date) -> bool:
        return self.first < day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Course:
    """What happened to a letter, as far as its clock is concerned."""

    received: date
    limit: Limit
    pauses: Sequence[Pause] = ()
    restarted: date | None = None

    @property
    def day_zero(self) -> date:
        return self.restarted or self.received


class LineKind(StrEnum):
    RECEIVED = "received"
    RESTARTED = "restarted"
    FIRST = "first"
    OFF = "off"
    WORKED = "worked"
    PAUSED = "paused"
    ADDED = "added"
    ROLLED = "rolled"
    DUE = "due"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Line:
    """One step of the arithmetic (期限说明): the words are made elsewhere. `days` is
    how many days it stands for, `last` the end where it is a stretch of days."""

    kind: LineKind
    day: date
    last: date | None = None
    days: int = 0


@dataclass(frozen=True)
class Count:
    """The last day to answer, how it was found, and whether it may still move because
    days off are not announced yet."""

    first: date
    due_on: date
    lines: tuple[Line, ...]
    is_provisional: bool


def count(course: Course, calendar: WorkCalendar, today: date) -> Count:
    """Count a course out; a pause that goes on counts as if it ended today.

    Raises ValueError for a limit below one day.
    """
    if course.limit.total < 1:
        raise ValueError("A time limit has at least one day")
    zero = course.day_zero
    pauses = [_closed(pause, today) for pause in course.pauses]
    first = _first(zero, pauses, calendar)
    end, rolled = _end(course, pauses, calendar)
    lines = [Line(LineKind.RECEIVED, course.received)]
    if course.restarted:
        lines.append(Line(LineKind.RESTARTED, course.restarted))
    lines.append(Line(LineKind.FIRST, first))
    lines += _stretches(zero, end, calendar)
    lines += _paused(zero, pauses, course.limit, calendar)
    if course.limit.added:
        lines.append(Line(LineKind.ADDED, end, days=course.limit.added))
    if rolled != end:
        lines.append(Line(LineKind.ROLLED, end, last=rolled))
    lines.append(Line(LineKind.DUE, rolled, days=course.limit.total))
    provisional = is_provisional(rolled, calendar)
    if provisional:
        lines.append(Line(LineKind.PROVISIONAL, rolled))
    return Count(first, rolled, tuple(lines), provisional)


def _closed(pause: Pause, today: date) -> Pause:
    return Pause(pause.first, max(pause.first, pause.last or today))


def _first(zero: date, pauses: Sequence[Pause], calendar: WorkCalendar) -> date:
    day = zero + DAY
    while not is_working_day(day, calendar) or _is_left_out(day, pauses):
        day += DAY
    return day


def _end(
    course: Course, pauses: Sequence[Pause], calendar: WorkCalendar
) -> tuple[date, date]:
    """The last counted day, and the day to which it rolls."""
    day, left = course.day_zero, course.limit.total
    while left:
        day += DAY
        if (day - course.day_zero).days > LONGEST:
            raise ValueError("A clock can't run for more than ten years")
        if _is_left_out(day, pauses):
            continue
        left -= is_working_day(day, calendar) if course.limit.is_working else 1
    return day, next_working_day(day, calendar)


def _is_left_out(day: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.leaves_out(day) for pause in pauses)


def _stretches(zero: date, end: date, calendar: WorkCalendar) -> list[Line]:
    """Holidays and worked days off between, as the State Council set them: weekends
    that are only weekends say nothing."""
    lines: list[Line] = []
    day = zero + DAY
    while day <= end:
        if day in calendar.makeup_days:
            lines.append(Line(LineKind.WORKED, day))
        elif day in calendar.holidays:
            last = day
            while not is_working_day(last + DAY, calendar) and last < end:
                last += DAY
            lines.append(Line(LineKind.OFF, day, last, (last - day).days + 1))
            day = last
        day += DAY
    return lines


def _paused(
    zero: date, pauses: Sequence[Pause], limit: Limit, calendar: WorkCalendar
) -> list[Line]:
    lines = []
    for pause in pauses:
        last = pause.last or pause.first
        if last <= zero:
            continue
        start = max(pause.first, zero)
        days = (
            working_days_between(start, last, calendar)
            if limit.is_working
            else (last - start).days
        )
        lines.append(Line(LineKind.PAUSED, pause.first, last, days))
    return lines


def days_taken(course: Course, answered: date, calendar: WorkCalendar) -> int:
    """Working days from receipt to answer, less those of pauses."""
    day, taken = course.day_zero, 0
    pauses = [_closed(pause, answered) for pause in course.pauses]
    while day < answered:
        day += DAY
        taken += is_working_day(day, calendar) and not _is_left_out(day, pauses)
    return taken


# --- How it stands -----------------------------------------------------------------


class Standing(StrEnum):
    """○ in time, pre-warned on the working day before; △ late, ■ very late."""

    IN_TIME = "in_time"
    WARNED = "warned"
    LATE = "late"
    VERY_LATE = "very_late"
    PAUSED = "paused"


@dataclass(frozen=True)
class Grades:
    """From which working day after the due day on a letter is late, or very late, and
    how many working days before it a warning is given."""

    warned: int = 1
    late: int = 1
    very_late: int = 3


def standing(
    due_on: date,
    today: date,
    calendar: WorkCalendar,
    *,
    is_paused: bool = False,
    grades: Grades = Grades(),
) -> Standing:
    """How an open letter stands today."""
    if is_paused:
        return Standing.PAUSED
    if today > due_on:
        over = working_days_between(due_on, today, calendar)
        if over >= grades.very_late:
            return Standing.VERY_LATE
        return Standing.LATE if over >= grades.late else Standing.IN_TIME
    if today >= add_working_days(due_on, -grades.warned, calendar):
        return Standing.WARNED
    return Standing.IN_TIME
