"""Workbooks in xlsx, read by openpyxl one row at a time, within stated sizes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from ..refusals import RefusedFile, TooLargeFile
from .cells import Area, Cell, CellKind, RawRow, RawSheet, SheetName
from .number_formats import FIRST_OWN, Format, day_cell, format_of

# Unpacked bytes. Parts other than sheets are read whole; 32 MB of texts are two
# hundred thousand addresses.
MAX_PART = 32 << 20
MAX_STYLES = 8 << 20
# Fifty thousand rows of twenty columns, once empty rows are left out.
MAX_SHEET = 48 << 20
MAX_SHEET_WITH_EMPTY_ROWS = 400 << 20

BLOCK = 1 << 16
# A row without a value, as programs write a million of them where somebody has
# formatted a whole column. They all name its number first.
EMPTY_ROW = re.compile(
    rb'<row r="\d+"[^<>]*>(?:(?<=/>)|(?:<c\b[^<>]*>(?:(?<=/>)|</c>))*</row>)'
)


class XlsxBook:
    def __init__(self, file: IO[bytes]) -> None:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive.infolist())
        self._reader = ExcelReader(file, read_only=True, data_only=True)
        self._reader.read_manifest()
        self._reader.read_strings()
        self._reader.read_workbook()
        apply_stylesheet(self._reader.archive, self._reader.wb)
        self._parts: dict[str, str] = {}
        names = []
        for sheet, relation in self._reader.parser.find_sheets():
            if relation.Type.endswith("/worksheet"):
                self._parts[sheet.name] = relation.target
                names.append(SheetName(sheet.name, sheet.state != "visible"))
        self.names = tuple(names)
        self.has_pictures = any(
            name.startswith("xl/media/") for name in self._reader.valid_files
        )
        self._formats: dict[int, Format] = {}

    def close(self) -> None:
        self._reader.archive.close()

    def read(self, name: str, *, limit: int) -> RawSheet:
        part = self._reader.archive.getinfo(self._parts[name])
        if part.file_size > MAX_SHEET_WITH_EMPTY_ROWS:
            raise _too_large()
        with self._reader.archive.open(part) as stream:
            parser = _Parser(
                _WithoutEmptyRows(stream), self._reader.shared_strings, data_only=True
            )
            rows = list(self._rows(parser, limit))
        merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
        areas = [
            Area(each.min_row, each.min_col - 1, each.max_row, each.max_col - 1)
            for each in merged
        ]
        return RawSheet(rows, areas, _hidden_columns(parser))

    def _rows(self, parser: _Parser, limit: int) -> Iterator[RawRow]:
        left = limit
        for number, found in parser.parse():
            sizes = parser.row_dimensions.pop(str(number), {})
            cells = {
                each["column"] - 1: cell
                for each in found
                if (cell := self._cell(each)) is not None
            }
            if not cells:
                continue
            is_hidden = sizes.get("hidden") in {"1", "true"} or sizes.get("ht") == "0"
            yield RawRow(number, cells, is_hidden)
            left -= 1
            if not left:
                return

    def _cell(self, found: dict[str, Any]) -> Cell | None:
        value = found["value"]
        if found["data_type"] == "f":
            return Cell(CellKind.NO_VALUE, "")
        if value is None:
            return None
        if found["data_type"] == "e":
            return Cell(CellKind.ERROR, str(value))
        if isinstance(value, bool):
            return Cell(CellKind.FLAG, str(int(value)))
        if isinstance(value, datetime):
            text = value.isoformat(" ", "minutes").removesuffix(" 00:00")
            return Cell(CellKind.DAY, text)
        if isinstance(value, int | float):
            return self._number(value, found["style_id"])
        # Programs write the carriage return of Windows so.
        text = str(value).replace("_x000D_", "")
        if not text.strip():
            return None
        return Cell(CellKind.TEXT, text, self._format(found["style_id"]).code)

    def _number(self, value: float, style: int) -> Cell:
        kind, code = self._format(style)
        if kind is CellKind.DAY:
            is_1904 = self._reader.wb.epoch == MAC_EPOCH
            return day_cell(repr(value), code, is_1904=is_1904)
        return Cell(kind, repr(value), code)

    def _format(self, style: int) -> Format:
        known = self._formats.get(style)
        if known is None:
            book = self._reader.wb
            number = book._cell_styles[style].numFmtId
            own = number - FIRST_OWN
            code = book._number_formats[own] if own >= 0 else ""
            known = self._formats[style] = format_of(number, code)
        return known


class _Parser(WorkSheetParser):
    """Tells a formula that was never computed from a blank cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().parse_cell(element)
        # The result of a formula may be an empty text ("str").
        is_empty = found["value"] is None and found["data_type"] != "str"
        if is_empty and element.find(FORMULA_TAG) is not None:
            found["data_type"] = "f"
        return found


class _WithoutEmptyRows:
    """The XML of a sheet without its empty rows: a million of them take the parser
    seconds, and this a fraction of one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = b""
        self._left = MAX_SHEET

    def read(self, size: int) -> bytes:
        while block := self._stream.read(BLOCK):
            block = self._rest + block
            cut = block.rfind(b"<row")
            if cut < 1:
                cut = len(block)
            self._rest = block[cut:]
            if kept := EMPTY_ROW.sub(b"", block[:cut]):
                return self._counted(kept)
        kept, self._rest = EMPTY_ROW.sub(b"", self._rest), b""
        return self._counted(kept)

    def _counted(self, block: bytes) -> bytes:
        self._left -= len(block)
        if self._left < 0:
            raise _too_large()
        return block


def _check_parts(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        name = member.filename.lower()
        if not name.endswith((".xml", ".rels")) or "/worksheets/" in name:
            continue
        if member.file_size > (MAX_STYLES if "styles" in name else MAX_PART):
            raise TooLargeFile(
                _(
                    "The workbook carries too many texts or cell formats. Copy the"
                    " table alone into a new workbook (paste values) and save that."
                )
            )


def _too_large() -> RefusedFile:
    return TooLargeFile(
        _(
            "The sheet is too large. Delete the empty rows and columns around the"
            " table, or divide the table, and save the workbook anew."
        )
    )


def _hidden_columns(parser: _Parser) -> frozenset[int]:
    hidden: set[int] = set()
    for sizes in parser.column_dimensions.values():
        if sizes.get("hidden") in {"1", "true"} or sizes.get("width") == "0":
            hidden.update(range(int(sizes["min"]) - 1, min(int(sizes["max"]), 16_384)))
    return frozenset(hidden)
