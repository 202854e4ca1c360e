"""The clock of a letter, from its limit and its steps; kept on the row, so that lists
are ordered by it. What moved it is a step, with both days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    add_working_days,
    next_working_day,
    version,
)

from .clocks import Count, Course, Grades, Limit, Pause, count, days_taken
from .models import DayUnit, Letter, LetterLimit, LetterStep, StepKind
from .writing_steps import write_step

# Where the office has set no limit (domain.md 6.1: most rules say five working days).
DEFAULT = LetterLimit(days=5, unit=DayUnit.WORKING, acceptance_days=1)
# Steps that a clock is read from.
TOLD = (
    *(StepKind.ASKED, StepKind.SUPPLEMENTED, StepKind.TAKEN_UP, StepKind.EXTENDED),
    *(StepKind.REOPENED, StepKind.MERGED),
)
ENDS_PAUSE = (StepKind.SUPPLEMENTED, StepKind.TAKEN_UP, StepKind.MERGED)
COLUMNS = ("due_on", "is_provisional", "calendar_version")


def limit_of(letter: Letter) -> LetterLimit:
    found = LetterLimit.objects.filter(
        kind=letter.kind, complexity=letter.complexity
    ).first()
    return found or DEFAULT


def grades() -> Grades:
    return Grades(
        settings.LETTER_WARNED_DAYS,
        settings.LETTER_YELLOW_DAYS,
        settings.LETTER_RED_DAYS,
    )


def begin_clock(letter: Letter) -> None:
    """On the day of receipt; what the receipt promises stays on it."""
    calendar, limit = work_calendar.current(letter.received_on), limit_of(letter)
    letter.limit_days, letter.limit_unit = limit.days, limit.unit
    letter.accept_due_on = accept_day(letter, limit, calendar)
    _set(letter, count(Course(letter.received_on, _limit(letter)), calendar, _today()))
    letter.promised_on = letter.due_on
    letter.calendar_version = version(work_calendar.current())


def accept_day(letter: Letter, limit: LetterLimit, calendar: WorkCalendar) -> date:
    """The last day to accept it or not; what must be accepted at once and arrives on a
    day off, on the next working day."""
    day = add_working_days(letter.received_on, limit.acceptance_days, calendar)
    return next_working_day(day, calendar)


def course_of(letter: Letter, steps: Iterable[LetterStep] | None = None) -> Course:
    """What a clock is counted from; one query unless the steps are given."""
    if steps is None:
        steps = list(letter.steps.filter(kind__in=TOLD))
    restarted = None
    pauses: list[Pause] = []
    added = 0
    for step in steps:
        day = local_day(step.at)
        if step.kind == StepKind.ASKED:
            pauses.append(Pause(day))
        elif _ends_pause(step) and pauses and pauses[-1].last is None:
            pauses[-1] = Pause(pauses[-1].first, day)
        elif step.kind == StepKind.EXTENDED:
            added += int(step.facts.get("days", 0))
        elif step.kind == StepKind.REOPENED:
            restarted, pauses, added = day, [], 0
    limit = _limit(letter, added)
    return Course(letter.received_on, limit, tuple(pauses), restarted)


def _ends_pause(step: LetterStep) -> bool:
    """A letter that was joined to another waits no longer; the one that took it in, on
    which a step of the same kind stands, does."""
    if step.kind == StepKind.MERGED:
        return "into" in step.facts
    return step.kind in ENDS_PAUSE


def counted(letter: Letter, steps: Iterable[LetterStep] | None = None) -> Count:
    """The arithmetic as it stands today (期限说明)."""
    calendar = work_calendar.current(letter.received_on)
    return count(course_of(letter, steps), calendar, _today())


def recount(letter: Letter, *, before: date | None = None) -> bool:
    """After a step; whether the due day moved. Both days stay in a step."""
    before = before or letter.due_on
    _set(letter, counted(letter))
    letter.calendar_version = version(work_calendar.current())
    letter.save(update_fields=["limit_days", "limit_unit", *COLUMNS])
    if before == letter.due_on:
        return False
    write_step(letter, StepKind.RECOUNTED, by=None, facts=moved(before, letter.due_on))
    return True


def moved(before: date, after: date, reason: str = "") -> dict[str, Any]:
    """The facts of a step of counting anew."""
    facts = {"before": before.isoformat(), "after": after.isoformat()}
    return facts | ({"reason": reason} if reason else {})


def follow_limit(letter: Letter) -> bool:
    """The limit of its kind and complexity, after either was settled; one that was
    taken up again keeps its own."""
    if not letter.is_reopened:
        limit = limit_of(letter)
        letter.limit_days, letter.limit_unit = limit.days, limit.unit
    return recount(letter)


def end_pause(letter: Letter) -> bool:
    """The writer answered, or the unit goes on without: told is from which day on the
    last one moved, which the row forgot day by day."""
    asked = letter.steps.filter(kind=StepKind.ASKED).order_by("-pk").first()
    kept = asked.facts.get("due") if asked else None
    return recount(letter, before=date.fromisoformat(kept) if kept else None)


def begin_again(letter: Letter) -> None:
    """After 重办: the limit of a follow-up, from today."""
    letter.limit_days = limit_of(letter).follow_up_days
    letter.limit_unit = DayUnit.WORKING
    recount(letter)


def outcome(letter: Letter, answered: date) -> dict[str, Any]:
    """Columns of the first answer: how many working days it took, and whether it came
    in time."""
    calendar = work_calendar.current(letter.received_on)
    course = course_of(letter)
    due = count(course, calendar, answered).due_on
    return {
        "days_taken": days_taken(course, answered, calendar),
        "was_in_time": answered <= due,
    }


def days_to_settle(letter: Letter, settled: date) -> int:
    """Working days from receipt to settlement, less all pauses; what was taken up again
    took the whole time."""
    steps = letter.steps.filter(kind__in=TOLD).exclude(kind=StepKind.REOPENED)
    calendar = work_calendar.current(letter.received_on)
    return days_taken(course_of(letter, steps), settled, calendar)


def _set(letter: Letter, result: Count) -> None:
    letter.due_on, letter.is_provisional = result.due_on, result.is_provisional


def _limit(letter: Letter, added: int = 0) -> Limit:
    return Limit(letter.limit_days, letter.limit_unit == DayUnit.WORKING, added)


def _today() -> date:
    return local_day(clock.now())
