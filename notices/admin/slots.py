"""The slot of the ledger on a notice's form, and a form that begins with one."""

from __future__ import annotations

from typing import Any

from ..forms.slots import SlotChoice, oldest_empty, slots_for
from ..models import Notice
from ..slot_starts import Start, start_for

# Beyond it no database has a row.
MOST = 2**63 - 1


def slot_field(request: Any) -> dict[str, Any]:
    """How Django makes the field."""
    kept = _kept(request)
    return {
        "form_class": SlotChoice,
        "queryset": slots_for(request.user, kept=kept),
        "chosen": kept or _asked(request),
    }


def start_of(request: Any) -> Start | None:
    """Of the slot that the address names, or of the oldest empty one of its duty; None
    where there is none for this person. Read once."""
    if not hasattr(request, "ledger_start"):
        pk = _asked(request)
        slot = slots_for(request.user).filter(pk=pk).first() if pk else None
        request.ledger_start = start_for(slot) if slot else None
    start: Start | None = request.ledger_start
    return start


def _asked(request: Any) -> int | None:
    if pk := _number(request, "slot"):
        return pk
    item = _number(request, "item")
    return oldest_empty(request.user, item) if item else None


def _number(request: Any, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if number <= MOST else None


def _kept(request: Any) -> int | None:
    """What the draft names already."""
    pk = request.resolver_match.kwargs.get("object_id", "")
    if not str(pk).isdigit():
        return None
    notices = Notice.objects.filter(pk=pk)
    return notices.values_list("slot", flat=True).first()
