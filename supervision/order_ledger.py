"""《整改台账》: all orders that a person may read, with the usual columns
(domain.md 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from .models import RectificationOrder

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

COLUMNS = (
    Column(code="place", label=_("No."), kind=Kind.WHOLE),
    Column(code="number", label=_("Number of the order")),
    Column(code="fault", label=_("Fault")),
    Column(code="demand", label=_("Demand")),
    Column(code="unit", label=_("Unit that is responsible")),
    Column(code="issued_on", label=_("day of issue"), kind=Kind.DAY),
    Column(code="due_on", label=_("Limit"), kind=Kind.DAY),
    Column(code="answer", label=_("What was put right")),
    Column(code="opinion", label=_("Re-check")),
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
    for place, order in enumerate(seen.order_by("pk")[:MOST], start=1):
        yield {
            **{column.code: getattr(order, column.code, "") for column in COLUMNS},
            "place": place,
            "unit": order.agency.label,
            "status": str(order.get_status_display()),
            "escalation": str(order.get_escalation_display())
            if order.escalation
            else "",
        }
