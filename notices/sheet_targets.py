"""Tables that a clerk may fill from a spreadsheet: what a sheet must hold, how its
rows are judged, and the deed that takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets.columns import Column

from .models import Notice
from .structures.line_table import Line, LineTable
from .structures.registry import STRUCTURED
from .structures.replacing import replace_lines


@dataclass(frozen=True)
class Fault:
    """A row that can be read but is wrong; `number` counts the rows from 0."""

    number: int
    code: str
    message: str


@dataclass(frozen=True)
class SheetTarget:
    """`judge` names what is wrong with rows that could be read. `read` gives the
    lines that stand there now; where it is None they can't be read back."""

    code: str
    title: object
    columns: tuple[Column, ...]
    take: Callable[[Notice, Sequence[Line], User], None]
    read: Callable[[Notice], list[Line]] | None = None
    judge: Callable[[Notice, Sequence[Line]], list[Fault]] | None = None
    key: tuple[str, ...] = ()

    @property
    def may_be_split(self) -> bool:
        return bool(self.split_columns)

    @property
    def split_columns(self) -> tuple[Column, ...]:
        """Columns that name a place: one notice may be made for each value."""
        return tuple(c for c in self.columns if c.code in ("township", "village"))


def targets_of(kind: str) -> list[SheetTarget]:
    """The tables of a kind that take sheets, in the order of its page."""
    known = STRUCTURED.get(kind)
    tables = known.tables if known else ()
    return [_target(table) for table in tables if table.takes_sheets]


def target_of(kind: str, code: str) -> SheetTarget | None:
    return next((found for found in targets_of(kind) if found.code == code), None)


def _target(table: LineTable) -> SheetTarget:
    def take(notice: Notice, lines: Sequence[Line], by: User) -> None:
        replace_lines(notice, table, lines, by=by)

    return SheetTarget(
        code=table.code,
        title=table.title,
        columns=table.columns,
        take=take,
        read=table.read,
        key=table.key or (table.columns[0].code,),
    )
