"""Licences and penalties: one after the other, the late ones marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.workdays import WorkCalendar

from ..decision_terms import is_late, publish_by
from ..models import DecisionSort, Notice
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed_facts

# They make the heading of a decision, or that of its group.
IN_HEAD = ("sort", "subject_name", "document_number")
# The sheet has one column for both; a reader is told which it is.
MATTERS = {
    DecisionSort.LICENCE: _("what is licensed"),
    DecisionSort.PENALTY: _("ground of the penalty"),
}


def _groups(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    """The licences, then the penalties, where there are such."""
    (table,) = kind.tables
    groups = []
    for sort in DecisionSort:
        columns = [
            replace(column, label=MATTERS[sort]) if column.code == "matter" else column
            for column in table.columns
            if column.code not in IN_HEAD
        ]
        lines = [line for line in structure[table.code] if line["sort"] == sort]
        if lines:
            groups.append(
                {
                    "code": sort.value,
                    "title": str(sort.label),
                    "count": len(lines),
                    "decisions": [_decision(columns, each, repealed) for each in lines],
                }
            )
    return {"groups": groups}


def _decision(
    columns: Sequence[Column], line: Mapping[str, Any], repealed: Repealed
) -> dict[str, Any]:
    return {
        "subject": line["subject_name"],
        "number": line["document_number"],
        "decided_on": line["decided_on"],
        "facts": printed_facts(columns, line),
        "repealed": [repealed[key] for key in line["cited"] if key in repealed],
    }


def _mark(
    part: dict[str, Any],
    structure: Structure,
    notice: Notice,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """Says of each late decision by when it was due, once the notice is public."""
    if not notice.is_released or notice.published_at is None:
        return part
    published_on = local_day(notice.published_at)
    for group in part["groups"]:
        for decision in group["decisions"]:
            decided_on = date.fromisoformat(decision["decided_on"])
            if is_late(decided_on, published_on, calendar):
                decision["due"] = official_date(publish_by(decided_on, calendar))
    return part


DECISION_PAGE = KindPage(
    template="notices/kinds/decisions.html", show=_groups, mark=_mark
)
