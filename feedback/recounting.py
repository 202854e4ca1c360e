"""Counting open letters anew: when days off are announced or changed, and day by day
while one waits for its writer. Batch by batch, each whole, so that a county's letters
are counted while others write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.workdays import WorkCalendar, version

from .clock_words import CALENDAR
from .clocks import count
from .letter_clock import (
    DEFAULT,
    TOLD,
    accept_day,
    course_of,
    days_to_settle,
    moved,
)
from .models import Letter, LetterLimit, LetterStatus, LetterStep, StepKind

BATCH = 500


class _Now(NamedTuple):
    calendar: WorkCalendar
    version: str
    today: date
    limits: dict[tuple[str, str], LetterLimit]


class _Clock(NamedTuple):
    """The columns of a clock, alike for many letters."""

    accept_due_on: date
    due_on: date
    is_provisional: bool
    calendar_version: str


def recount_due() -> str:
    """Wired to tick; may run again at any time."""
    seen, changed = recount_open()
    return f"{seen} letters counted anew, {changed} last days moved"


def recount_open() -> tuple[int, int]:
    """How many were counted anew, and how many last days moved. Asks for nothing but
    what was counted with another calendar, or waits."""
    calendar = work_calendar.current()
    limits = {(row.kind, row.complexity): row for row in LetterLimit.objects.all()}
    now = _Now(calendar, version(calendar), local_day(clock.now()), limits)
    seen = changed = since = 0
    while True:
        counted, moved_days, since = _recount_batch(now, since)
        seen, changed = seen + counted, changed + moved_days
        if not since:
            return seen, changed


@transaction.atomic
def _recount_batch(now: _Now, since: int) -> tuple[int, int, int]:
    letters = list(_stale(now).filter(pk__gt=since)[:BATCH])
    steps = _steps_of(letters)
    alike: dict[_Clock, list[int]] = defaultdict(list)
    moved_days = 0
    told: list[LetterStep] = []
    for letter in letters:
        before, after = _kept(letter), _counted(letter, steps[letter.pk], now)
        if after != before:
            alike[after].append(letter.pk)
        if after.due_on != before.due_on:
            moved_days += 1
            # Of one that waits, the end of the pause tells.
            if letter.status != LetterStatus.WAITING:
                told.append(_step(letter, before.due_on, after.due_on))
    for after, keys in alike.items():
        Letter.objects.filter(pk__in=keys).update(**after._asdict())
    LetterStep.objects.bulk_create(told)
    last = letters[-1].pk if len(letters) == BATCH else 0
    return len(letters), moved_days, last


def _stale(now: _Now) -> QuerySet[Letter]:
    """Locked, so that no deed of the same moment is written over."""
    waits = Q(status=LetterStatus.WAITING)
    rows = Letter.objects.unfinished().filter(waits | ~Q(calendar_version=now.version))
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)


def count_settled() -> int:
    """Fills in how long letters took to be settled that were before this was counted;
    wired to `recount_letters`."""
    rows = Letter.objects.filter(
        status=LetterStatus.CLOSED, settled_at__isnull=False, days_to_settle=None
    )
    done = 0
    while letters := list(rows.order_by("pk")[:BATCH]):
        for letter in letters:
            assert letter.settled_at is not None  # asked for above
            days = days_to_settle(letter, local_day(letter.settled_at))
            same = rows.filter(pk=letter.pk, settled_at=letter.settled_at)
            done += same.update(days_to_settle=days)
    return done


def _steps_of(letters: Iterable[Letter]) -> dict[int, list[LetterStep]]:
    found: dict[int, list[LetterStep]] = defaultdict(list)
    rows = LetterStep.objects.filter(letter__in=letters, kind__in=TOLD)
    for step in rows.order_by("pk"):
        found[step.letter_id].append(step)
    return found


def _kept(letter: Letter) -> _Clock:
    return _Clock(*(getattr(letter, name) for name in _Clock._fields))


def _counted(letter: Letter, steps: Sequence[LetterStep], now: _Now) -> _Clock:
    calendar, accept_by = now.calendar, letter.accept_due_on
    result = count(course_of(letter, steps), calendar, now.today)
    if letter.status == LetterStatus.SUBMITTED:
        limit = now.limits.get((letter.kind, letter.complexity), DEFAULT)
        accept_by = accept_day(letter, limit, calendar)
    return _Clock(accept_by, result.due_on, result.is_provisional, now.version)


def _step(letter: Letter, before: date, after: date) -> LetterStep:
    return LetterStep(
        letter=letter,
        kind=StepKind.RECOUNTED,
        at=clock.now(),
        facts=moved(before, after, CALENDAR),
    )
