"""The page of an account: how it adds up, then what came in and what went out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..models import Direction
from ..structures.finances import FACTS, LINES, balance_of
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed_facts, printed_table

OWN_FACTS = tuple(fact for fact in FACTS if not fact.is_numeric)
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
    parts = (
        ("opens", _("opening balance"), balance.opening),
        ("plus", _("Income"), balance.income),
        ("minus", _("Expenditure"), balance.expenditure),
        ("equals", _("closing balance"), balance.stated),
    )
    return {
        "parts": [
            {"sign": sign, "label": label, "value": _yuan(amount)}
            for sign, label, amount in parts
        ],
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
            replace(kind.tables[0], title=title, columns=ONE_WAY), lines, repealed
        )
        | {"anchor": str(direction)}
        for direction, title in titles.items()
        if (lines := [x for x in structure["lines"] if x["direction"] == direction])
    ]


def _yuan(amount: Decimal) -> str:
    """Accounts show their fen always, so that the sums stand one under another."""
    return f"{amount:,.2f}"


FINANCE_PAGE = KindPage(template="notices/kinds/finance.html", show=account)
