"""A clerk's spreadsheet as a table: the one door of this package.

`docs/spreadsheets.md` tells by which rules titles, merged cells, totals, units, days
and hidden parts are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..refusals import RefusedFile
from . import books
from .body import Body, Row
from .cells import Book, RawSheet
from .columns import HELP_SHEET, Column
from .fields import fields_of, told_by_headings, units_of_texts
from .headers import SEARCHED, Header, Heading, Matcher, find_header
from .problems import Problem, Problems, Reason
from .sides import folded, sides_of, stood_for
from .units import Unit

__all__ = ["MAX_ROWS", "Heading", "Problem", "Row", "Table", "read_table"]

MAX_ROWS = 50_000
MAX_SHEETS = 50


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. `sheets` are all visible ones that hold rows, `missing` the codes
    of required columns that no heading means, `sums` of the columns that add up.
    `problems` are errors, then remarks; `error_count` counts those not kept, too.
    `units` are those that a heading or else the title names, by code: text of such a
    column was not multiplied."""

    sheet: str
    sheets: tuple[str, ...]
    headings: tuple[Heading, ...]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    sums: dict[str, Decimal]
    units: dict[str, Unit]
    error_count: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.missing and not self.error_count


def read_table(
    path: Path,
    file_name: str,
    columns: Sequence[Column],
    *,
    matches: Mapping[str, str] | None = None,
    sheet: str = "",
    most: int = MAX_ROWS,
) -> Table:
    """The table in a file: what can be read, and every problem with its place.

    `matches` tells which column a heading means ("" for none); other headings are
    compared with the labels and synonyms of the columns. Raises RefusedFile for a
    file that can't be read as a whole.
    """
    matcher = Matcher(columns, matches)
    problems = Problems()
    with books.opened(path, file_name) as book:
        sheets = _sheets(book)
        name = _chosen(book, sheets, sheet, matcher, problems)
        raw = _whole(book, name, sheets[name], most)
    header = _header(name, raw, matcher)
    fields = fields_of(raw, header, columns, problems)
    told = told_by_headings(header, columns, problems)
    body = Body(raw, header, fields, problems)
    found = {field.code for field in fields} | told.keys()
    rows = [Row(row.number, told | row.values) for row in body.rows]
    sides = sides_of(columns, found)
    return Table(
        sheet=name,
        sheets=tuple(sheets),
        headings=header.headings,
        missing=_missing(columns, found | stood_for(sides)),
        rows=tuple(folded(rows, sides, problems) if sides else rows),
        problems=problems.kept,
        sums=body.sums.whole,
        units=units_of_texts(header, fields),
        error_count=problems.error_count,
    )


def _missing(columns: Sequence[Column], found: Set[str]) -> tuple[str, ...]:
    required = (column.code for column in columns if column.is_required)
    return tuple(code for code in required if code not in found)


def _whole(book: Book, name: str, head: RawSheet, most: int) -> RawSheet:
    """The sheet, of which the first rows are known."""
    if len(head.rows) < SEARCHED:
        return head
    return books.read_whole(book, name, most=most)


def _header(name: str, raw: RawSheet, matcher: Matcher) -> Header:
    header = find_header(raw.rows, raw.areas, matcher)
    if header is None:
        raise RefusedFile(
            _(
                "The sheet “%(sheet)s” has no header: write the names of the columns"
                " into one row, or fill in the template."
            )
            % {"sheet": name}
        )
    return header


def _sheets(book: Book) -> dict[str, RawSheet]:
    """The beginnings of the visible sheets that hold rows."""
    visible = [each.name for each in book.names if not each.is_hidden]
    heads = {
        name: books.read(book, name, limit=SEARCHED)
        for name in visible[:MAX_SHEETS]
        if name != HELP_SHEET
    }
    return {name: head for name, head in heads.items() if head.rows}


def _chosen(
    book: Book,
    sheets: Mapping[str, RawSheet],
    wanted: str,
    matcher: Matcher,
    problems: Problems,
) -> str:
    """The sheet to read; the others that hold something are named."""
    if not sheets:
        raise _nothing_to_read(book)
    if wanted and wanted not in sheets:
        raise RefusedFile(
            _("The file has no visible sheet “%(sheet)s” with rows. It has: %(all)s.")
            % {"sheet": wanted, "all": "、".join(sheets)}
        )
    with_header = [
        name
        for name, head in sheets.items()
        if (header := find_header(head.rows, (), matcher))
        and header.score >= matcher.enough
    ]
    chosen = wanted or next(iter(with_header), next(iter(sheets)))
    for name in with_header:
        if name != chosen:
            problems.add(name, Reason.OTHER_SHEET, sheet=name)
    for each in book.names:
        if each.is_hidden:
            problems.add(each.name, Reason.HIDDEN_SHEET, sheet=each.name)
    return chosen


def _nothing_to_read(book: Book) -> RefusedFile:
    if book.has_pictures:
        return RefusedFile(
            _("The workbook holds pictures and no cells: type the table in.")
        )
    return RefusedFile(_("No visible sheet of the file holds a row: fill one in."))
