"""One order at the desk and on paper: its words, its clock, its course, its buttons."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import official_date, official_moment
from disclosure_portal.foundation.models import User
from feedback.clock_words import recounted_words
from feedback.models import Letter

from .forms.orders import OrderForm
from .models import (
    ClockKind,
    OrderSource,
    OrderStep,
    OrderStepKind,
    RectificationOrder,
)
from .monitoring import rules_now
from .order_clock import arithmetic
from .order_deeds import Deed, offered
from .order_hands import Hands
from .order_list import row_of


def order_context(
    order: RectificationOrder,
    user: User,
    *,
    tried: tuple[str, OrderForm] | None = None,
) -> dict[str, Any]:
    hands = Hands.of(order, user)
    steps = order.steps.select_related("by").prefetch_related("files")
    rule = rules_now()[ClockKind.ORDERS]
    return {
        "desk_section": "orders",
        **row_of(order, work_calendar.current(), rule),
        **_origin(order, user),
        "issued": official_date(order.issued_on),
        "clock": arithmetic(order),
        "steps": [_step(order, step) for step in steps],
        "buttons": [_button(deed, order, tried) for deed in offered(order, hands)],
        "error": tried[1].non_field_errors() if tried else "",
        "publication": getattr(order, "publication", None),
    }


def _origin(order: RectificationOrder, user: User) -> dict[str, Any]:
    """What showed the fault. Of a letter only its readers hear that there was one:
    it may accuse the unit."""
    source, url, words = OrderSource(order.source), "", order.source_words
    if source is OrderSource.LETTER:
        seen = Letter.objects.visible_to(user).filter(rectification_orders=order)
        found = seen.first()
        if found is None:
            source = OrderSource.HAND
        else:
            url, words = reverse("desk-letter", args=[found.pk]), found.number
    elif order.slot_id:
        url = reverse("desk-slot", args=[order.slot_id])
    return {"source": source.label, "source_url": url, "source_words": words}


def _step(order: RectificationOrder, step: OrderStep) -> dict[str, Any]:
    kind = OrderStepKind(step.kind)
    message = recounted_words(step.facts) if kind is OrderStepKind.RECOUNTED else ""
    return {
        "title": kind.label,
        "at": official_moment(step.at),
        "who": str(step.by) if step.by else "",
        "message": message or step.note,
        "files": [
            (file, reverse("desk-order-file", args=[order.pk, file.pk]))
            for file in step.files.all()
        ],
    }


def _button(
    deed: Deed, order: RectificationOrder, tried: tuple[str, OrderForm] | None
) -> dict[str, Any]:
    is_tried = tried is not None and tried[0] == deed.name
    form = (
        tried[1]
        if tried and is_tried
        else deed.form(order=order, auto_id=f"{deed.name}-%s")
    )
    return {
        "deed": deed,
        "form": form,
        "is_open": is_tried or (deed.is_first and bool(form.fields)),
        "url": reverse("desk-order-deed", args=[order.pk, deed.name]),
    }


def sheet_context(order: RectificationOrder) -> dict[str, Any]:
    """《限期整改通知书》 as it goes out on paper."""
    return {
        "order": order,
        "issued": official_date(order.issued_on),
        "due": official_date(order.due_on),
        "clock": arithmetic(order),
    }
