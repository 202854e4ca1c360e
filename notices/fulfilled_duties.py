"""Which duties (公开事项) a notice fulfils, and for which periods: as its page and the
API say it. Whether it came in time is told to those for whom the site's setting means
the states of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Slot
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from .duty_rows import SHAPES
from .ledger_places import Place
from .ledger_states import state_now
from .models import Fulfilment
from .particulars import Fact, particular
from .slot_states import FILLED_STATES, Horizon, SlotState
from .slot_words import STATE_WORDS, period_words


@dataclass(frozen=True)
class FulfilledDuty:
    """`state` is None where it is not told."""

    item: int
    code: str
    title: str
    period: str
    period_words: str
    first_day: date
    last_day: date
    due_on: date
    state: SlotState | None


def fulfilled_duties(notice: int, place: Place) -> list[FulfilledDuty]:
    """In the order of their due days; one query."""
    made = Fulfilment.objects.standing().filter(notice=notice)
    rows = made.select_related("slot__item__entry")
    today = local_day(clock.now())
    return [
        _duty(row.slot, place, today) for row in rows.order_by("slot__due_on", "slot")
    ]


def _duty(slot: Slot, place: Place, today: date) -> FulfilledDuty:
    entry = slot.item.entry
    return FulfilledDuty(
        item=slot.item_id,
        code=entry.code if entry else "",
        title=str(slot.item),
        period=slot.key,
        period_words=period_words(slot),
        first_day=slot.period_start,
        last_day=slot.period_end,
        due_on=slot.due_on,
        state=_state(slot, today) if place.shows else None,
    )


def _state(slot: Slot, today: date) -> SlotState | None:
    # No day off is asked for: of what is filled the calendar decides nothing.
    state = state_now(slot, Horizon(today, today))
    return state if state in FILLED_STATES else None


def duty_facts(notice: int, place: Place) -> Iterator[Fact]:
    """As particulars of the notice: each duty leads to its page."""
    for duty in fulfilled_duties(notice, place):
        url = reverse("directory-duty", args=[duty.item])
        yield particular("duty", _("Duty to disclose"), duty.title, url=url)
        words = duty.period_words
        if duty.state:
            words += f"（{SHAPES[duty.state]} {STATE_WORDS[duty.state]}）"
        yield particular("period", _("Period"), words)
