"""One slot at the desk: how it stands, what is in it, and what can be done about it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.http import urlencode

from directories.catalogue_reminders import LADDER, Reader
from directories.models import DueChange, Slot
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.desk_doors import door_from
from disclosure_portal.foundation.models import User

from .desk_ledger import SlotRow, rows_of
from .forms.elsewhere import StrikeForm
from .forms.ledger import LONGEST_SEARCH, ExplainForm
from .models import Fulfilment, SentReminder
from .slot_fitting import searched, suggested
from .slot_starts import start_for
from .slot_words import READER_WORDS
from .structures.registry import is_structured

READERS = {rung.code: rung.reader for rung in LADDER}


def slot_context(
    slot: Slot, user: User, *, words: str = "", tried: dict[str, Form] | None = None
) -> dict[str, Any]:
    """`tried` are the forms that were refused, by name, as they were typed."""
    calendar = work_calendar.current()
    today = local_day(clock.now())
    (row,) = rows_of([slot], user, today, calendar)
    words = words.strip()[:LONGEST_SEARCH]
    tried = tried or {}
    found = []
    if row.may_link:
        found = searched(slot, words) if words else suggested(slot)
    return {
        "row": row,
        "slot": slot,
        "made_of_it": door_from("slot", user, slot),
        "entry": slot.item.entry,
        "made": _with_forms(slot, row, tried or {}),
        "reminders": [(_reader(sent), sent) for sent in row.reminders],
        "changes": _changes(slot),
        "words": words,
        "found": found,
        "form": next(iter(tried.values()), None),
        "explain_form": tried.get("explain") or ExplainForm(auto_id="explain_%s"),
    }


def _with_forms(
    slot: Slot, row: SlotRow, tried: dict[str, Form]
) -> list[tuple[Fulfilment, Form | None]]:
    """All that was ever put in, each that counts with the form that strikes it."""
    found: list[tuple[Fulfilment, Form | None]] = []
    for made in slot.fulfilments.select_related("notice", "by"):
        form: Form | None = None
        if row.may_strike and made.ended_on is None:
            form = tried.get(strike_id(made.pk)) or StrikeForm(
                auto_id=strike_id(made.pk)
            )
        found.append((made, form))
    return found


def strike_id(made: int) -> str:
    """By which the form that strikes it out is known, and its fields."""
    return f"strike{made}_%s"


def _reader(sent: SentReminder) -> Any:
    return READER_WORDS[READERS.get(sent.rung, Reader.CLERK)]


def _changes(slot: Slot) -> list[DueChange]:
    """How its due day moved: with all that shared its rule, or with its duty."""
    alike = DueChange.objects.filter(
        rule=slot.rule_id, sort=slot.sort, period_end=slot.period_end
    )
    own = alike.filter(item=None) | alike.filter(item=slot.item_id)
    return list(own.order_by("at", "pk"))


def post_url(slot: Slot) -> str:
    """The form of a notice for the slot, with the lines of its kind."""
    kind = start_for(slot).initial.get("kind", "")
    given = {"slot": slot.pk, **({"kind": kind} if is_structured(kind) else {})}
    return f"{reverse('admin:notices_notice_add')}?{urlencode(given)}"


__all__ = ["SlotRow", "post_url", "slot_context"]
