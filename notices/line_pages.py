"""The pages on which a clerk fills a table from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.workflow import DomainError

from .kind_pages.printed import printed
from .line_differences import Difference, difference, sums
from .line_sheets import ReadSheet, kept_sheet, read_sheet
from .models import Notice, Revision
from .sheet_targets import SheetTarget, targets_of
from .structures.line_table import Line
from .structures.registry import canonical_lines, signed_structure

# Rows shown of a long sheet; its sums stand for the rest.
SHOWN = 30
NAMED = 40
# As many as a page can hold and a clerk can mend at one sitting.
MOST_FAULTS = 200


def sheet_links(notice: Notice) -> list[dict[str, Any]]:
    """The tables of the notice that take sheets, for its form and its preview."""
    return [
        {
            "title": str(target.title),
            "url": reverse("desk-lines", args=[notice.pk, target.code]),
        }
        for target in targets_of(notice.kind)
    ]


def lines_page(
    notice: Notice, target: SheetTarget, *, error: str = ""
) -> dict[str, Any]:
    """What stands in the table now, and the kept sheet as it was understood."""
    sheet: ReadSheet | None = None
    upload = kept_sheet(notice, target)
    if upload is not None:
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
    shown = [target.show(line) for line in sheet.lines]
    names = {column.code: column for column in target.columns}
    return {
        "token": sheet.upload.token,
        "file_name": sheet.upload.file_name,
        "name": table.sheet,
        "sheets": table.sheets if len(table.sheets) > 1 else (),
        "headings": _headings(target, sheet),
        "must_be_matched": bool(table.missing),
        "missing": [str(names[code].label) for code in table.missing],
        "problems": _problems(target, sheet),
        "remarks": _remarks(sheet),
        "errors": sheet.errors,
        "may_be_taken": sheet.may_be_taken,
        "preview": _preview(target, shown) if table.rows else None,
        "difference": _difference(notice, target, sheet) if table.rows else None,
        "split_columns": [
            {"code": column.code, "label": str(column.label)}
            for column in target.split_columns
            if any(line.get(column.code) for line in sheet.lines)
        ],
    }


def _headings(target: SheetTarget, sheet: ReadSheet) -> list[dict[str, Any]]:
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
                for column in target.columns
            ],
        }
        for number, heading in enumerate(sheet.table.headings)
    ]


def _problems(target: SheetTarget, sheet: ReadSheet) -> list[dict[str, Any]]:
    """Bad cells and rows in the order of the sheet; then rows that are read but
    wrong."""
    bad = [
        {"place": problem.place, "text": problem.found, "message": problem.message}
        for problem in sheet.table.problems
        if problem.is_error
    ]
    labels = {column.code: str(column.label) for column in target.columns}
    rows = sheet.table.rows
    wrong = [
        {
            "place": _("row %s") % rows[fault.number].number,
            "text": labels.get(fault.code, ""),
            "message": fault.message,
        }
        for fault in sheet.faults
        if fault.is_error
    ]
    return (bad + wrong)[:MOST_FAULTS]


def _remarks(sheet: ReadSheet) -> list[dict[str, Any]]:
    told = [
        {"place": problem.place, "message": problem.message}
        for problem in sheet.table.problems
        if not problem.is_error
    ]
    rows = sheet.table.rows
    judged = [
        {"place": _("row %s") % rows[fault.number].number, "message": fault.message}
        for fault in sheet.faults
        if not fault.is_error
    ]
    return (told + judged)[:MOST_FAULTS]


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
            {"label": str(c.label), "value": _printed(c, totals[c.code])}
            for c in summed
        ],
    }


def _printed(column: Column, value: Any) -> str:
    return printed(column, canonical_lines([{"value": value}])[0]["value"])


def _difference(
    notice: Notice, target: SheetTarget, sheet: ReadSheet
) -> dict[str, Any] | None:
    """Against the lines that the unit published last in this kind; None for the
    first time, and for tables that can't be read back."""
    if target.read is None:
        return None
    last = _last_published(notice)
    if last is None:
        return None
    before = (signed_structure(last["content"]) or {}).get(target.code) or []
    columns = [column.code for column in target.columns]
    found = difference(
        before, canonical_lines(sheet.lines), key=target.key, columns=columns
    )
    return {
        "title": last["title"],
        "url": reverse("desk-notice", args=[last["pk"]]),
        "count_before": len(before),
        "same": found.same,
        **_named(target, found),
    }


def _named(target: SheetTarget, found: Difference) -> dict[str, Any]:
    labels = {column.code: column for column in target.columns}

    def name(key: tuple[str, ...]) -> str:
        return " ".join(part for part in key if part)

    changed = [
        {
            "name": name(key),
            "values": [
                {
                    "label": str(labels[code].label),
                    "before": printed(labels[code], before),
                    "after": printed(labels[code], after),
                }
                for code, (before, after) in values.items()
            ],
        }
        for key, values in list(found.changed.items())[:NAMED]
    ]
    return {
        "added": [name(key) for key in found.added[:NAMED]],
        "added_count": len(found.added),
        "removed": [name(key) for key in found.removed[:NAMED]],
        "removed_count": len(found.removed),
        "changed": changed,
        "changed_count": len(found.changed),
    }


def _last_published(notice: Notice) -> dict[str, Any] | None:
    """The newest signed content of the unit's last notice of this kind and board."""
    from_unit = Notice.objects.public().filter(
        agency=notice.agency_id, kind=notice.kind, board=notice.board_id
    )
    last = from_unit.exclude(pk=notice.pk).newest_first().only("pk", "title").first()
    if last is None:
        return None
    content = Revision.objects.filter(notice=last).order_by("-number")
    signed = content.values_list("content", flat=True).first()
    return {"pk": last.pk, "title": last.title, "content": signed} if signed else None
