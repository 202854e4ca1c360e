"""Spreadsheets as HTML tables: visible sheets, rows and columns only.

What a unit has hidden it has not published; the numbers of rows are not shown, so
that nobody sees how many are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ..rich_text_shown import shown_text
from ..spreadsheets import books
from .grids import visible
from .results import (
    CHARACTERS_A_LEAF,
    MAX_PART_TEXT,
    MAX_ROWS,
    MAX_SHEETS,
    Part,
    Summary,
)
from .table_html import tables


def sheet_parts(path: Path, file_name: str, folder: Path) -> Iterator[Part | Summary]:
    leaf, filled, left = 1, 0, MAX_ROWS
    numbers = count(1)
    with books.opened(path, file_name) as book:
        names = [each.name for each in book.names if not each.is_hidden]
        is_whole = len(names) <= MAX_SHEETS
        for name in names[:MAX_SHEETS]:
            if not left:
                is_whole = False
                break
            grid = visible(books.read(book, name, limit=left + 1), limit=left)
            is_whole = is_whole and grid.is_whole
            left -= len(grid.rows)
            for html in tables(grid):
                if filled and filled + len(html) > CHARACTERS_A_LEAF:
                    leaf, filled = leaf + 1, 0
                filled += len(html)
                yield _part(leaf, name, html, folder / f"{next(numbers)}.html")
        yield Summary(len(names), is_whole=is_whole)


def _part(leaf: int, name: str, html: str, file: Path) -> Part:
    file.write_text(html, "utf-8")
    return Part(leaf, name, shown_text(html).strip()[:MAX_PART_TEXT], file.name)
