"""Moving due days when the calendar or a duty changes, set by set and with a trace.

What runs is computed anew: slots that are empty, not due yet, or due on a day that was
provisional. A slot that was filled by a day that stood keeps its judgement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workdays import WorkCalendar, is_provisional

from .cadences import AdHoc, Cadence, Periodic, Phased, Standing, due_of_period
from .models import CatalogueItem, DueChange, DutyRule, Slot, SlotSort


class _Due(NamedTuple):
    """Slots that were computed alike, and the day that they are due."""

    rule: int
    sort: str
    period_end: date
    due_on: date
    is_provisional: bool


@transaction.atomic
def recompute_due_days(*, by: User | None = None) -> int:
    """After a change of the calendar; gives how many slots moved."""
    SiteState.objects.hold()
    today = local_day(clock.now())
    calendar = work_calendar.current()
    rules = DutyRule.objects.in_bulk()
    running = _running(today)
    moved = 0
    for due, count in _sets(running):
        rule = rules[due.rule]
        after = _due_on(rule.as_cadence(), due, calendar)
        provisional = _is_open(rule, due, after, calendar)
        if (after, provisional) == (due.due_on, due.is_provisional):
            continue
        alike = running.filter(**due._asdict())
        alike.update(due_on=after, is_provisional=provisional)
        if after != due.due_on:
            moved += count
            _trace("calendar", due, after, count, by=by)
    if moved:
        SiteState.objects.bump()
    return moved


def recompute_daily() -> str:
    """Wired to tick: days off that were announced meanwhile move what is running."""
    return f"{recompute_due_days()} due days moved"


def _running(today: date) -> QuerySet[Slot]:
    is_empty = Q(filled_on=None, explained_on=None)
    return Slot.objects.filter(is_empty | Q(is_provisional=True) | Q(due_on__gte=today))


def _sets(slots: QuerySet[Slot]) -> Iterator[tuple[_Due, int]]:
    rows = slots.order_by().values_list(*_Due._fields).annotate(count=Count("pk"))
    for *due, count in list(rows):
        yield _Due(*due), count


def _due_on(cadence: Cadence, due: _Due, calendar: WorkCalendar) -> date:
    match cadence:
        case Standing() | Periodic() if due.sort == SlotSort.PERIOD:
            return due_of_period(cadence, due.period_end, calendar)[0]
        case Standing(within=within) | Phased(within=within) | AdHoc(within=within):
            return within.after(due.period_end, calendar)
        case _:
            return due.due_on


def follow_rule(
    item: CatalogueItem, rule: DutyRule | None, *, from_day: date, by: User
) -> None:
    """A duty has another time limit from a day on: what is empty and not over by then
    is due by it. Where the periods are others, those that are not over are asked for
    no longer, and open_slots, which the caller runs, lays out the new ones."""
    before = item.entry.rule if item.entry else None
    running = Slot.objects.filter(item=item, period_end__gte=from_day).empty()
    if rule is None or before is None or _periods(rule) != _periods(before):
        running.filter(sort=SlotSort.PERIOD).delete()
        item.rule_from, item.opened_until = from_day, None
    if rule is None:
        running.delete()
        return
    _follow(running, rule, item, by=by)


def _periods(rule: DutyRule) -> tuple[str, str]:
    return rule.cadence, rule.span


def _follow(
    running: QuerySet[Slot], rule: DutyRule, item: CatalogueItem, *, by: User
) -> None:
    calendar = work_calendar.current()
    for due, count in _sets(running):
        after = _due_on(rule.as_cadence(), due, calendar)
        alike = running.filter(**due._asdict())
        alike.update(
            due_on=after, rule=rule, is_provisional=_is_open(rule, due, after, calendar)
        )
        if after != due.due_on:
            _trace("duty", due, after, count, by=by, item=item)


def _is_open(rule: DutyRule, due: _Due, after: date, calendar: WorkCalendar) -> bool:
    """May days off that are not announced yet move it? Not a day that is named."""
    is_named = bool(rule.day) and due.sort == SlotSort.PERIOD
    return not is_named and is_provisional(after, calendar)


def cut_slots(slots: QuerySet[Slot], last: date) -> None:
    """Their duties ended on `last`: of a period that it cuts, the part before it is
    owed; a day named within the rest binds nobody; what begins later is not asked."""
    slots.filter(period_start__gt=last).delete()
    cut = slots.filter(sort=SlotSort.PERIOD, period_end__gt=last)
    rules = DutyRule.objects.in_bulk()
    named = cut.filter(rule__in=[pk for pk, rule in rules.items() if rule.day])
    named.filter(due_on__gt=last, due_on__lte=F("period_end")).delete()
    calendar = work_calendar.current()
    for pk in list(cut.order_by().values_list("rule", flat=True).distinct()):
        alike, rule = cut.filter(rule=pk), rules[pk]
        if rule.day:
            alike.update(period_end=last)
            continue
        cadence = rule.as_cadence()
        assert isinstance(cadence, Standing | Periodic)
        due_on, provisional = due_of_period(cadence, last, calendar)
        alike.update(period_end=last, due_on=due_on, is_provisional=provisional)


def _trace(
    reason: str,
    due: _Due,
    after: date,
    count: int,
    *,
    by: User | None,
    item: CatalogueItem | None = None,
) -> None:
    change = DueChange.objects.create(
        at=clock.now(),
        by=by,
        reason=reason,
        item=item,
        rule_id=due.rule,
        sort=due.sort,
        period_end=due.period_end,
        before=due.due_on,
        after=after,
        slots=count,
    )
    AuditEntry.objects.record_rows(DueChange, [change.pk], by=by)
