"""When a rule would next ask for something: what a clerk sees before a duty has it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from disclosure_portal.foundation.workdays import WorkCalendar

from .cadences import Periodic, Standing, due_of_period
from .models import DutyRule
from .periods import period_of

SHOWN = 3


class NextDue(NamedTuple):
    """A period, and the day by which it is to be disclosed."""

    first: date
    last: date
    due_on: date
    is_provisional: bool


def next_due_days(
    rule: DutyRule, today: date, calendar: WorkCalendar, count: int = SHOWN
) -> list[NextDue]:
    """The first ones from today on; none of what an event or a stage calls for."""
    cadence = rule.as_cadence()
    if not isinstance(cadence, Periodic | Standing):
        return []
    span = cadence.span if isinstance(cadence, Periodic) else cadence.review
    period = period_of(today, span)
    while _due(cadence, period.before.last, calendar) >= today:
        period = period.before
    found: list[NextDue] = []
    while len(found) < count:
        due_on, provisional = due_of_period(cadence, period.last, calendar)
        if due_on >= today:
            found.append(NextDue(period.first, period.last, due_on, provisional))
        period = period.after
    return found


def _due(cadence: Periodic | Standing, end: date, calendar: WorkCalendar) -> date:
    return due_of_period(cadence, end, calendar)[0]
