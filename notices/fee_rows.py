"""Rows of a fee list that belong together: sub-items and the item above them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# 2(1), 2（1）, 2.1 and 2-1 stand below 2; 其中 below whatever is above it.
SUB_NUMBER = re.compile(r"(?P<above>.+?)\s*(?:[(（]\w+[)）]|[.．-]\w+)")
# Without a number of its own: (1), （一）, ①, 1. before the name.
SUB_MARK = re.compile(
    r"(?:[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|\d{1,2}[.．、](?!\d))\s*"
)
AMONG = re.compile(r"其中\s*[:：]?\s*")
REQUIRED = ("standard", "bases")
# What is said once for an item and holds for its sub-items.
SHARED = (
    *("bases", "nature", "payer", "collecting_unit", "fund_handling"),
    "approval_level",
)


@dataclass(frozen=True)
class FeeRow:
    """A row as a line, by its place in the sheet; `lacks` are the columns that it had
    to fill. `bases_of` is the row that its basis was taken from, `headed_by` the item
    above it that is no line of its own, for the first of its sub-items."""

    number: int
    values: Mapping[str, Any]
    lacks: tuple[str, ...] = ()
    bases_of: int | None = None
    headed_by: int | None = None


def arranged(rows: Sequence[Mapping[str, Any]]) -> list[FeeRow]:
    """Sub-items with the name of their item, and with its basis where they have none.
    An item that lacks standard or basis and has sub-items only heads them."""
    above = _items_above(rows)
    heads = {head for head in above.values() if _lacking(rows[head])}
    seen: set[int] = set()
    nearest: dict[int, int] = {}
    found = []
    for number, row in enumerate(rows):
        if number in heads:
            continue
        head = above.get(number)
        if head is None:
            found.append(FeeRow(number, row, _lacking(row)))
            continue
        source = nearest.get(head, head)
        values = _below(row, rows[head], rows[source])
        if row.get("bases"):
            nearest[head] = number
        has_taken = not row.get("bases") and bool(values["bases"])
        found.append(
            FeeRow(
                number,
                values,
                _lacking(values),
                bases_of=source if has_taken else None,
                headed_by=head if head in heads - seen else None,
            )
        )
        seen.add(head)
    return found


def _items_above(rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Of each sub-item the row of its item. Numbers may begin anew: the nearest one
    above counts."""
    items: dict[str, int] = {}
    above: dict[int, int] = {}
    last: int | None = None
    numbered: int | None = None
    for number, row in enumerate(rows):
        own = _text(row, "number")
        sub = SUB_NUMBER.fullmatch(own)
        head = items.get(sub["above"]) if sub else None
        if head is None and AMONG.match(_text(row, "item")):
            head = last
        if numbered is not None and own in ("", _text(rows[numbered], "number")):
            # A serial that is merged over its sub-items stands in each of them.
            head = numbered if SUB_MARK.match(_text(row, "item")) else head
        if head is None or _text(row, "sub_item"):
            items[own] = last = number
            numbered = number if own else numbered
        else:
            above[number] = head
    return above


def _below(
    row: Mapping[str, Any], head: Mapping[str, Any], source: Mapping[str, Any]
) -> dict[str, Any]:
    shared = {code: row.get(code) or head.get(code) for code in SHARED}
    return {
        **row,
        **shared,
        "item": head.get("item"),
        "sub_item": _own_name(_text(row, "item")),
        "bases": row.get("bases") or source.get("bases"),
    }


def _own_name(item: str) -> str:
    return SUB_MARK.sub("", AMONG.sub("", item, count=1), count=1)


def _lacking(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(code for code in REQUIRED if not row.get(code))


def _text(row: Mapping[str, Any], code: str) -> str:
    return str(row.get(code) or "").strip()
