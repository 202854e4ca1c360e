"""Which notices would fit a slot of the ledger, and which slots a notice would fit.

By time, unit and words alone: people decide, nothing is linked by itself.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet

from directories.models import Slot
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_range, local_day
from disclosure_portal.foundation.document_numbers import normalise

from .duty_words import LIKELY, likeness
from .models import Audience, Notice, NoticeQuerySet
from .period_words import names

# Looked at of a unit; and told of them.
CONSIDERED = 500
SHOWN = 10


def public_notices(slot: Slot) -> NoticeQuerySet:
    """What may be linked: public notices of the unit's branch, not in the slot yet."""
    inside = Notice.objects.released().filter(
        in_branches([slot.agency.path]), audience=Audience.PUBLIC
    )
    standing = slot.fulfilments.standing().exclude(notice=None)
    return inside.exclude(pk__in=standing.values("notice")).select_related("agency")


def suggested(slot: Slot) -> list[Notice]:
    """Published in the slot's time, those first whose titles speak of the duty."""
    first, last = day_range(*time_of(slot))
    found = public_notices(slot).filter(published_at__gte=first, published_at__lt=last)
    name = last_name(slot)
    rows = list(found.newest_first().defer("body")[:CONSIDERED])
    rows.sort(key=lambda row: likeness(row.title, name), reverse=True)
    return rows[:SHOWN]


def searched(slot: Slot, words: str) -> list[Notice]:
    """By words of the title, by index number or document number."""
    known = Q(title__icontains=words) | Q(index_number=words)
    if key := normalise(words):
        known |= Q(document_key=key)
    return list(public_notices(slot).filter(known).newest_first().defer("body")[:SHOWN])


def time_of(slot: Slot) -> tuple[date, date]:
    """From the first day of the period until it is over and due."""
    return slot.period_start, max(slot.due_on, slot.period_end)


def last_name(slot: Slot) -> str:
    """What tells the duty from its neighbours; the slot carries `item__entry`."""
    return str(slot.item).rpartition(" / ")[2]


def slots_fitted(notice: Notice) -> list[Slot]:
    """Slots of its unit without a notice that this one may answer, too; one query.

    Its title speaks of the duty; where it names periods, only those are meant, else
    all in whose time it is published.
    """
    day = local_day(notice.published_at or clock.now())
    by_duty: dict[int, list[Slot]] = defaultdict(list)
    for slot in _empty(notice, day):
        if likeness(notice.title, last_name(slot)) >= LIKELY:
            by_duty[slot.item_id].append(slot)
    found = []
    for slots in by_duty.values():
        named = [slot for slot in slots if names(notice.title, slot.key)]
        found += named or [slot for slot in slots if _is_in_time(slot, day)]
    return [slot for slot in found if slot.pk != notice.slot_id][:SHOWN]


def _empty(notice: Notice, day: date) -> QuerySet[Slot]:
    slots = Slot.objects.filter(agency=notice.agency, filled_on=None).open_on(day)
    rows = slots.select_related("item__entry")
    return rows.order_by("-due_on", "-pk")[:CONSIDERED]


def _is_in_time(slot: Slot, day: date) -> bool:
    first, last = time_of(slot)
    return first <= day <= last
