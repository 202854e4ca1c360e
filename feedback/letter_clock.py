"""The clock of a letter, from its limit and its steps; kept on the row, so that lists
are ordered by it. What moved it is a step, with both days."""

from __future__ import annotations

from datetime import date
from typing import Any

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.workdays import WorkCalendar, add_working_days

from .clocks import Count, Course, Limit, Pause, count, days_taken
from .models import OPEN_LETTERS, DayUnit, Letter, LetterLimit, LetterStep, StepKind
from .writing_steps import write_step

# Where the office has set no limit (domain.md 6.1: most rules say five working days).
DEFAULT = LetterLimit(days=5, unit=DayUnit.WORKING, acceptance_days=1)
# Steps that a clock is read from.
TOLD = (
    *(StepKind.ASKED, StepKind.SUPPLEMENTED, StepKind.TAKEN_UP, StepKind.EXTENDED),
    *(StepKind.REOPENED, StepKind.MERGED, StepKind.SPLIT),
)
ENDS_PAUSE = (StepKind.SUPPLEMENTED, StepKind.TAKEN_UP, StepKind.MERGED)
# A letter that was taken up again is answered within this (好差评: 15 working days).
FOLLOW_UP = Limit(15)


def limit_of(letter: Letter) -> LetterLimit:
    found = LetterLimit.objects.filter(
        kind=letter.kind, complexity=letter.complexity
    ).first()
    return found or DEFAULT


def begin_clock(letter: Letter) -> None:
    """On the day of receipt; what the receipt promises stays on it."""
    calendar, limit = work_calendar.current(), limit_of(letter)
    letter.limit_days, letter.limit_unit = limit.days, limit.unit
    letter.accept_due_on = add_working_days(
        letter.received_on, limit.acceptance_days, calendar
    )
    counted = count(Course(letter.received_on, _limit(letter)), calendar, _today())
    letter.due_on = letter.promised_on = counted.due_on
    letter.is_provisional = counted.is_provisional


def course_of(letter: Letter, steps: list[LetterStep] | None = None) -> Course:
    """What a clock is counted from; one query unless the steps are given."""
    if steps is None:
        steps = list(letter.steps.filter(kind__in=TOLD))
    limit, restarted = _limit(letter), None
    pauses: list[Pause] = []
    added = 0
    for step in steps:
        day = local_day(step.at)
        if step.kind == StepKind.ASKED:
            pauses.append(Pause(day))
        elif step.kind in ENDS_PAUSE and pauses and pauses[-1].last is None:
            pauses[-1] = Pause(pauses[-1].first, day)
        elif step.kind == StepKind.EXTENDED:
            added += int(step.facts.get("days", 0))
        elif step.kind == StepKind.REOPENED:
            restarted, pauses, added, limit = day, [], 0, FOLLOW_UP
    limit = Limit(limit.days, limit.is_working, added)
    return Course(letter.received_on, limit, tuple(pauses), restarted)


def counted(letter: Letter, steps: list[LetterStep] | None = None) -> Count:
    """The arithmetic as it stands today (期限说明)."""
    return count(course_of(letter, steps), work_calendar.current(), _today())


def recount(letter: Letter, *, calendar: WorkCalendar | None = None) -> bool:
    """After a step, or a change of the calendar or of the complexity; whether the due
    day moved. Both days stay in a step."""
    limit = limit_of(letter)
    if not letter.is_reopened:
        letter.limit_days, letter.limit_unit = limit.days, limit.unit
    calendar = calendar or work_calendar.current()
    result = count(course_of(letter), calendar, _today())
    before, letter.due_on = letter.due_on, result.due_on
    letter.is_provisional = result.is_provisional
    letter.save(update_fields=["limit_days", "limit_unit", "due_on", "is_provisional"])
    if before == result.due_on:
        return False
    facts = {"before": before.isoformat(), "after": result.due_on.isoformat()}
    write_step(letter, StepKind.RECOUNTED, by=None, facts=facts)
    return True


def begin_again(letter: Letter) -> None:
    """After 重办: the limit of a follow-up, from today."""
    letter.limit_days, letter.limit_unit = FOLLOW_UP.days, DayUnit.WORKING
    recount(letter)


def outcome(letter: Letter, answered: date) -> dict[str, Any]:
    """Columns of the first answer: how many working days it took, and whether it came
    in time."""
    calendar = work_calendar.current()
    course = course_of(letter)
    due = count(course, calendar, answered).due_on
    return {
        "days_taken": days_taken(course, answered, calendar),
        "was_in_time": answered <= due,
    }


def recount_open(since: int = 0, most: int = 500) -> tuple[int, int]:
    """After a change of the calendar: recount open letters, the next `most` of them;
    how many moved, and the number to go on from (0 at the end)."""
    calendar = work_calendar.current()
    rows = Letter.objects.filter(status__in=OPEN_LETTERS, pk__gt=since).order_by("pk")
    letters = list(rows[:most])
    moved = sum(recount(letter, calendar=calendar) for letter in letters)
    return moved, letters[-1].pk if len(letters) == most else 0


def _limit(letter: Letter) -> Limit:
    return Limit(letter.limit_days, letter.limit_unit == DayUnit.WORKING)


def _today() -> date:
    return local_day(clock.now())
