"""Spreadsheets as HTML tables: visible sheets, rows and columns only.

What a unit has hidden it has not published; the numbers of rows are not shown, so
that nobody sees how many are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..rich_text_shown import shown_text
from ..spreadsheets import books
from ..spreadsheets.cells import Book
from .grids import visible
from .results import (
    CHARACTERS_A_LEAF,
    MAX_PART_TEXT,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TABLE_CHARACTERS,
    Part,
    Summary,
)
from .table_html import tables


def sheet_parts(path: Path, file_name: str, folder: Path) -> Iterator[Part | Summary]:
    leaf, filled = 1, 0
    with books.opened(path, file_name) as book:
        sheets = _Sheets(book)
        for number, (name, html) in enumerate(sheets.pieces(), start=1):
            if filled and filled + len(html) > CHARACTERS_A_LEAF:
                leaf, filled = leaf + 1, 0
            filled += len(html)
            yield _part(leaf, name, html, folder / f"{number}.html")
        yield Summary(len(sheets.names), is_whole=sheets.is_whole)


class _Sheets:
    """The visible sheets of a book, until there is enough of them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.names = [each.name for each in book.names if not each.is_hidden]
        self.is_whole = len(self.names) <= MAX_SHEETS

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The name of a sheet, and a table of it."""
        rows, characters = MAX_ROWS, MAX_TABLE_CHARACTERS
        for name in self.names[:MAX_SHEETS]:
            sheet = books.read(self._book, name, limit=rows + 1)
            grid = visible(sheet, limit=rows)
            self.is_whole = self.is_whole and grid.is_whole
            rows -= len(grid.rows)
            for html in tables(grid):
                characters -= len(html)
                if characters < 0:
                    self.is_whole = False
                    return
                # The sheet of a text file is called as the file.
                yield "" if sheet.is_delimited else name, html


def _part(leaf: int, name: str, html: str, file: Path) -> Part:
    file.write_text(html, "utf-8")
    return Part(leaf, name, shown_text(html).strip()[:MAX_PART_TEXT], file.name)
