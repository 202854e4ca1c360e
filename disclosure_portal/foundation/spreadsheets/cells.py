"""What a sheet is made of, whatever program wrote it. Pure: no Django.

Readers of xlsx, xls and csv hand on rows in this form; nothing above them knows of
file formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

# What Excel itself allows in one cell.
MAX_CELL = 32_767


class CellKind(Enum):
    """What the file says of a cell; NO_VALUE is a formula that was never computed."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"
    FLAG = "flag"
    ERROR = "error"
    NO_VALUE = "no value"


class Cell(NamedTuple):
    """A cell. The text of DAY is ISO, that of FLAG 1 or 0, that of a NUMBER as
    stored: 0.28499999999999998 for what was typed as 0.285. `code` is the format in
    which its program shows it (`#,##0.00`), where it has one; what is read from the
    cell never depends on it."""

    kind: CellKind
    text: str
    code: str = ""


class RawRow(NamedTuple):
    """A row that holds something: its number as a spreadsheet program shows it, and
    its cells by column (from 0) from left to right. Blank cells are left out."""

    number: int
    cells: dict[int, Cell]
    is_hidden: bool = False


class Area(NamedTuple):
    """Cells merged into one, by the numbers of rows (from 1) and columns (from 0)."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        start, end = place(self.left, self.top), place(self.right, self.bottom)
        return start if start == end else f"{start}:{end}"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet; `is_delimited` tells a text file, where a cell too many is a
    delimiter too many."""

    rows: Sequence[RawRow]
    areas: Sequence[Area] = ()
    hidden_columns: frozenset[int] = frozenset()
    is_delimited: bool = False


class SheetName(NamedTuple):
    name: str
    is_hidden: bool = False


class Book(Protocol):
    """A file of sheets."""

    @property
    def names(self) -> Sequence[SheetName]: ...

    @property
    def has_pictures(self) -> bool: ...

    def read(self, name: str, *, limit: int) -> RawSheet:
        """The first rows of a sheet, at most `limit`. Merged cells are known once
        it was read to its end."""

    def close(self) -> None: ...


def letter(column: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def place(column: int, row: int) -> str:
    """The name of a cell: B7."""
    return f"{letter(column)}{row}"
