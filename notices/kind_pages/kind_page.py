"""What a kind's page must say of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from disclosure_portal.foundation.workdays import WorkCalendar

from ..models import Notice
from ..structures.structured_kind import Structure, StructuredKind
from .printed import Repealed, printed_facts, printed_table

Show = Callable[[StructuredKind, Structure, Repealed], dict[str, Any]]
AsSigned = Callable[[dict[str, Any], Structure, date], dict[str, Any]]
Mark = Callable[[dict[str, Any], Structure, Notice, WorkCalendar], dict[str, Any]]


def facts_and_tables(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    """What most kinds show: their facts, then each table."""
    return {
        "facts": printed_facts(kind.facts, structure),
        "tables": [
            printed_table(table, structure[table.code], repealed)
            for table in kind.tables
            if structure[table.code]
        ],
    }


@dataclass(frozen=True)
class KindPage:
    """`show` turns a structure into flat, printed values: the context `part` of the
    template. No query, no clock. `mark` adds what time and later deeds make of it: a
    query or two; `as_signed` in its place what a version says as of the day it was
    public. `stylesheet` is for this kind alone."""

    template: str = "notices/kinds/_facts_and_tables.html"
    show: Show = facts_and_tables
    stylesheet: str = ""
    is_before_text: bool = True
    mark: Mark | None = None
    as_signed: AsSigned | None = None
