"""Opening the slots of the ledger, set by set.

Duties that share rule and days share their slots' days, so each is computed once and
written for all: a county with a hundred thousand duties has some hundred sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, QuerySet
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

    @property
    def conditions(self) -> dict[str, Any]:
        """Of duties annotated with `since`."""
        days = {"ends_on": self.ends_on, "opened_until": self.opened_until}
        return {"entry__rule": self.rule, "since": self.since, **days}


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
    bound = items.exclude(begins_on=None).exclude(entry__rule=None).order_by()
    since = Coalesce("rule_from", "begins_on")
    columns = ("entry__rule_id", "since", "ends_on", "opened_until")
    sets = bound.annotate(since=since).values_list(*columns).distinct()
    rules = DutyRule.objects.in_bulk()
    opened = 0
    for common in [_Set(*columns) for columns in sets]:
        owed = _owed(rules[common.rule].as_cadence(), common, today, calendar)
        alike = bound.annotate(since=since).filter(**common.conditions)
        opened += _write(alike, common.rule, owed)
    items.exclude(begins_on=None).update(opened_until=today)
    return opened


def _owed(
    cadence: Cadence, common: _Set, today: date, calendar: WorkCalendar
) -> Sequence[Owed]:
    """Of what comes by the calendar; events bring their own."""
    if isinstance(cadence, AdHoc | Phased):
        return ()
    earliest = earliest_day(today)
    first = max(earliest, common.since)
    if common.opened_until:
        first = common.opened_until + timedelta(days=1)
    duty = Duty(cadence, max(common.since, earliest), common.ends_on)
    return slots_opening(duty, first, today, calendar)


def earliest_day(laid_out_on: date) -> date:
    """Of duties whose slots are laid out on a day: nothing before it is asked for."""
    return laid_out_on.replace(year=laid_out_on.year - YEARS_BACK, day=1)


OWED = ("key", "period_start", "period_end", "opens_on", "due_on", "is_provisional")
INSERT = """
INSERT INTO {table}
    (item_id, agency_id, rule_id, sort, about, is_migrated, {columns})
WITH owed({columns}) AS (VALUES {rows})
SELECT duty.item, duty.unit, %s, %s, '', %s, {columns}
FROM ({duties}) duty CROSS JOIN owed WHERE true
ON CONFLICT (item_id, "key") DO NOTHING
"""


def _write(duties: QuerySet[CatalogueItem], rule: int, owed: Sequence[Owed]) -> int:
    """All slots of all duties of a set by one statement, whatever their number; one
    that is there already stays as it is. Gives how many there were not."""
    if not owed:
        return 0
    ids = duties.values(item=F("pk"), unit=F("agency_id"))
    inner, given = ids.query.sql_with_params()
    places = ", ".join(["%s"] * len(OWED))
    sql = INSERT.format(
        columns=", ".join(map(connection.ops.quote_name, OWED)),
        rows=", ".join([f"({places})"] * len(owed)),
        table=connection.ops.quote_name(Slot._meta.db_table),
        duties=inner,
    )
    values = [value for one in owed for value in _values(one)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, rule, SlotSort.PERIOD.value, False, *given])
        return cursor.rowcount


def _values(owed: Owed) -> Iterator[Any]:
    for name in OWED:
        value = getattr(owed, name)
        is_day = isinstance(value, date)
        yield connection.ops.adapt_datefield_value(value) if is_day else value


def _event_slot(owed: Owed, item: CatalogueItem, rule: DutyRule, sort: str) -> Slot:
    return Slot(
        item=item,
        agency_id=item.agency_id,
        rule=rule,
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
    owed = slot_of_event(event, rule, work_calendar.current())
    if owed is None:
        return None
    is_stage = rule.cadence == CadenceKind.PHASED
    sort = SlotSort.STAGE if is_stage else SlotSort.EVENT
    row = _event_slot(owed, item, rule, sort)
    row.about = event.about
    row.save()
    return row


def slot_of_event(
    event: DutyEvent, rule: DutyRule, calendar: WorkCalendar
) -> Owed | None:
    """What an event calls for; None where its duty doesn't bind on the day."""
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
