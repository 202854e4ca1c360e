"""The limit of an order in working days, and its arithmetic; counted anew when days off
are announced or changed."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    due_on as due_day,
    is_provisional,
    version,
    working_days_between,
)
from feedback.clock_words import clock_lines, day_words
from feedback.clocks import Course, Limit, count

from .models import OrderStepKind, RectificationOrder
from .order_steps import write_step

BATCH = 500


class Term(NamedTuple):
    """The columns of a limit that begins on a day."""

    days: int
    counted_from: date
    due_on: date
    is_provisional: bool
    calendar_version: str


def term(days: int, start: date, calendar: WorkCalendar) -> Term:
    due = due_day(start, days, calendar)
    return Term(days, start, due, is_provisional(due, calendar), version(calendar))


def begin_term(days: int) -> Term:
    """From today: today is not counted."""
    return term(days, today(), work_calendar.current())


def today() -> date:
    return local_day(clock.now())


def arithmetic(order: RectificationOrder) -> list[str]:
    """One sentence for each step of the count (期限说明)."""
    calendar = work_calendar.current(order.counted_from)
    counted = count(Course(order.counted_from, Limit(order.days)), calendar, today())
    words = _("Issued on %(day)s; this day is not counted.")
    if order.counted_from != order.issued_on:
        words = _("Sent back on %(day)s with a new limit; this day is not counted.")
    first = words % {"day": day_words(order.counted_from)}
    return [first, *clock_lines(counted)[1:]]


def how_it_stands(order: RectificationOrder, calendar: WorkCalendar) -> str:
    """What is left, or how late it is; empty where the clock runs no longer."""
    if not order.is_at_the_unit:
        return ""
    now = today()
    if now > order.due_on:
        over = working_days_between(order.due_on, now, calendar)
        return _("%(days)s working days over") % {"days": over}
    if now == order.due_on:
        return _("ends today")
    left = working_days_between(now, order.due_on, calendar)
    return _("%(days)s working days left") % {"days": left}


def recount_due() -> str:
    """Wired to tick; may run again at any time."""
    seen, moved = recount_open()
    return f"{seen} orders counted anew, {moved} last days moved"


def recount_open() -> tuple[int, int]:
    """Asks for nothing but what was counted with another calendar."""
    calendar = work_calendar.current()
    seen = moved = since = 0
    while True:
        counted, changed, since = _recount_batch(calendar, since)
        seen, moved = seen + counted, moved + changed
        if not since:
            return seen, moved


@transaction.atomic
def _recount_batch(calendar: WorkCalendar, since: int) -> tuple[int, int, int]:
    stale = RectificationOrder.objects.at_the_unit().filter(pk__gt=since)
    stale = stale.exclude(calendar_version=version(calendar))
    # Locked, so that no deed of the same moment is written over.
    rows = stale.order_by("pk").select_for_update(of=("self",), no_key=True)
    orders = list(rows[:BATCH])
    moved = 0
    for order in orders:
        before, after = order.due_on, term(order.days, order.counted_from, calendar)
        for name, value in after._asdict().items():
            setattr(order, name, value)
        if after.due_on != before:
            moved += 1
            write_step(
                order,
                OrderStepKind.RECOUNTED,
                by=None,
                facts=_both(before, after.due_on),
            )
    RectificationOrder.objects.bulk_update(
        orders, ["due_on", "is_provisional", "calendar_version"]
    )
    return len(orders), moved, orders[-1].pk if len(orders) == BATCH else 0


def _both(before: date, after: date) -> dict[str, Any]:
    return {"before": before.isoformat(), "after": after.isoformat()}
