"""What a sheet is made of, whatever program wrote it. Pure: no Django.

Readers of xlsx, xls and csv hand on rows in this form; nothing above them knows of
file formats.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, Protocol

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
    stored: 0.28499999999999998 for what was typed as 0.285."""

    kind: CellKind
    text: str


class Shape:
    """The columns in which a row has cells, and how the file stores each of them.

    A list has few shapes and many rows: what to do with each cell is decided once a
    shape. Shapes are compared by identity.
    """

    __slots__ = ("columns", "keys")

    def __init__(self, columns: tuple[int, ...], keys: tuple[Hashable, ...]) -> None:
        self.columns = columns
        self.keys = keys


class RawRow(NamedTuple):
    """A row as stored: its number as a spreadsheet program shows it, one value for
    each column of its shape. `fault` tells why a line of CSV can't be read."""

    number: int
    shape: Shape
    values: Sequence[Any]
    is_hidden: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells merged into one, by the numbers of rows (from 1) and columns (from 0)."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        start, end = place(self.left, self.top), place(self.right, self.bottom)
        return start if start == end else f"{start}:{end}"


class Sheet(Protocol):
    """One sheet of a file."""

    @property
    def areas(self) -> Sequence[Area]:
        """Merged cells."""

    @property
    def hidden_columns(self) -> Sequence[tuple[int, int]]:
        """First and last of each run of hidden columns."""

    @property
    def has_pictures(self) -> bool: ...

    @property
    def is_delimited(self) -> bool:
        """A text file, where a cell too many is a delimiter too many."""

    def rows(self) -> Iterator[RawRow]:
        """Rows that hold something, from the first on, each time anew."""

    def cell(self, key: Any, value: Any) -> Cell:
        """What a stored value stands for."""


def letter(column: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_number(letters: str) -> int:
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - ord("A") + 1
    return number - 1


def place(column: int, row: int) -> str:
    """The name of a cell: B7."""
    return f"{letter(column)}{row}"
