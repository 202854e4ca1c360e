"""Rows as CSV and as NDJSON, a block of bytes for each chunk."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson

from disclosure_portal.foundation.report_files import FORMULA, plain_cell
from disclosure_portal.foundation.spreadsheets.columns import Kind

from .columns import CURSOR, MOMENT, DataColumn
from .source import Row

Cells = Iterable[Any]
Chunks = Iterable[Sequence[Row]]

# So that Excel takes it for UTF-8.
MARK = "\ufeff"
SAFE_TYPES = frozenset({Kind.DAY.value, Kind.FLAG.value, CURSOR})
FLAGS = {True: "true", False: "false", None: ""}
JSON_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


def csv_blocks(columns: Sequence[DataColumn], chunks: Chunks) -> Iterator[bytes]:
    """UTF-8 with a mark, a line of codes first; no text in it is a formula.

    Cells are made column by column: most columns need nothing done to them.
    """
    writers = [_cells_of(column) for column in columns]
    yield _block(MARK, [[column.code for column in columns]])
    for rows in chunks:
        if rows:
            made = [
                write(cells)
                for write, cells in zip(writers, zip(*rows, strict=True), strict=True)
            ]
            yield _block("", zip(*made, strict=True))


def ndjson_blocks(columns: Sequence[DataColumn], chunks: Chunks) -> Iterator[bytes]:
    """One record a line, values as they are; decimals are texts, as in the API."""
    names = [column.code for column in columns]
    for rows in chunks:
        yield b"".join(
            [
                orjson.dumps(
                    dict(zip(names, row, strict=True)), default=str, option=JSON_OPTIONS
                )
                for row in rows
            ]
        )


def _block(start: str, rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    text.write(start)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cells_of(column: DataColumn) -> Callable[[Cells], Cells]:
    if column.type == MOMENT:
        return _moments
    if column.type == Kind.FLAG.value:
        return _flags
    if column.is_numeric or column.type in SAFE_TYPES:
        return _as_they_are
    return _texts


def _as_they_are(cells: Cells) -> Cells:
    return cells


def _moments(cells: Cells) -> Cells:
    return [
        # The portal's times are in UTC.
        f"{cell.isoformat()[:-6]}Z" if isinstance(cell, datetime) else cell
        for cell in cells
    ]


def _flags(cells: Cells) -> Cells:
    return [FLAGS.get(cell, cell) for cell in cells]


def _texts(cells: Cells) -> Cells:
    return [plain_cell(cell) if cell and cell[0] in FORMULA else cell for cell in cells]
