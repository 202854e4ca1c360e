"""Licences and penalties: a table each, with the lines that came late marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.workdays import WorkCalendar

from ..decision_terms import is_late, publish_by
from ..models import DecisionSort, Notice
from ..structures.line_table import LineTable
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed_table

# What the page says in its own way, or in the heading of the table.
UNSAID = ("sort",)


def _tables(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    """One table of licences, one of penalties, where there are such lines."""
    (table,) = kind.tables
    groups = []
    for sort in DecisionSort:
        lines = [line for line in structure["lines"] if line["sort"] == sort]
        if lines:
            groups.append(_group(table, sort, lines, repealed))
    return {"tables": groups}


def _group(
    table: LineTable,
    sort: DecisionSort,
    lines: Sequence[Mapping[str, Any]],
    repealed: Repealed,
) -> dict[str, Any]:
    shown = tuple(column for column in table.columns if column.code not in UNSAID)
    named = replace(table, code=sort.value, title=sort.label, columns=shown)
    group = printed_table(named, lines, repealed)
    for printed, line in zip(group["lines"], lines, strict=True):
        printed["decided_on"] = line["decided_on"]
    return group


def _marks(
    part: dict[str, Any],
    structure: Structure,
    notice: Notice,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """The mark of each line, once the notice has a day of publication."""
    if not notice.is_released or notice.published_at is None:
        return part
    published_on = local_day(notice.published_at)
    for table in part["tables"]:
        for line in table["lines"]:
            decided_on = date.fromisoformat(line["decided_on"])
            if is_late(decided_on, published_on, calendar):
                due = publish_by(decided_on, calendar)
                line["late"] = official_date(due)
    return part


DECISION_PAGE = KindPage(
    template="notices/kinds/decisions.html", show=_tables, mark=_marks
)
