"""Duties as lists show them: each with its newest notice and how its latest slots
stand. A page of them takes three queries, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from directories.models import CatalogueItem, Slot
from disclosure_portal.foundation.days import local_day, official_date

from .ledger_places import Place
from .ledger_states import state_now
from .models import Audience, Fulfilment, Notice
from .models.statuses import RELEASABLE
from .slot_states import Horizon, SlotState
from .slot_words import STATE_WORDS, period_words

LATEST_SLOTS = 4
# Each state bears a shape beside its word and its colour.
SHAPES = {
    SlotState.PENDING: "○",
    SlotState.DUE_SOON: "△",
    SlotState.IN_TIME: "●",
    SlotState.LATE: "◐",
    SlotState.OVERDUE: "■",
    SlotState.EXPLAINED: "◇",
    SlotState.MIGRATED: "◌",
}


def duty_rows(
    items: Sequence[CatalogueItem], place: Place, days: Horizon
) -> list[dict[str, Any]]:
    """The items come with `entry__rule` and `agency`."""
    keys = [item.pk for item in items]
    newest = newest_notices(keys)
    slots = _latest_slots(keys, days) if place.shows else {}
    return [
        {
            "url": place.url("directory-duty", item.pk),
            "title": str(item),
            "domain": item.entry.domain if item.entry else "",
            "agency": item.agency.label,
            "agency_url": place.url("directory-unit", item.agency.slug),
            "rule": str(item.entry.rule or "") if item.entry else "",
            "limit": item.entry.limit_text if item.entry else "",
            "newest": newest.get(item.pk),
            "slots": [slot_row(slot, days) for slot in slots.get(item.pk, ())],
        }
        for item in items
    ]


def slot_row(slot: Slot, days: Horizon) -> dict[str, str]:
    state = state_now(slot, days)
    return {
        "period": period_words(slot),
        "state": state.value,
        "shape": SHAPES[state],
        "words": str(STATE_WORDS[state]),
        "due": official_date(slot.due_on),
        "due_iso": slot.due_on.isoformat(),
    }


def newest_notices(items: Sequence[int]) -> dict[int, dict[str, str]]:
    """By duty, the newest public notice that fills one of its slots; two queries."""
    filled = Fulfilment.objects.standing().filter(
        slot__item__in=items,
        notice__status__in=RELEASABLE,
        notice__audience=Audience.PUBLIC,
    )
    latest = filled.order_by().values_list("slot__item").annotate(last=Max("notice"))
    by_notice = defaultdict(list)
    for item, notice in latest:
        by_notice[notice].append(item)
    rows = Notice.objects.filter(pk__in=list(by_notice))
    found: dict[int, dict[str, str]] = {}
    for pk, title, moment in rows.values_list("pk", "title", "published_at"):
        assert moment is not None
        day = local_day(moment)
        row = {
            "title": title,
            "url": reverse("notice-detail", args=[pk]),
            "day": official_date(day),
            "day_iso": day.isoformat(),
        }
        found.update(dict.fromkeys(by_notice[pk], row))
    return found


def _latest_slots(items: Sequence[int], days: Horizon) -> dict[int, list[Slot]]:
    """Of each duty the last few that have begun, oldest first."""
    begun = Slot.objects.filter(item__in=items, period_start__lte=days.today)
    rank = Window(
        RowNumber(),
        partition_by=[F("item")],
        order_by=[F("period_start").desc(), F("pk").desc()],
    )
    latest = begun.annotate(rank=rank).filter(rank__lte=LATEST_SLOTS)
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot in latest.order_by("item", "period_start", "pk"):
        found[slot.item_id].append(slot)
    return found
