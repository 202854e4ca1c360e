"""The pages on which a clerk fills a table from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.spreadsheets.columns import by_code
from disclosure_portal.foundation.spreadsheets.problems import (
    MAX_ERRORS,
    OF_CELLS,
    Reason,
    shared,
)
from disclosure_portal.foundation.spreadsheets.table import Problem
from disclosure_portal.foundation.workflow import DomainError

from .kind_pages.printed import printed, printed_number
from .line_comparison import compared
from .line_differences import sums
from .line_sheets import ReadSheet, kept_sheet, read_sheet
from .models import Notice
from .sheet_targets import Fault, SheetTarget, places_to_split, targets_of
from .structures.line_table import Line
from .structures.registry import canonical_lines

# Rows shown of a long sheet; its sums stand for the rest.
SHOWN = 30
# As many as a page can hold and a clerk can mend at one sitting.
MOST_FAULTS = MAX_ERRORS
# What may be why a column was not found; the faults of rows would hide it.
OF_COLUMNS = frozenset({Reason.HIDDEN_COLUMN, Reason.SAME_HEADING})
# Their places are names of sheets, of digits or not.
OF_SHEETS = frozenset({Reason.HIDDEN_SHEET, Reason.OTHER_SHEET})


def sheet_links(notice: Notice) -> list[dict[str, Any]]:
    """The tables of the notice that take sheets, for its form."""
    return [
        {
            "title": str(target.title),
            "url": reverse("desk-lines", args=[notice.pk, target.code]),
        }
        for target in targets_of(notice.kind)
    ]


def lines_page(
    notice: Notice,
    target: SheetTarget,
    *,
    error: str = "",
    sheet: ReadSheet | None = None,
) -> dict[str, Any]:
    """What stands in the table now, and the kept sheet as it was understood; it is
    read here unless the caller has."""
    upload = kept_sheet(notice, target)
    if upload is not None and sheet is None:
        try:
            sheet = read_sheet(upload, target)
        except DomainError as refusal:
            error = error or str(refusal)
    current = target.read(notice) if target.read else []
    return {
        "desk_section": "notices",
        "notice": notice,
        "table": {"code": target.code, "title": str(target.title)},
        "error": error,
        "edit_url": reverse("admin:notices_notice_change", args=[notice.pk]),
        "current": _preview(target, current) if current else None,
        "count": len(current),
        "sheet": _sheet(notice, target, sheet) if sheet else None,
        "required": [str(c.label) for c in target.columns if c.is_required],
    }


def _sheet(notice: Notice, target: SheetTarget, sheet: ReadSheet) -> dict[str, Any]:
    table = sheet.table
    shown = _shown(target, sheet)
    names = {column.code: column for column in target.columns}
    return {
        "token": sheet.token,
        "file_name": sheet.upload.file_name,
        "name": table.sheet,
        "sheets": table.sheets if len(table.sheets) > 1 else (),
        "headings": _headings(target, sheet),
        "must_be_matched": bool(table.missing),
        "missing": [str(names[code].label) for code in table.missing],
        "problems": _problems(target, sheet),
        "remarks": _remarks(sheet),
        "errors": sheet.errors,
        "is_cut": sheet.errors > MOST_FAULTS,
        "may_be_taken": sheet.may_be_taken,
        "preview": _preview(target, shown) if table.rows else None,
        "difference": compared(notice, target, shown) if table.rows else None,
        "split_columns": [
            {"code": column.code, "label": str(column.label)}
            for column in places_to_split(notice, target)
            if any(line.get(column.code) for line in sheet.lines)
        ],
    }


def _shown(target: SheetTarget, sheet: ReadSheet) -> list[Line]:
    """The lines without the private texts that were refused: those may tell who
    somebody is."""
    shown = [target.show(line) for line in sheet.lines]
    for fault in sheet.faults:
        if fault.is_error and fault.code in target.private:
            shown[fault.number] = {**shown[fault.number], fault.code: ""}
    return shown


def _headings(target: SheetTarget, sheet: ReadSheet) -> list[dict[str, Any]]:
    columns = target.columns_of(sheet.upload.notice)
    return [
        {
            "text": heading.text,
            "letter": heading.column,
            "name": f"column-{number}",
            "choices": [
                {
                    "code": column.code,
                    "label": str(column.label),
                    "is_chosen": column.code == heading.code,
                }
                for column in columns
            ],
        }
        for number, heading in enumerate(sheet.table.headings)
    ]


def _problems(target: SheetTarget, sheet: ReadSheet) -> list[dict[str, Any]]:
    """Bad cells, and rows that are wrong or can't be read, from top to bottom. What
    stands in the cells of a person is not repeated."""
    codes = {heading.column: heading.code for heading in sheet.table.headings}
    errors = [
        problem
        for problem in sheet.table.problems
        if problem.is_error
        and (problem.reason in OF_COLUMNS or not sheet.table.missing)
    ]
    told = [
        {
            "place": _shown_place(problem),
            "text": _unless_private(target, codes, problem),
            "message": problem.message,
        }
        for problem in errors
    ]
    # The cells are kept before the rows.
    cells = sum(problem.reason in OF_CELLS for problem in errors)
    rows = sorted(told[cells:] + _wrong(target, sheet, codes), key=_row_of)
    first_cells, first_rows = shared(told[:cells], rows)
    return sorted(first_cells + first_rows, key=_row_of)


def _wrong(
    target: SheetTarget, sheet: ReadSheet, codes: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Rows that are read but wrong, as many as could be shown."""
    letters = {code: column for column, code in codes.items() if code}
    rows = sheet.table.rows
    faults = (fault for fault in sheet.faults if fault.is_error)
    return [
        {
            "place": _place(letters.get(fault.code), rows[fault.number].number),
            "text": _found(target, fault, rows[fault.number].values),
            "message": fault.message,
        }
        for fault in islice(faults, MOST_FAULTS)
    ]


