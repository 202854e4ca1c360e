"""Values of a structure as they are printed: money, days, words for codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..structures.line_table import LineTable

# The keys of cited legal bases that are repealed, with their titles.
Repealed = Mapping[int, str]


def printed(column: Column, value: Any, places: int = 0) -> str:
    """One value of a canonical structure, a number with so many places at least;
    empty where there is none."""
    if value is None or value == "":
        return ""
    if word := _word(column, value):
        return word
    if column.kind is Kind.DAY:
        return official_date(date.fromisoformat(value))
    if column.kind is Kind.FLAG:
        return _("yes") if value else _("no")
    if column.kind is Kind.CHOICE:
        words = column.choices.get(value)
        return str(words[0]) if words else str(value)
    if not column.is_numeric:
        return str(value)
    return f"{Decimal(value):,.{max(places, _places(column, value))}f}"


def _word(column: Column, value: Any) -> str:
    """What a value is called by: 长期 and not a day of 2099."""
    words = column.words.items()
    return next((word for word, meant in words if str(meant) == str(value)), "")


def _places(column: Column, value: Any) -> int:
    """As many as say something; money has none or two, as a rule."""
    number = Decimal(value).normalize()
    places = max(-int(number.as_tuple().exponent), 0)
    return max(places, 2) if column.kind is Kind.MONEY and places else places


def printed_number(column: Column, value: Decimal) -> str:
    """A number that is not of a structure: a sum."""
    return printed(column, f"{value:f}")


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
    something; `anchor` is its name within the page."""
    shown = [
        _Shown(column, _heading(column), _most_places(column, lines))
        for column in table.columns
        if not column.is_serial
        and any(line.get(column.code) not in (None, "") for line in lines)
    ]
    return {
        "code": table.code,
        "anchor": table.code,
        "title": str(table.title),
        "headings": [each.heading for each in shown],
        "lines": [_line(shown, line, repealed) for line in lines],
        "sums": _sums(shown, lines),
        "count": len(lines),
    }


class _Shown(NamedTuple):
    """A column of the page; `places` stand in all its cells, so that points of
    decimals stand one under another."""

    column: Column
    heading: dict[str, str]
    places: int

    def cell(self, value: Any) -> dict[str, str]:
        return {**self.heading, "value": printed(self.column, value, self.places)}


def _heading(column: Column) -> dict[str, str]:
    unit = column.base_unit if column.is_numeric else ""
    label = str(column.label)
    return {
        "code": column.code,
        "label": f"{label}（{unit}）" if unit else label,
        "look": _look(column),
    }


def _look(column: Column) -> str:
    if column.is_numeric:
        return "number"
    return "long" if column.keeps_lines else "text"


def _most_places(column: Column, lines: Sequence[Mapping[str, Any]]) -> int:
    if not column.is_numeric:
        return 0
    values = [line.get(column.code) for line in lines]
    return max(
        (_places(column, value) for value in values if value not in (None, "")),
        default=0,
    )


def _line(
    shown: Sequence[_Shown], line: Mapping[str, Any], repealed: Repealed
) -> dict[str, Any]:
    return {
        "cells": [each.cell(line.get(each.column.code)) for each in shown],
        "repealed": [repealed[key] for key in line.get("cited", ()) if key in repealed],
    }


def _sums(
    shown: Sequence[_Shown], lines: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """A cell for each column of the last row; none at all for a single line or where
    nothing adds up."""
    if len(lines) < 2 or not any(each.column.is_summed for each in shown):
        return []
    return [
        each.cell(_sum(each.column, lines) if each.column.is_summed else "")
        for each in shown
    ]


def _sum(column: Column, lines: Sequence[Mapping[str, Any]]) -> Decimal:
    values = [line.get(column.code) for line in lines]
    return sum((Decimal(value) for value in values if value), Decimal(0))
