"""Holding the ledger against itself: the facts of slots against what was put into
them, and what was put in against what is still public."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from directories.models import Slot
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState

from .fulfilling import settle
from .models import EndReason, Fulfilment, NoticeStatus

logger = logging.getLogger(__name__)

# Slots in one question to the database.
STEP = 50_000
# What may stand in a slot: released, and archived ones, which are still cited.
COUNTING = (NoticeStatus.APPROVED, NoticeStatus.PUBLISHED, NoticeStatus.ARCHIVED)
# No day at all: NULL equals nothing, not even itself.
NONE = Value(date(1, 1, 1), output_field=DateField())


def check_ledger() -> str:
    """Wired to tick, at night: mends what a crash or a hand in the database left."""
    ended = _end_what_is_gone()
    mended = sum(_mend(first) for first in range(0, _last() + 1, STEP))
    if ended or mended:
        logger.warning("The ledger differed: %s slots, %s fillings", mended, ended)
        SiteState.objects.bump()
    return f"{mended} slots corrected, {ended} fillings ended"


def stretches_of_slots() -> Iterator[tuple[QuerySet[Slot], int]]:
    """All slots, as many as go into one question together."""
    for first in range(0, _last() + 1, STEP):
        stretch = Slot.objects.filter(pk__gte=first, pk__lt=first + STEP)
        yield stretch, stretch.count()


def _last() -> int:
    last: int | None = Slot.objects.aggregate(last=Max("pk"))["last"]
    return last or 0


@transaction.atomic
def _end_what_is_gone() -> int:
    """Fillings by notices that are not public any more."""
    SiteState.objects.hold()
    gone = Fulfilment.objects.standing().filter(notice__isnull=False)
    gone = gone.exclude(notice__status__in=COUNTING)
    rows = list(gone.values_list("pk", "slot"))
    today = local_day(clock.now())
    Fulfilment.objects.filter(pk__in=[pk for pk, _slot in rows]).update(
        ended_on=today, end_reason=EndReason.WITHDRAWN
    )
    settle({slot for _pk, slot in rows})
    AuditEntry.objects.record_rows(Fulfilment, [pk for pk, _slot in rows], by=None)
    return len(rows)


@transaction.atomic
def _mend(first: int) -> int:
    """Of one stretch of slots those that differ: found by the database, which gives
    none where all is well."""
    SiteState.objects.hold()
    stretch = Slot.objects.filter(pk__gte=first, pk__lt=first + STEP)
    wrong = differing(stretch, local_day(clock.now()))
    return settle(wrong.order_by().values_list("pk", flat=True))


def differing(slots: QuerySet[Slot], today: date) -> QuerySet[Slot]:
    """Whose facts are not those of their fillings (slot_states.counted_filling)."""
    of_slot = Fulfilment.objects.filter(slot=OuterRef("pk"))
    still = Q(ended_on=None) | Q(ended_on__gt=today)
    fillings = of_slot.filter(still, notice__isnull=False, on__lte=today)
    counted = fillings.order_by("is_migrated", "on", "pk")
    said = of_slot.standing().filter(notice=None).order_by("on", "pk")
    facts = slots.annotate(
        known_filled=Coalesce("filled_on", NONE),
        true_filled=Coalesce(Subquery(counted.values("on")[:1]), NONE),
        true_migrated=Coalesce(Subquery(counted.values("is_migrated")[:1]), False),
        known_explained=Coalesce("explained_on", NONE),
        true_explained=Coalesce(Subquery(said.values("on")[:1]), NONE),
    )
    return facts.filter(
        ~Q(known_filled=F("true_filled"))
        | ~Q(known_explained=F("true_explained"))
        | ~Q(is_migrated=F("true_migrated"))
    )