def _row_of(told: Mapping[str, Any]) -> int:
    """The row in a place as C7, 7 or 5–9; what is said of a column comes first."""
    number = re.search(r"\d+", told["place"])
    return int(number[0]) if number else 0


def _unless_private(
    target: SheetTarget, codes: Mapping[str, str], problem: Problem
) -> str:
    """Of a whole row nobody knows in which column its text belongs."""
    code = codes.get(problem.place.rstrip("0123456789"), "")
    is_private = code in target.private or (target.private and not code)
    return "" if is_private else problem.found


def _shown_place(problem: Problem) -> str:
    is_of_rows = problem.place[:1].isdecimal() and problem.reason not in OF_SHEETS
    return _("row %s") % problem.place if is_of_rows else problem.place


def _place(letters: str | None, row: int) -> str:
    return f"{letters}{row}" if letters else _("row %s") % row


def _found(target: SheetTarget, fault: Fault, values: Line) -> str:
    columns = by_code(target.columns)
    if fault.code not in columns or fault.code in target.private:
        return ""
    value = canonical_lines([values])[0].get(fault.code)
    return printed(columns[fault.code], value)


def _remarks(sheet: ReadSheet) -> list[dict[str, Any]]:
    told = [
        {"place": _shown_place(problem), "message": problem.message}
        for problem in sheet.table.problems
        if not problem.is_error
    ]
    rows = sheet.table.rows
    judged = [
        {"place": _("row %s") % rows[fault.number].number, "message": fault.message}
        for fault in sheet.faults
        if not fault.is_error
    ]
    return sorted(told + judged, key=_row_of)[:MOST_FAULTS]


def _preview(target: SheetTarget, lines: Sequence[Line]) -> dict[str, Any]:
    """The first rows as they will be printed, and the sums of all."""
    columns = [
        column
        for column in target.columns
        if any(line.get(column.code) not in (None, "") for line in lines)
    ]
    shown = canonical_lines(lines[:SHOWN])
    summed = [column for column in columns if column.is_summed]
    totals = sums(lines, [column.code for column in summed])
    return {
        "headings": [
            {"label": str(column.label), "is_number": column.is_numeric}
            for column in columns
        ],
        "rows": [
            [
                {
                    "value": printed(column, line.get(column.code)),
                    "label": str(column.label),
                    "is_number": column.is_numeric,
                }
                for column in columns
            ]
            for line in shown
        ],
        "count": len(lines),
        "left": max(len(lines) - SHOWN, 0),
        "sums": [
            {"label": str(c.label), "value": printed_number(c, totals[c.code])}
            for c in summed
        ],
    }
