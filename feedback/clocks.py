"""How long a letter may take, and how that was counted. Pure: no models, no clock.

Receipt on a day off counts for that day; the day of receipt is day 0, the first
counted day is the next working day, and the time runs out when the last one ends
(民法典 arts. 201 and 203). A pause leaves out the working days after the day on which
it begins, up to and including the day on which it ends. A restart counts from its own
day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, islice, takewhile

from disclosure_portal.foundation.days import months_later
from disclosure_portal.foundation.workdays import (
    SATURDAY,
    WorkCalendar,
    is_provisional,
    is_working_day,
    warned_from,
    working_days_between,
)

DAY = timedelta(days=1)


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
    COUNTED = "counted"
    OFF = "off"
    WORKED = "worked"
    PAUSED = "paused"
    WAITING = "waiting"
    ADDED = "added"
    ROLLED = "rolled"
    DUE = "due"
    IF_TODAY = "if_today"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Line:
    """One step of the arithmetic (期限说明): the words are made elsewhere. `days` is
    how many days it stands for, working days unless told otherwise; `last` the end
    where it is a stretch of days. Those of all COUNTED lines add up to the limit."""

    kind: LineKind
    day: date
    last: date | None = None
    days: int = 0
    is_working: bool = True
    # Of days off, what they celebrate.
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """The last day to answer, how it was found, and whether it may still move because
    days off are not announced yet; of the days of the limit, how many were used by the
    day of asking and how many are left."""

    first: date
    due_on: date
    lines: tuple[Line, ...]
    is_provisional: bool
    used: int
    left: int


def count(course: Course, calendar: WorkCalendar, today: date) -> Count:
    """Count a course out; a pause that goes on counts as if it ended today.

    Raises ValueError for a limit below one day.
    """
    total = course.limit.total
    if total < 1:
        raise ValueError("A time limit has at least one day")
    walk = _Walk.of(course, calendar, today)
    days = list(islice(walk.counted(), total))
    due = walk.rolled(days[-1])
    lines = [
        *_beginning(course, days[0]),
        *sorted([*_stretches(walk, days), *_pauses(walk, days, due)], key=_day),
        *_ending(course, walk, days, due),
    ]
    used = sum(day <= today for day in days)
    provisional = is_provisional(due, calendar)
    return Count(days[0], due, tuple(lines), provisional, used, total - used)


@dataclass(frozen=True)
class _Walk:
    """Day by day from day 0 on; each pause has an end, the open one, too."""

    zero: date
    pauses: Sequence[Pause]
    open_pause: Pause | None
    is_working: bool
    calendar: WorkCalendar

    @classmethod
    def of(cls, course: Course, calendar: WorkCalendar, today: date) -> _Walk:
        pauses = [_closed(pause, today) for pause in course.pauses]
        given = zip(course.pauses, pauses, strict=True)
        still = next((closed for pause, closed in given if pause.last is None), None)
        working = course.limit.is_working
        return cls(course.day_zero, pauses, still, working, calendar)

    def days(self) -> Iterator[date]:
        day = self.zero
        while True:
            day += DAY
            yield day

    def counted(self) -> Iterator[date]:
        return (day for day in self.days() if self.counts(day))

    def counts(self, day: date) -> bool:
        return self.may_count(day) and not self.is_left_out(day)

    def may_count(self, day: date) -> bool:
        return not self.is_working or is_working_day(day, self.calendar)

    def is_left_out(self, day: date) -> bool:
        return any(pause.leaves_out(day) for pause in self.pauses)

    def rolled(self, day: date) -> date:
        """The end moves from a day off to the next working day that is not left out,
        for until it comes the time has not run out."""
        while not is_working_day(day, self.calendar):
            day += DAY
            while self.is_left_out(day):
                day += DAY
        return day

    def sort(self, day: date) -> LineKind:
        if self.is_left_out(day):
            return LineKind.PAUSED
        return LineKind.COUNTED if self.may_count(day) else LineKind.OFF


def _closed(pause: Pause, today: date) -> Pause:
    return Pause(pause.first, max(pause.first, pause.last or today))


def _day(line: Line) -> date:
    return line.day


def _beginning(course: Course, first: date) -> Iterator[Line]:
    yield Line(LineKind.RECEIVED, course.received)
    if course.restarted:
        yield Line(LineKind.RESTARTED, course.restarted)
    yield Line(LineKind.FIRST, first)


def _stretches(walk: _Walk, days: Sequence[date]) -> Iterator[Line]:
    """Counted days, parted by holidays and pauses: weekends that are only weekends
    part nothing. Days worked in exchange are named beside the stretch they lie in."""
    together: list[date] = []
    until_end = takewhile(lambda day: day <= days[-1], walk.days())
    for kind, group in groupby(until_end, walk.sort):
        run = list(group)
        if kind is LineKind.COUNTED:
            together += run
        elif kind is LineKind.PAUSED or _is_holiday(run, walk.calendar):
            yield from _stretch(together, walk)
            together = []
        if kind is LineKind.OFF and _is_holiday(run, walk.calendar):
            names = _names(run, walk.calendar)
            yield Line(LineKind.OFF, run[0], run[-1], len(run), names=names)
    yield from _stretch(together, walk)


def _is_holiday(run: Sequence[date], calendar: WorkCalendar) -> bool:
    return not calendar.holidays.isdisjoint(run)


def _names(run: Sequence[date], calendar: WorkCalendar) -> tuple[str, ...]:
    """Each festival once, as they come; a day that is worked has none."""
    known = (calendar.names.get(day) for day in run)
    return tuple(dict.fromkeys(name for name in known if name))


def _stretch(days: Sequence[date], walk: _Walk) -> Iterator[Line]:
    if not days:
        return
    yield Line(LineKind.COUNTED, days[0], days[-1], len(days), walk.is_working)
    if walk.is_working:
        for day in days:
            if day.weekday() >= SATURDAY:
                yield Line(LineKind.WORKED, day)


def _pauses(walk: _Walk, days: Sequence[date], due: date) -> Iterator[Line]:
    """Those that moved the end: begun before it, and over after day 0."""
    seen: set[date] = set()
    for pause in sorted(walk.pauses, key=lambda pause: (pause.first, pause.last)):
        if pause.first >= due:
            continue
        if pause is walk.open_pause:
            left = sum(day > pause.first for day in days)
            yield Line(LineKind.WAITING, pause.first, None, left, walk.is_working)
            continue
        stretch = set(_days_after(pause, walk.zero)) - seen
        seen |= stretch
        if stretch:
            left_out = sum(map(walk.may_count, stretch))
            last = pause.last
            yield Line(LineKind.PAUSED, pause.first, last, left_out, walk.is_working)


def _days_after(pause: Pause, zero: date) -> Iterator[date]:
    day = max(pause.first, zero) + DAY
    while pause.leaves_out(day):
        yield day
        day += DAY


def _ending(
    course: Course, walk: _Walk, days: Sequence[date], due: date
) -> Iterator[Line]:
    limit, end = course.limit, days[-1]
    if limit.added:
        yield Line(LineKind.ADDED, end, None, limit.added, limit.is_working)
    if due != end:
        yield Line(LineKind.ROLLED, end, due)
    stands_still = walk.open_pause is not None and walk.open_pause.first < due
    kind = LineKind.IF_TODAY if stands_still else LineKind.DUE
    yield Line(kind, due, None, limit.total, limit.is_working)
    if is_provisional(due, walk.calendar):
        yield Line(LineKind.PROVISIONAL, due)


def days_taken(course: Course, answered: date, calendar: WorkCalendar) -> int:
    """Working days from receipt to answer, less those of pauses."""
    pauses = [_closed(pause, answered) for pause in course.pauses]
    walk = _Walk(course.day_zero, pauses, None, True, calendar)
    return len(list(takewhile(lambda day: day <= answered, walk.counted())))


# --- How it stands -----------------------------------------------------------------


class Standing(StrEnum):
    """○ in time, pre-warned on the working day before; △ late, ■ very late. Over is
    what ran out on the eve of days off, or is not late enough yet for a card."""

    IN_TIME = "in_time"
    WARNED = "warned"
    OVER = "over"
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
    paused_on: date | None = None,
    grades: Grades = Grades(),
) -> Standing:
    """How an open letter stands today. Whoever asks the writer for more only when the
    last day has come stops nothing."""
    if paused_on and paused_on < due_on:
        return Standing.PAUSED
    if today > due_on:
        over = working_days_between(due_on, today, calendar)
        if over >= grades.very_late:
            return Standing.VERY_LATE
        return Standing.LATE if over >= grades.late else Standing.OVER
    if today >= warned_from(due_on, grades.warned, calendar):
        return Standing.WARNED
    return Standing.IN_TIME


# Three months without an answer fail the whole site in the national inspection
# (国办秘函〔2019〕19号, 单项否决): the alarm leaves a month.
ALARM_MONTHS = 2


def alarm_from(day_zero: date) -> date:
    """The day from which a letter without any answer sounds the alarm: pauses and
    extensions don't put it off, for the inspection knows none."""
    return months_later(day_zero, ALARM_MONTHS)


def last_silent_day(today: date) -> date:
    """Letters received up to this day sound the alarm today: alarm_from() backwards,
    for rows."""
    day = today - 59 * DAY
    while alarm_from(day) > today:
        day -= DAY
    return day
