"""Rows as CSV and as NDJSON, a block of bytes for each chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import call
from typing import Any

import orjson

from disclosure_portal.foundation.report_files import SUSPECT, plain_cell
from disclosure_portal.foundation.spreadsheets.columns import Kind

from .columns import CURSOR, MOMENT, DataColumn
from .source import Row

Cells = Iterable[Any]
Chunks = Iterable[Sequence[Row]]

# So that Excel takes it for UTF-8.
MARK = "\ufeff"
END = "\r\n"
# What the portal writes itself: nothing in it needs quotes.
BARE = frozenset({Kind.DAY.value, CURSOR, MOMENT})
FLAGS = {True: "true", False: "false"}


def csv_blocks(columns: Sequence[DataColumn], chunks: Chunks) -> Iterator[bytes]:
    """UTF-8 with a mark, a line of codes first; no text in it is a formula.

    Texts always stand in quotes: csv.writer looks at each character to know whether
    they must, and takes longer for that than the database for the row.
    """
    writers = [_cells_of(column) for column in columns]
    yield (MARK + ",".join(column.code for column in columns) + END).encode()
    for rows in chunks:
        cells = map(call, writers, zip(*rows, strict=True))
        lines = [",".join(line) for line in zip(*cells, strict=True)]
        yield "".join([f"{line}{END}" for line in lines]).encode()


def ndjson_blocks(columns: Sequence[DataColumn], chunks: Chunks) -> Iterator[bytes]:
    """One record a line, values as they are; decimals are texts, as in the API."""
    names = [column.code for column in columns]
    for rows in chunks:
        yield b"".join(
            [
                orjson.dumps(
                    dict(zip(names, row, strict=True)),
                    default=str,
                    option=orjson.OPT_APPEND_NEWLINE,
                )
                for row in rows
            ]
        )


def _cells_of(column: DataColumn) -> Callable[[Cells], list[str]]:
    if column.type == Kind.FLAG.value:
        return _flags
    if column.is_numeric:
        return _numbers
    return _bare if column.type in BARE else _texts


def _bare(cells: Cells) -> list[str]:
    return [cell or "" for cell in cells]


def _numbers(cells: Cells) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]


def _flags(cells: Cells) -> list[str]:
    return [FLAGS.get(cell, "") for cell in cells]


def _texts(cells: Cells) -> list[str]:
    return [_quoted(cell) if cell else "" for cell in cells]


def _quoted(text: str) -> str:
    plain = plain_cell(text) if text[0] in SUSPECT else text
    return '"' + plain.replace('"', '""') + '"'
