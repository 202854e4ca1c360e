"""The page of a subsidy payment: what was paid by which standard to how many, sums by
township, and the way to one's own line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..models import LineAccess, PaidTo
from ..recipient_sums import is_paid
from ..structures.structured_kind import Structure, StructuredKind
from ..structures.subsidies import (
    AMOUNT,
    COUNT,
    FACTS,
    QUANTITY,
    STATUSES,
    TOWNSHIPS,
    check_hint,
)
from .kind_page import KindPage
from .printed import Repealed, printed, printed_facts, printed_table

# Said in the lead already.
TOLD = frozenset(
    {"for_year", "part", "standard", "standard_amount", "bases", "paid_on"}
)


def period_of(payment: Mapping[str, Any]) -> str:
    """2026年春季, as officials write it."""
    return f"{payment['for_year']}年{payment['part']}" if payment["for_year"] else ""


def _cited(structure: Structure) -> list[int]:
    """Of the payment and of its programme: either may rest on what was repealed."""
    keys = [*structure["cited"], *structure["programme"].get("cited", ())]
    return list(dict.fromkeys(keys))


def show(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    programme = structure["programme"]
    if programme is None:
        return {"programme": None}
    total = structure["list"] or {}
    (stated,) = kind.tables
    return {
        "programme": programme,
        "period": period_of(structure),
        "paid_to": str(PaidTo(programme["paid_to"]).label),
        "standard": structure["standard"] or programme["standard"],
        "bases": structure["bases"] or programme["bases"],
        "repealed": [repealed[key] for key in _cited(structure) if key in repealed],
        "paid_on": printed(_fact("paid_on"), structure["paid_on"]),
        "count": printed(COUNT, total.get("count")),
        "count_unit": _("people")
        if programme["paid_to"] == PaidTo.PERSON
        else _("households"),
        "quantity": printed(QUANTITY, total.get("quantity")),
        "amount": printed(AMOUNT, total.get("amount")),
        "paid": _paid(structure["statuses"]),
        "statuses": _statuses(structure["statuses"], programme["measure"]),
        "digest": total.get("digest", ""),
        "facts": printed_facts(
            [column for column in FACTS if column.code not in TOLD], structure
        ),
        "table": _table(kind, structure, programme["measure"]),
        "is_stated": not structure["townships"] and bool(structure[stated.code]),
        "posts_lists": programme["line_access"] == LineAccess.POSTING,
        "hint": check_hint(programme["check_kind"], programme["check_length"]),
    }


def _fact(code: str) -> Any:
    return next(column for column in FACTS if column.code == code)


def _table(
    kind: StructuredKind, structure: Structure, measure: str
) -> dict[str, Any] | None:
    """Sums made from the list, else those that the unit states."""
    (stated,) = kind.tables
    table, lines = TOWNSHIPS, structure["townships"]
    if not lines:
        table, lines = stated, structure[stated.code]
    if not lines:
        return None
    page = printed_table(table, lines, {})
    if table is stated and any(line["village"] for line in lines):
        page["sums"] = []  # townships and their villages would count twice
    return _measured(page, measure)


def _paid(statuses: Sequence[Mapping[str, Any]]) -> str:
    """How much of the list has arrived; "" where all of it has, or nobody says so."""
    paid = [is_paid(row["status"]) for row in statuses]
    if all(paid):
        return ""
    arrived = [row for row, is_one in zip(statuses, paid, strict=True) if is_one]
    amount = sum((Decimal(row["amount"]) for row in arrived), Decimal(0))
    return printed(AMOUNT, f"{amount:.2f}")


def _statuses(
    statuses: Sequence[Mapping[str, Any]], measure: str
) -> dict[str, Any] | None:
    """What has been paid first, then by the size of the sum."""
    if not statuses:
        return None
    rows = sorted(
        statuses, key=lambda row: (not is_paid(row["status"]), -Decimal(row["amount"]))
    )
    lines = [{**row, "status": row["status"] or _("not stated")} for row in rows]
    return _measured(printed_table(STATUSES, lines, {}), measure)


def _measured(page: dict[str, Any], measure: str) -> dict[str, Any]:
    """The table with the programme's own unit of quantity in heading and cells."""
    label = f"{QUANTITY.label}（{measure}）"
    rows = [page["headings"], page["sums"], *(line["cells"] for line in page["lines"])]
    for cells in rows:
        for cell in cells:
            if cell["code"] == QUANTITY.code:
                cell["label"] = label
    return page


SUBSIDY_PAGE = KindPage(
    template="notices/kinds/_subsidy.html", show=show, stylesheet="css/subsidies.css"
)
