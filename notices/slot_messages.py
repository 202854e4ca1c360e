"""What is said about the ledger when a draft is saved and when a notice is signed."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directories.models import Slot
from disclosure_portal.foundation.days import official_date

from .models import Audience, Fulfilment, Notice
from .slot_fitting import slots_fitted
from .slot_words import slot_title


def tell_of_slots(request: HttpRequest, notice: Notice) -> None:
    """What it fills, and what else it would fit: three queries at most."""
    if notice.corrects_id or notice.audience != Audience.PUBLIC:
        return
    if notice.slot_id is not None:
        slot = Slot.objects.select_related("item__entry").get(pk=notice.slot_id)
        for text in _of_named(slot, notice):
            messages.info(request, text)
    if fitted := slots_fitted(notice):
        words = _("It would also fit these; link it there once it is public:")
        if notice.is_released:
            words = _("It would also fit these; link it there:")
        messages.info(request, format_html("{} {}", words, _links(fitted)))


def _of_named(slot: Slot, notice: Notice) -> Iterator[str | SafeString]:
    filled = Fulfilment.objects.standing().filter(slot=slot, notice__isnull=False)
    others = filled.exclude(notice=notice).select_related("notice")
    first = others.order_by("on", "pk").first()
    words = _("It fills “%s” once it is public.")
    if notice.is_released:
        words = _("It fills “%s”.")
    yield words % slot_title(slot)
    if first is not None:
        yield _(
            "“%(notice)s” of %(day)s stands in that period already: the first one"
            " counts."
        ) % {"notice": first.notice, "day": official_date(first.on)}
    older = Slot.objects.empty().filter(item=slot.item_id, due_on__lt=slot.due_on)
    rows = list(older.select_related("item__entry").order_by("due_on")[:3])
    if rows:
        words = _("Older periods of the same item are still empty:")
        yield format_html("{} {}", words, _links(rows))


def _links(slots: list[Slot]) -> SafeString:
    rows = [(reverse("desk-slot", args=[slot.pk]), slot_title(slot)) for slot in slots]
    return format_html_join("；", '<a href="{}">{}</a>', rows)
