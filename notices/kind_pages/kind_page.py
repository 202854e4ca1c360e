"""What a kind's page must say of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..structures.structured_kind import Structure, StructuredKind
from .printed import Repealed, printed_facts, printed_table

Show = Callable[[StructuredKind, Structure, Repealed], dict[str, Any]]
ShowOnDay = Callable[[Structure, date], dict[str, Any]]


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


def nothing_by_day(structure: Structure, today: date) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class KindPage:
    """`show` turns a structure into flat, printed values: the context `part` of the
    template; `show_on_day` adds what is another on another local day (a step becomes
    overdue). No query, no clock."""

    template: str = "notices/kinds/_facts_and_tables.html"
    show: Show = facts_and_tables
    show_on_day: ShowOnDay = nothing_by_day
    is_before_text: bool = True
