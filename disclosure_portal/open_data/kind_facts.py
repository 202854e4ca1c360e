"""What kinds say of themselves beside their facts: a programme, sums, moments."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Kind as Type
from notices.models import Kind, LifeEvent
from notices.structures.structured_kind import Structure

from .columns import MOMENT, DataColumn

MONEY, NUMBER, WHOLE = Type.MONEY.value, Type.NUMBER.value, Type.WHOLE.value

_PAYMENT = (
    DataColumn(
        code="programme",
        label=_("number of the programme"),
        type=WHOLE,
        meaning=_("The `id` in the set of programmes."),
    ),
    DataColumn(code="programme_name", label=_("subsidy programme")),
    DataColumn(
        code="programme_standard",
        label=_("standard of the programme"),
        meaning=_("As it was when the notice was signed."),
    ),
    DataColumn(code="recipients", label=_("recipients"), type=WHOLE),
    DataColumn(
        code="quantity",
        label=_("quantity"),
        type=NUMBER,
        meaning=_("In the unit of the programme."),
    ),
    DataColumn(code="amount", label=_("total amount"), type=MONEY, unit="元"),
    DataColumn(
        code="list_digest",
        label=_("digest of the recipient list"),
        meaning=_("The list itself is not handed out: everyone can look up their own."),
    ),
)
_WARNING = (
    DataColumn(code="starts_at", label=_("warning from"), type=MOMENT),
    DataColumn(code="ends_at", label=_("warning until"), type=MOMENT),
)
_GUIDE = (
    DataColumn(
        code="events",
        label=_("life events"),
        meaning=_("Codes, divided by semicolons."),
        choices=dict(LifeEvent.choices),
    ),
)
FACTS_BESIDE: dict[str, tuple[DataColumn, ...]] = {
    Kind.SUBSIDY: _PAYMENT,
    Kind.WARNING: _WARNING,
    Kind.PROCEDURE: _GUIDE,
}


def flatten_of(kind: str) -> Callable[[Structure], Structure]:
    """What makes one flat record of a structure of the kind."""
    return _FLATTEN.get(kind, _as_it_is)


def _as_it_is(structure: Structure) -> Structure:
    return structure


def _payment(structure: Structure) -> Structure:
    programme = structure.get("programme") or {}
    line_set = structure.get("list") or {}
    return structure | {
        "programme": programme.get("id"),
        "programme_name": programme.get("name"),
        "programme_standard": programme.get("standard"),
        "recipients": line_set.get("count"),
        "quantity": line_set.get("quantity"),
        "amount": line_set.get("amount"),
        "list_digest": line_set.get("digest"),
    }


def _guide(structure: Structure) -> Structure:
    return structure | {"events": ";".join(structure.get("events") or ())}


_FLATTEN: dict[str, Callable[[Structure], Structure]] = {
    Kind.SUBSIDY: _payment,
    Kind.PROCEDURE: _guide,
}
