"""Values of a structure as they are printed: money, days, words for codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..structures.line_table import LineTable

# The keys of cited legal bases that are repealed, with their titles.
Repealed = Mapping[int, str]


def printed(column: Column, value: Any) -> str:
    """One value of a canonical structure; empty where there is none."""
    if value is None or value == "":
        return ""
    if column.kind is Kind.DAY:
        return official_date(date.fromisoformat(value))
    if column.kind is Kind.FLAG:
        return _("yes") if value else _("no")
    if column.kind is Kind.CHOICE:
        words = column.choices.get(value)
        return str(words[0]) if words else str(value)
    return _number(column, value) if column.is_numeric else str(value)


def _number(column: Column, value: Any) -> str:
    """Thousands parted; money with two places as a rule, other numbers with as many
    as say something."""
    number = Decimal(value).normalize()
    places = max(-int(number.as_tuple().exponent), 0)
    if column.kind is Kind.MONEY and places:
        places = max(places, 2)
    return f"{number:,.{places}f}"


def printed_facts(
    columns: Sequence[Column], structure: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Facts that have a value: code, label, value, and whether they need a line of
    their own."""
    return [
        {
            "code": column.code,
            "label": str(column.label),
            "value": value,
            "unit": column.base_unit if column.is_numeric else "",
            "is_wide": column.keeps_lines or len(value) > 40,
        }
        for column in columns
        if (value := printed(column, structure.get(column.code)))
    ]


def printed_table(
    table: LineTable, lines: Sequence[Mapping[str, Any]], repealed: Repealed
) -> dict[str, Any]:
    """The table with the columns that hold something, and sums where they mean
    something."""
    shown = [
        column
        for column in table.columns
        if not column.is_serial
        and any(line.get(column.code) not in (None, "") for line in lines)
    ]
    return {
        "code": table.code,
        "title": str(table.title),
        "headings": [_heading(column) for column in shown],
        "lines": [_line(shown, line, repealed) for line in lines],
        "sums": _sums(shown, lines),
        "count": len(lines),
    }


def _heading(column: Column) -> dict[str, Any]:
    unit = column.base_unit if column.is_numeric else ""
    label = str(column.label)
    return {
        "code": column.code,
        "label": f"{label}（{unit}）" if unit else label,
        "look": "number" if column.is_numeric else "text",
    }


def _line(
    columns: Sequence[Column], line: Mapping[str, Any], repealed: Repealed
) -> dict[str, Any]:
    return {
        "cells": [
            {**_heading(column), "value": printed(column, line.get(column.code))}
            for column in columns
        ],
        "repealed": [repealed[key] for key in line.get("cited", ()) if key in repealed],
    }


def _sums(
    columns: Sequence[Column], lines: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A cell for each column of the last row; none at all for a single line or where
    nothing adds up."""
    if len(lines) < 2 or not any(column.is_summed for column in columns):
        return []
    cells = []
    for column in columns:
        total = ""
        if column.is_summed:
            values = [line.get(column.code) for line in lines]
            total = printed(column, sum(Decimal(value) for value in values if value))
        cells.append({**_heading(column), "value": total})
    return cells
