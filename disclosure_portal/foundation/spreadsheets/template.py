"""Spreadsheets that the portal hands out: templates to fill in, and rows.

No text in them is ever taken for a formula by the program that opens them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..report_files import plain_cell
from .columns import HELP_SHEET, Column, Kind

MARK = "示例"
GREY = PatternFill("solid", fgColor="FFE7E6E6")
HEAD = PatternFill("solid", fgColor="FFDDEBF7")
TEXT_FORMAT = "@"
DAY_FORMAT = "yyyy-mm-dd"
WIDTH, HELP_WIDTHS = 16, (18, 10, 60, 24)
# What Excel takes as a list of choices, commas included.
MAX_LIST = 255
FIRST_ROW, LAST_ROW = 3, 5000
YES_NO = ("是", "否")
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NOT_IN_XML = dict.fromkeys({*range(32)} - {9, 10, 13})


def write_template(
    columns: Sequence[Column],
    *,
    title: str,
    examples: Mapping[str, object] | None = None,
) -> bytes:
    """A workbook to fill in: title, header, an example row that reading leaves out,
    and a sheet that explains each column.

    `examples` are by code; a column without one shows its own.
    """
    columns = _own(columns)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate(NOT_IN_SHEET_NAMES))
    for index, column in enumerate(columns, start=1):
        sizes = sheet.column_dimensions[get_column_letter(index)]
        sizes.width = WIDTH
        # A number of eighteen digits typed into it keeps them all.
        sizes.number_format = _format(column)
    for validation in _lists(columns):
        sheet.data_validations.append(validation)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.append([_cell(sheet, title, font=Font(bold=True, size=14))])
    sheet.append([_heading(sheet, column) for column in columns])
    texts = [
        _text((examples or {}).get(column.code, column.example)) for column in columns
    ]
    texts[0] = f"{MARK}：{texts[0]}" if texts[0] else MARK
    sheet.append([_cell(sheet, text, fill=GREY) for text in texts])
    _explain(book, columns)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_rows(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
    stream: IO[bytes],
    *,
    title: str = "",
) -> None:
    """Rows as xlsx: numbers and days stay what they are, all else is text."""
    write_sheets([Sheet(title, columns, rows)], stream)


class Sheet(NamedTuple):
    """One sheet of a workbook that is written."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, object]]


def write_sheets(sheets: Iterable[Sheet], stream: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    for each in sheets:
        _write_sheet(book, each)
    book.save(stream)


def _write_sheet(book: Workbook, given: Sheet) -> None:
    columns = _own(given.columns)
    title = (given.title or "Sheet1")[:31].translate(NOT_IN_SHEET_NAMES)
    sheet = book.create_sheet(title)
    for index in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = WIDTH
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, column) for column in columns])
    for row in given.rows:
        sheet.append(
            [_value_cell(sheet, column, row.get(column.code)) for column in columns]
        )


def _own(columns: Sequence[Column]) -> list[Column]:
    """Sides are read where a ledger has them; nobody is asked for them."""
    return [c for c in columns if not (c.side or c.is_only_read)]


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Mapping[str, object]]
) -> Iterator[bytes]:
    """Rows as CSV in UTF-8 with a mark, one line at a time, for a streamed answer."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    writer.writerow([plain_cell(column.label) for column in columns])
    yield f"\ufeff{line.getvalue()}".encode()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow([_plain(column, row.get(column.code)) for column in columns])
        yield line.getvalue().encode()


def _plain(column: Column, value: object) -> str:
    text = _shown(column, value)
    return text if _is_number(value) else plain_cell(text)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _shown(column: Column, value: object) -> str:
    """A value as a clerk would type it."""
    if isinstance(value, bool):
        return YES_NO[not value]
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if column.kind is Kind.CHOICE and column.choices.get(str(value)):
        return str(column.choices[str(value)][0])
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _cell(sheet: Any, text: str, **style: Any) -> Any:
    """A cell of text; typed as text it is no formula, now or after an edit."""
    cell = WriteOnlyCell(sheet)
    cell.value = text.translate(NOT_IN_XML)
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _value_cell(sheet: Any, column: Column, value: object) -> Any:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if not is_day and not _is_number(value):
        return _cell(sheet, _shown(column, value))
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _format(column)
    return cell


def _heading(sheet: Any, column: Column) -> Any:
    star = "*" if column.is_required else ""
    wrapped = Alignment(wrap_text=True)
    text = f"{star}{column.label}"
    return _cell(sheet, text, font=Font(bold=True), fill=HEAD, alignment=wrapped)


def _format(column: Column) -> str:
    if column.kind is Kind.DAY:
        return DAY_FORMAT
    if not column.is_numeric:
        return TEXT_FORMAT
    return f"0.{'0' * column.scale}" if column.scale else "0"


def _choices(column: Column) -> Sequence[str]:
    if column.kind is Kind.FLAG:
        return YES_NO
    return [str(words[0]) if words else key for key, words in column.choices.items()]


def _lists(columns: Sequence[Column]) -> Iterator[DataValidation]:
    """Lists to choose from; those too long for Excel stand in the explanation only."""
    for index, column in enumerate(columns, start=1):
        choices = _choices(column)
        words = ",".join(choices)
        if not words or len(words) > MAX_LIST or words.count(",") >= len(choices):
            continue
        validation = DataValidation(type="list", formula1=f'"{words}"')
        letters = get_column_letter(index)
        validation.add(f"{letters}{FIRST_ROW}:{letters}{LAST_ROW}")
        yield validation


def _explain(book: Workbook, columns: Sequence[Column]) -> None:
    sheet = book.create_sheet(HELP_SHEET)
    for letters, width in zip("ABCD", HELP_WIDTHS, strict=True):
        sheet.column_dimensions[letters].width = width
    head = (
        _("Name of the column"),
        _("Required"),
        _("How to fill it in"),
        _("Example"),
    )
    sheet.append([_cell(sheet, text, font=Font(bold=True), fill=HEAD) for text in head])
    for column in columns:
        choices = "、".join(_choices(column))
        lines = [str(column.help), _("One of: %s") % choices if choices else ""]
        texts = (
            str(column.label),
            _("yes") if column.is_required else "",
            "\n".join(filter(None, lines)),
            _text(column.example),
        )
        wrapped = Alignment(wrap_text=True, vertical="top")
        sheet.append([_cell(sheet, text, alignment=wrapped) for text in texts])
