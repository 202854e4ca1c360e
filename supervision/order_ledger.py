"""《整改台账》: all orders that a person may read, with the usual columns
(domain.md 5.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from feedback.models import Letter

from .models import OrderSource, RectificationOrder

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

COLUMNS = (
    Column(code="place", label=_("No."), kind=Kind.WHOLE),
    Column(code="number", label=_("Number of the order")),
    Column(code="unit", label=_("Unit that is responsible")),
    Column(code="source", label=_("Written from")),
    Column(code="source_words", label=_("about")),
    Column(code="fault", label=_("Fault")),
    Column(code="ground", label=_("Legal ground")),
    Column(code="demand", label=_("Demand")),
    Column(code="issued_on", label=_("day of issue"), kind=Kind.DAY),
    Column(code="due_on", label=_("Limit"), kind=Kind.DAY),
    Column(code="answer", label=_("What was put right")),
    Column(code="answered_on", label=_("Answered on"), kind=Kind.DAY),
    Column(code="was_in_time", label=_("answered in time"), kind=Kind.FLAG),
    Column(code="opinion", label=_("Re-check")),
    Column(code="closed_on", label=_("Closed on"), kind=Kind.DAY),
    Column(code="status", label=_("Status")),
    Column(code="escalation", label=_("escalation")),
)
TITLE = _("Ledger of rectifications")
# What a sheet holds that somebody reads; a county has some hundreds a year.
MOST = 20_000


def ledger_workbook(user: User) -> bytes:
    stream = BytesIO()
    template.write_rows(COLUMNS, _rows(user), stream, title=str(TITLE))
    return stream.getvalue()


def _rows(user: User) -> Iterator[dict[str, Any]]:
    seen = RectificationOrder.objects.visible_to(user).select_related("agency")
    read = set(
        Letter.objects.visible_to(user)
        .filter(rectification_orders__isnull=False)
        .values_list("pk", flat=True)
    )
    for place, order in enumerate(seen.order_by("pk")[:MOST], start=1):
        yield {
            **{column.code: getattr(order, column.code, "") for column in COLUMNS},
            **_source(order, read),
            "place": place,
            "unit": order.agency.label,
            "answered_on": _day(order.answered_at),
            "closed_on": _day(order.closed_at),
            "status": str(order.get_status_display()),
            "escalation": str(order.get_escalation_display())
            if order.escalation
            else "",
        }


def _source(order: RectificationOrder, read: Collection[int]) -> dict[str, str]:
    """Of a letter only its readers hear that there was one: it may accuse the unit."""
    source, words = OrderSource(order.source), order.source_words
    if source is OrderSource.LETTER and order.letter_id not in read:
        source, words = OrderSource.HAND, ""
    return {"source": str(source.label), "source_words": words}


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
