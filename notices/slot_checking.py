"""Are the slots of the ledger what they must be? They have no digests: what a slot says
follows from its duty, its rule, the calendar, its event and its fillings, which have.

Slots that were computed alike are looked at together, some hundred sets of millions;
only those of a set that doesn't fit are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from directories.cadences import Cadence, Periodic, Standing, due_of_period
from directories.models import (
    Agency,
    CadenceKind,
    DueChange,
    DutyEvent,
    Slot,
    SlotSort,
)
from directories.periods import Period, Span, period_of
from directories.slot_opening import slot_of_event
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.workdays import WorkCalendar

from .ledger_checking import differing, stretches_of_slots
from .log_checking import Finding
from .slot_gaps import cadences, duty_findings

# Slots of a set, or duties, that are named one by one.
NAMED = 20
Progress = Callable[[int], Any]


class _Alike(NamedTuple):
    """What slots of the calendar have in common that must be the same in all."""

    rule: int
    key: str
    period_start: date
    period_end: date
    opens_on: date
    due_on: date
    is_provisional: bool
    about: str


def slot_findings(progress: Progress) -> Iterator[Finding]:
    """Each slot, or duty, that is not what it must be."""
    yield from _facts(progress)
    rules = cadences()
    yield from _of_calendar(rules)
    yield from _of_events()
    yield from _of_other_units()
    yield from duty_findings(rules)


def count_of_slots() -> int:
    return Slot.objects.count()


def _facts(progress: Progress) -> Iterator[Finding]:
    today = local_day(clock.now())
    words = _("it was disclosed or explained on other days than its fillings say")
    for stretch, count in stretches_of_slots():
        yield from _named(differing(stretch, today), words)
        progress(count)


def _of_calendar(rules: dict[int, Cadence]) -> Iterator[Finding]:
    calendar, traced = work_calendar.current(), _traced()
    slots = Slot.objects.filter(sort=SlotSort.PERIOD)
    sets = slots.order_by().values_list(*_Alike._fields).distinct()
    for alike in [_Alike(*columns) for columns in sets]:
        mine = slots.filter(**alike._asdict())
        cadence = rules[alike.rule]
        if not isinstance(cadence, Standing | Periodic):
            yield from _named(mine, _("its rule knows no periods"))
            continue
        period = period_of(alike.period_start, _span(cadence))
        if words := _fault_of_days(alike, cadence, period, calendar, traced):
            yield from _named(mine, words)
        yield from _named(_cut_elsewhere(mine, alike, period), _other_days())


def _other_days() -> str:
    return _("its days are not those of its period")


def _fault_of_days(
    alike: _Alike,
    cadence: Standing | Periodic,
    period: Period,
    calendar: WorkCalendar,
    traced: set[tuple[int, date, date]],
) -> str:
    if alike.about:
        return _("it tells of an event, and comes by the calendar")
    lies_within = period.first <= alike.period_start and alike.period_end <= period.last
    if alike.key != period.key or not lies_within:
        return _other_days()
    due_on, provisional = due_of_period(cadence, alike.period_end, calendar)
    if alike.due_on != due_on:
        if (alike.rule, alike.period_end, alike.due_on) not in traced:
            return _("its due day %(now)s is not what its rule gives: %(due)s") % {
                "now": alike.due_on,
                "due": due_on,
            }
    elif alike.is_provisional != provisional:
        return _("whether its due day is provisional is not what the calendar says")
    return ""


def _traced() -> set[tuple[int, date, date]]:
    """Due days that were those of a rule by a calendar of before: a slot that was
    filled by then keeps its judgement."""
    rows = DueChange.objects.values_list("rule", "period_end", "before", "after")
    return {(rule, end, day) for rule, end, *days in rows for day in days}


def _cut_elsewhere(
    slots: QuerySet[Slot], alike: _Alike, period: Period
) -> QuerySet[Slot]:
    """Of slots that begin, open or end within a period: those whose duty does not.
    As far back as slots are opened at all, they begin with a month."""
    wrong = Q(pk__in=[])
    begun = Q(item__begins_on=F("period_start")) | Q(item__rule_from=F("period_start"))
    opened = Q(item__begins_on=F("opens_on")) | Q(item__rule_from=F("opens_on"))
    if alike.period_start > period.first:
        if alike.opens_on != alike.period_start:
            return slots
        if alike.period_start.day > 1:
            wrong |= ~begun
    elif alike.opens_on != period.before.first:
        if not period.before.first < alike.opens_on <= alike.period_start:
            return slots
        if alike.opens_on.day > 1:
            wrong |= ~opened
    if alike.period_end < period.last:
        wrong |= ~Q(item__ends_on=F("period_end")) | Q(item__ends_on=None)
    return slots.filter(wrong)


def _of_events() -> Iterator[Finding]:
    """Each by its event: there are few."""
    calendar, traced = work_calendar.current(), _traced()
    events = {
        (event.item_id, f"{sort}-{event.key}"): event
        for event in DutyEvent.objects.filter(struck_at=None).select_related("item")
        for sort in (SlotSort.EVENT, SlotSort.STAGE)
    }
    slots = Slot.objects.exclude(sort=SlotSort.PERIOD).select_related("rule", "item")
    for slot in slots.order_by("pk").iterator():
        event = events.get((slot.item_id, slot.key))
        if event is None or not slot.key.startswith(f"{slot.sort}-"):
            yield _finding(slot.pk, _("no event calls for it"))
        elif words := _fault_of_event(slot, event, calendar, traced):
            yield _finding(slot.pk, words)


def _fault_of_event(
    slot: Slot,
    event: DutyEvent,
    calendar: WorkCalendar,
    traced: set[tuple[int, date, date]],
) -> str:
    if (slot.about, slot.period_end) != (event.about, event.on):
        return _("it does not say what its event says")
    if slot.rule.cadence == CadenceKind.PERIODIC:
        return _("its rule is one of periods, and it comes by an event")
    owed = slot_of_event(event, slot.rule, calendar)
    if owed is None:
        return ""  # the duty ended before; what was owed by then stays
    if (slot.period_start, slot.opens_on) != (owed.period_start, owed.opens_on):
        return _other_days()
    if slot.due_on == owed.due_on:
        if slot.is_provisional != owed.is_provisional:
            return _("whether its due day is provisional is not what the calendar says")
    elif (slot.rule_id, slot.period_end, slot.due_on) not in traced:
        return _("its due day %(now)s is not what its rule gives: %(due)s") % {
            "now": slot.due_on,
            "due": owed.due_on,
        }
    return ""


def _of_other_units() -> Iterator[Finding]:
    """Owed by a unit that is neither the duty's nor took that one in."""
    elsewhere = Slot.objects.exclude(agency=F("item__agency"))
    pairs = elsewhere.order_by().values_list("item__agency", "agency").distinct()
    heirs = dict(Agency.objects.exclude(successor=None).values_list("pk", "successor"))
    for unit, owing in list(pairs):
        if owing not in _heirs_of(unit, heirs):
            mine = Slot.objects.filter(item__agency=unit, agency=owing)
            yield from _named(mine, _("another unit owes it than its duty says"))


def _heirs_of(unit: int, heirs: Mapping[int, int | None]) -> set[int]:
    found: set[int] = set()
    heir = heirs.get(unit)
    while heir is not None and heir not in found:
        found.add(heir)
        heir = heirs.get(heir)
    return found


def _span(cadence: Standing | Periodic) -> Span:
    return cadence.review if isinstance(cadence, Standing) else cadence.span


def _named(slots: QuerySet[Slot], words: str) -> Iterator[Finding]:
    keys = slots.order_by("pk").values_list("pk", flat=True)
    for pk in islice(keys.iterator(), NAMED):
        yield _finding(pk, words)
    if (count := keys.count()) > NAMED:
        told = _("and %(count)s more slots: %(words)s")
        yield Finding(None, told % {"count": count - NAMED, "words": words})


def _finding(pk: int, words: str) -> Finding:
    return Finding(None, f"{Slot._meta.verbose_name} {pk}：{words}")
