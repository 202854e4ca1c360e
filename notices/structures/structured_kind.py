"""What a kind with structured content must say of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from disclosure_portal.foundation.spreadsheets.columns import Column

from ..models import Notice
from .line_table import Line, LineTable

# A record in canonical form: texts, whole numbers, flags, lists and records only.
Structure = dict[str, Any]


def no_facts(notice: Notice) -> Line:
    return {}


def nothing_more(notice: Notice) -> dict[str, Any]:
    return {}


def nothing_lacks(structure: Structure) -> list[str]:
    return []


def all_as_signed(structures: Sequence[Structure]) -> Sequence[Structure]:
    return structures


def nothing_objected(structure: Structure, public_from: datetime) -> list[str]:
    return []


@dataclass(frozen=True)
class StructuredKind:
    """Facts said once, tables of lines, and whatever `more` adds.

    A structure has "kind", the facts by their codes, each table's lines under the
    table's code, and what `more` gives (values for the canonical form;
    `made` are the tables among them). What columns
    and tables require is checked by them; `lacks` names what else is missing, in the
    clerk's words, and `objects` says in whole sentences what stands in the way though
    all is there, with the moment from which it would be public. `told` leaves out of
    signed structures what a rule in force now no longer tells; few queries for many.
    """

    facts: tuple[Column, ...] = ()
    read_facts: Callable[[Notice], Line] = no_facts
    tables: tuple[LineTable, ...] = ()
    more: Callable[[Notice], dict[str, Any]] = nothing_more
    made: tuple[LineTable, ...] = ()
    lacks: Callable[[Structure], list[str]] = nothing_lacks
    objects: Callable[[Structure, datetime], list[str]] = nothing_objected
    told: Callable[[Sequence[Structure]], Sequence[Structure]] = all_as_signed

    def read(self, notice: Notice) -> dict[str, Any]:
        lines = {table.code: table.read(notice) for table in self.tables}
        return {**self.read_facts(notice), **lines, **self.more(notice)}
