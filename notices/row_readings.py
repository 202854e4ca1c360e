"""What a row of a sheet says by its headings or within one cell, kind by kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from disclosure_portal.foundation.spreadsheets.numbers import (
    NotANumber,
    written_number,
)
from disclosure_portal.foundation.spreadsheets.units import Unit

Values = Mapping[str, Any]
# Of a row, and the units that the headings or the title name for columns of text.
Reading = Callable[[Values, Mapping[str, Unit]], dict[str, Any]]

# 村组 in one cell: 上渡村二组.
GROUP_BEHIND = re.compile(
    r"(?P<village>.*?[村居区会])\s*"
    r"(?P<group>第?[一二三四五六七八九十\d]{1,3}(?:村民)?小?组|[^村居区会\s]{1,8}组)"
)


def priced(row: Values, units: Mapping[str, Unit]) -> dict[str, Any]:
    """A fee with its amount, where its standard is a plain number and the heading or
    the title says in what: 元, 万元, 元/件."""
    unit = units.get("standard")
    words = str(row.get("standard") or "")
    number = _plain_number(words)
    if number is None or unit is None or unit.base != "元":
        return dict(row)
    money, _slash, charged_by = unit.text.partition("/")
    found = {**row, "unit_of_charge": row.get("unit_of_charge") or charged_by}
    if row.get("amount") is None:
        found["amount"] = number * unit.factor
    if unit.factor != 1:
        found["standard"] = f"{words}{money}"
    return found


def _plain_number(text: str) -> Decimal | None:
    try:
        written = written_number(text)
    except NotANumber:
        return None
    if written is None or written.unit or written.factor or written.value < 0:
        return None
    return written.value


def with_group(row: Values, units: Mapping[str, Unit]) -> dict[str, Any]:
    """Village and group apart, where one cell holds both."""
    both = GROUP_BEHIND.fullmatch(str(row.get("village") or ""))
    if both is None or row.get("group"):
        return dict(row)
    return {**row, **both.groupdict()}


def with_copies(row: Values, units: Mapping[str, Unit]) -> dict[str, Any]:
    """原件份数 | 复印件份数 as what a material is brought as, and how many."""
    counts = {name: row.get(name) or 0 for name in ("originals", "duplicates")}
    rest = {name: value for name, value in row.items() if name not in counts}
    if not any(counts.values()) or rest.get("copies"):
        return rest
    originals, duplicates = counts.values()
    kind = "both" if originals and duplicates else "original" if originals else "copy"
    if kind == "both":
        each = f"原件{originals}份，复印件{duplicates}份"
        rest["remark"] = "；".join(filter(None, [rest.get("remark"), each]))
    return {**rest, "copies": kind, "quantity": originals + duplicates}


READINGS: Mapping[tuple[str, str], Reading] = {
    ("fee", "lines"): priced,
    ("land", "lines"): with_group,
    ("procedure", "materials"): with_copies,
}


def as_read(
    kind: str, table: str, row: Values, units: Mapping[str, Unit]
) -> dict[str, Any]:
    reading = READINGS.get((kind, table))
    return reading(row, units) if reading else dict(row)
