"""Workbooks in the old binary format (xls, and et as WPS writes it), read by xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

import xlrd

from .cells import Area, Cell, CellKind, RawRow, RawSheet, SheetName
from .number_formats import Format, day_cell, format_of


class XlsBook:
    has_pictures = False

    def __init__(self, file: IO[bytes]) -> None:
        # Only with formatting does xlrd tell of merged and hidden cells. What it has
        # to say of odd files would go to standard output.
        self._book = xlrd.open_workbook(
            file_contents=file.read(),
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        self.names = tuple(
            SheetName(name, bool(self._book._sheet_visibility[index]))
            for index, name in enumerate(self._book.sheet_names())
        )
        self._formats: dict[int, Format] = {}

    def close(self) -> None:
        self._book.release_resources()

    def read(self, name: str, *, limit: int) -> RawSheet:
        sheet = self._book.sheet_by_name(name)
        rows = []
        for row in self._rows(sheet):
            rows.append(row)
            if len(rows) == limit:
                break
        areas = [
            Area(top + 1, left, bottom, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ]
        hidden = [
            column
            for column, sizes in sheet.colinfo_map.items()
            if sizes.hidden or sizes.width == 0
        ]
        return RawSheet(rows, areas, frozenset(hidden))

    def _rows(self, sheet: xlrd.sheet.Sheet) -> Iterator[RawRow]:
        for index in range(sheet.nrows):
            cells = {
                column: cell
                for column, each in enumerate(sheet.row(index))
                if (cell := self._cell(each)) is not None
            }
            sizes = sheet.rowinfo_map.get(index)
            if cells:
                is_hidden = sizes is not None and bool(sizes.hidden)
                yield RawRow(index + 1, cells, is_hidden)

    def _cell(self, cell: xlrd.sheet.Cell) -> Cell | None:
        if cell.ctype == xlrd.XL_CELL_TEXT:
            if not cell.value.strip():
                return None
            return Cell(CellKind.TEXT, cell.value, self._format(cell.xf_index).code)
        if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
            return self._number(cell.value, cell.xf_index)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return Cell(CellKind.FLAG, str(int(cell.value)))
        if cell.ctype == xlrd.XL_CELL_ERROR:
            words = xlrd.error_text_from_code.get(cell.value, "#?")
            return Cell(CellKind.ERROR, words)
        return None

    def _number(self, value: float, style: int) -> Cell:
        kind, code = self._format(style)
        text = repr(value).removesuffix(".0")
        if kind is CellKind.DAY:
            return day_cell(text, code, is_1904=bool(self._book.datemode))
        return Cell(kind, text, code)

    def _format(self, style: int) -> Format:
        known = self._formats.get(style)
        if known is None:
            number = self._book.xf_list[style].format_key
            code = self._book.format_map[number].format_str
            known = self._formats[style] = format_of(number, code)
        return known
