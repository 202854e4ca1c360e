"""The page of an account: how it adds up, then what came in and what went out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.spreadsheets.columns import by_code

from ..models import Direction
from ..structures.finances import FACTS, LINES, balance_of
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed, printed_facts, printed_table

OWN_FACTS = tuple(fact for fact in FACTS if not fact.is_numeric)
BALANCE = by_code(FACTS)["closing_balance"]
# Within one direction the amounts add up.
ONE_WAY = tuple(
    replace(column, adds_up=True) if column.code == "amount" else column
    for column in LINES
    if column.code != "direction"
)


def account(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    return {
        "facts": printed_facts(OWN_FACTS, structure),
        "balance": _balance(structure),
        "tables": list(_tables(kind, structure, repealed)),
    }


def _balance(structure: Structure) -> dict[str, Any] | None:
    """None for a draft that has no balances yet."""
    if not structure.get("opening_balance") or not structure.get("closing_balance"):
        return None
    balance = balance_of(structure)
    return {
        "opening": _yuan(balance.opening),
        "income": _yuan(balance.income),
        "expenditure": _yuan(balance.expenditure),
        "closing": _yuan(balance.stated),
        "computed": _yuan(balance.closing) if balance.difference else "",
    }


def _tables(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> list[dict[str, Any]]:
    titles = {
        Direction.INCOME: _("Income"),
        Direction.EXPENDITURE: _("Expenditure"),
    }
    return [
        printed_table(
            replace(kind.tables[0], code=direction, title=title, columns=ONE_WAY),
            lines,
            repealed,
        )
        for direction, title in titles.items()
        if (lines := [x for x in structure["lines"] if x["direction"] == direction])
    ]


def _yuan(amount: Decimal) -> str:
    return printed(BALANCE, f"{amount:.2f}")


FINANCE_PAGE = KindPage(template="notices/kinds/finance.html", show=account)
