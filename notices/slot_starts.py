"""The form of a notice for a slot of the ledger, filled in as far as last period's
notice of the same duty, or the catalogue, says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict

from directories.models import Slot

from .models import Audience, Fulfilment, Notice
from .period_words import period_said, renewed

# Of last period's notice, as it stands. Title and summary name their period.
COPIED = (
    *("kind", "board", "theme", "genre", "stage", "service_audience", "keywords"),
    *("disclosure", "disclosure_basis", "term", "section", "body"),
)
RENEWED = ("title", "summary")


@dataclass(frozen=True)
class Start:
    """What the form begins with, and the notice of which it is a copy, if any."""

    initial: dict[str, Any]
    copied_from: Notice | None


def start_for(slot: Slot) -> Start:
    """The slot carries `agency` and `item__entry`; one query."""
    initial: dict[str, Any] = {"slot": slot.pk, "agency": slot.agency_id}
    last = _last(slot)
    if last is None or last.notice is None:
        return Start({**_of_catalogue(slot), **initial}, None)
    notice = last.notice
    initial |= model_to_dict(notice, COPIED)
    for name in RENEWED:
        initial[name] = renewed(getattr(notice, name), last.slot.key, slot.key)
    if not notice.board.is_open:
        del initial["board"]
    return Start(initial, notice)


def _last(slot: Slot) -> Fulfilment | None:
    """What fills the newest earlier period of the duty. It says what all may read: of
    what was withdrawn nothing is copied."""
    filled = Fulfilment.objects.standing().filter(
        slot__item=slot.item_id,
        slot__period_start__lt=slot.period_start,
        notice__audience=Audience.PUBLIC,
        notice__agency=slot.agency_id,
    )
    newest = filled.order_by("-slot__period_start", "at", "pk")
    return newest.select_related("slot", "notice__board").first()


def _of_catalogue(slot: Slot) -> dict[str, Any]:
    """A title of the duty's own words, and its legal basis."""
    entry = slot.item.entry
    name = str(slot.item).rpartition(" / ")[2]
    basis = entry.basis_text if entry else ""
    limit = Notice._meta.get_field("disclosure_basis").max_length
    return {
        "title": f"{period_said(slot.key)}{name}",
        "disclosure_basis": basis if limit and len(basis) <= limit else "",
    }
