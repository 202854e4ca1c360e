"""Opening the slots of the ledger, set by set.

Duties that share rule and days share their slots' days, so each is computed once and
written for all: a county with a hundred thousand duties has some hundred sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.workdays import WorkCalendar

from .cadences import (
    AdHoc,
    Cadence,
    Duty,
    Periodic,
    Phased,
    Slot as Owed,
    Stage,
    Standing,
    Trigger,
    slots_opening,
)
from .models import CadenceKind, CatalogueItem, DutyEvent, DutyRule, Slot, SlotSort

BATCH = 2_000
# Items whose slots are written in one transaction: a clerk waits no longer than that.
STEP = 20_000
# Nothing is asked for that was due longer ago than this: the law's own memory of an
# inspection, and as far back as the calendar knows days off.
YEARS_BACK = 5


class _Set(NamedTuple):
    """What duties have in common that have their periods in common."""

    rule: int
    since: date
    ends_on: date | None
    opened_until: date | None


def open_all(today: date | None = None) -> int:
    """The slots of all duties up to today; gives how many were opened. Idempotent,
    in steps: each is whole, and a run that was broken off goes on where it was."""
    today = today or local_day(clock.now())
    opened = 0
    behind = iter(_behind(today))
    while keys := list(islice(behind, STEP)):
        with transaction.atomic():
            SiteState.objects.hold()
            step = CatalogueItem.objects.filter(pk__range=(keys[0], keys[-1]))
            opened += open_slots(step, today)
    if opened:
        SiteState.objects.bump()
    return opened


def _behind(today: date) -> list[int]:
    """Duties whose bookmark lies before today."""
    items = CatalogueItem.objects.exclude(begins_on=None)
    behind = items.exclude(opened_until__gte=today)
    return list(behind.order_by("pk").values_list("pk", flat=True))


def open_slots(items: QuerySet[CatalogueItem], today: date) -> int:
    """Inside the caller's transaction, which holds the site's row."""
    calendar = work_calendar.current()
    opened = 0
    by_set: dict[_Set, list[tuple[int, int]]] = defaultdict(list)
    bound = items.exclude(begins_on=None).exclude(entry__rule=None)
    since = Coalesce("rule_from", "begins_on")
    columns = ("entry__rule_id", since, "ends_on", "opened_until")
    for pk, agency, *common in bound.values_list("pk", "agency_id", *columns):
        by_set[_Set(*common)].append((pk, agency))
    rules = DutyRule.objects.in_bulk()
    for common, duties in by_set.items():
        owed = _owed(rules[common.rule].as_cadence(), common, today, calendar)
        opened += _write(duties, common.rule, owed)
    items.exclude(begins_on=None).update(opened_until=today)
    return opened


def _owed(
    cadence: Cadence, common: _Set, today: date, calendar: WorkCalendar
) -> Sequence[Owed]:
    """Of what comes by the calendar; events bring their own."""
    if isinstance(cadence, AdHoc | Phased):
        return ()
    earliest = today.replace(year=today.year - YEARS_BACK, day=1)
    first = max(earliest, common.since)
    if common.opened_until:
        first = common.opened_until + timedelta(days=1)
    duty = Duty(cadence, max(common.since, earliest), common.ends_on)
    return slots_opening(duty, first, today, calendar)


def _write(duties: list[tuple[int, int]], rule: int, owed: Sequence[Owed]) -> int:
    rows = (
        slot_row(one, item=item, agency=agency, rule=rule)
        for item, agency in duties
        for one in owed
    )
    return write_slots(rows)


def write_slots(rows: Iterator[Slot]) -> int:
    """A slot that is there already stays as it is."""
    written = 0
    while batch := list(islice(rows, BATCH)):
        Slot.objects.bulk_create(batch, ignore_conflicts=True)
        written += len(batch)
    return written


def slot_row(
    owed: Owed, *, item: int, agency: int, rule: int, sort: str = SlotSort.PERIOD
) -> Slot:
    return Slot(
        item_id=item,
        agency_id=agency,
        rule_id=rule,
        sort=sort,
        key=owed.key,
        period_start=owed.period_start,
        period_end=owed.period_end,
        opens_on=owed.opens_on,
        due_on=owed.due_on,
        is_provisional=owed.is_provisional,
    )


def open_event(event: DutyEvent) -> Slot | None:
    """The slot of an event or a promised stage, if its duty has a rule for such."""
    item = event.item
    rule = item.entry.rule if item.entry else None
    if rule is None or item.begins_on is None or rule.cadence == CadenceKind.PERIODIC:
        return None
    owed = _of_event(event, rule, work_calendar.current())
    if owed is None:
        return None
    is_stage = rule.cadence == CadenceKind.PHASED
    sort = SlotSort.STAGE if is_stage else SlotSort.EVENT
    row = slot_row(owed, item=item.pk, agency=item.agency_id, rule=rule.pk, sort=sort)
    row.about = event.about
    row.save()
    return row


def _of_event(event: DutyEvent, rule: DutyRule, calendar: WorkCalendar) -> Owed | None:
    item = event.item
    assert item.begins_on is not None
    triggers: tuple[Trigger, ...] = ()
    stages: tuple[Stage, ...] = ()
    if rule.cadence == CadenceKind.PHASED:
        stages = (Stage(event.key, event.on),)
    else:
        triggers = (Trigger(event.key, event.on),)
    cadence = rule.as_cadence(stages)
    if isinstance(cadence, Standing):
        cadence = AdHoc(cadence.within)
    assert not isinstance(cadence, Periodic)
    duty = Duty(cadence, item.begins_on, item.ends_on, triggers)
    found = slots_opening(duty, date.min, date.max, calendar)
    return found[0] if found else None


def open_daily() -> str:
    """Wired to tick."""
    return f"{open_all()} slots opened"
