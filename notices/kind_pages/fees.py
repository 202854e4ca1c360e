"""The page of a list of fees: what, how much, from whom, on which basis, to whom it
goes. The file of the table has every column; the page puts together what is read
together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, by_code

from ..structures.fees import COLUMNS
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed, printed_table
from .tariffs import standard_in_words

BY_CODE = by_code(COLUMNS)
HANDLING = Column(code="handling", label=gettext_lazy("handling of the funds"))
CHARGED = Column(code="charged", label=gettext_lazy("charged"))
SHOWN = (
    *(BY_CODE[code] for code in ("item", "standard", "payer", "bases")),
    HANDLING,
    CHARGED,
    *(BY_CODE[code] for code in ("collecting_unit", "remark")),
)


def _show(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    (table,) = kind.tables
    lines = [_line(line) for line in structure[table.code]]
    shown = replace(table, columns=SHOWN)
    return {
        "tables": [printed_table(shown, lines, repealed)] if lines else [],
        "note": _missing_standards(structure[table.code]),
    }


def _missing_standards(lines: list[dict[str, Any]]) -> str:
    """Only a list of an older site may lack them."""
    if not lines or any(line["standard"] for line in lines):
        return ""
    return _(
        "This list was taken over without the standards of its fees: ask the collecting"
        " unit what is charged."
    )


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    enterprise = _("concerns enterprises") if line["is_enterprise_related"] else ""
    return {
        **line,
        "item": _together(line["item"], line["sub_item"], line["nature"]),
        "standard": standard_in_words(line),
        "handling": _together(
            printed(BY_CODE["fund_handling"], line["fund_handling"]),
            printed(BY_CODE["approval_level"], line["approval_level"]),
            enterprise,
        ),
        "charged": _charged(line),
    }


def _together(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _charged(line: Mapping[str, Any]) -> str:
    start = printed(BY_CODE["effective_from"], line["effective_from"])
    end = printed(BY_CODE["effective_until"], line["effective_until"])
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %s") % start
    return _("until %s") % end if end else ""


FEE_PAGE = KindPage(show=_show)
