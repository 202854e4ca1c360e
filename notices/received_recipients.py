"""A recipient list that a unit's system sends: as a sheet or as rows, by the rules of
the desk. What is refused is named by its place, never by what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.spreadsheets.problems import WORDS, BadValue

from .line_sheets import ReadSheet, drop_sheet, keep_sheet, read_or_drop, take_sheet
from .models import Kind, LineSet, Notice, SubsidyFacts
from .received_structure import MAX_LINES, Fault, RefusedParts, read_value
from .recipient_columns import recipient_columns
from .recipients import NoProgramme, RefusedLines, take_lines
from .sheet_targets import RECIPIENTS
from .structures.line_table import Line


def take_recipient_sheet(
    notice: Notice, *, file_name: str, chunks: Iterable[bytes], by: User
) -> None:
    """Raises RefusedFile, RefusedParts, NoProgramme, NotAllowed, TransitionError."""
    _payment(notice)
    upload = keep_sheet(notice, RECIPIENTS, file_name=file_name, chunks=chunks, by=by)
    sheet = read_or_drop(upload, RECIPIENTS)
    if not sheet.may_be_taken:
        drop_sheet(notice, RECIPIENTS)
        raise RefusedParts(list(_faults(sheet)))
    take_sheet(notice, RECIPIENTS, by=by, token=sheet.token)


def _faults(sheet: ReadSheet) -> Iterator[Fault]:
    labels = {column.code: column.label for column in RECIPIENTS.columns}
    for code in sheet.table.missing:
        message = _("The column “%s” was not found.") % labels[code]
        yield Fault("file", "missing_column", message)
    for problem in sheet.table.problems:
        if problem.is_error:
            code = problem.reason.value.replace(" ", "_")
            yield Fault(f"file.{problem.place}", code, problem.message)
    for fault in sheet.faults:
        if fault.is_error:
            row = sheet.table.rows[fault.number].number
            yield Fault(f"file.{row}.{fault.code}", "refused", fault.message)
    if not sheet.table.rows:
        yield Fault("file", "empty", _("The sheet has no rows."))


@sensitive_variables("rows", "lines")
def take_recipient_rows(notice: Notice, rows: Sequence[Any], *, by: User) -> LineSet:
    """Raises RefusedParts, NoProgramme, NotAllowed, TransitionError."""
    columns = recipient_columns(_payment(notice).programme.check_kind)
    if len(rows) > MAX_LINES:
        message = _("Send a list of at most %s lines.") % MAX_LINES
        raise RefusedParts([Fault("rows", "too_long", message)])
    faults: list[Fault] = []
    lines = [_line(columns, number, row, faults) for number, row in enumerate(rows)]
    if faults:
        raise RefusedParts(faults)
    try:
        return take_lines(notice, lines, by=by)
    except RefusedLines as refused:
        raise RefusedParts(
            [
                Fault(f"rows.{each.row - 1}.{each.column}", "refused", each.message)
                for each in refused.problems
                if each.is_error
            ]
            or [Fault("rows", "empty", _("The list has no rows."))]
        ) from None


@sensitive_variables("row", "line")
def _line(
    columns: Sequence[Column], number: int, row: Any, faults: list[Fault]
) -> Line:
    line: Line = {}
    if not isinstance(row, Mapping):
        faults.append(Fault(f"rows.{number}", "not_an_object", _("Send JSON objects.")))
        return line
    known = {column.code for column in columns}
    faults += [
        Fault(f"rows.{number}", "unknown_field", _("There is no such field."))
        for name in row
        if name not in known
    ]
    for column in columns:
        try:
            line[column.code] = read_value(column, row.get(column.code))
        except BadValue as bad:
            message = str(WORDS[bad.reason]) % bad.details
            code = bad.reason.value.replace(" ", "_")
            faults.append(Fault(f"rows.{number}.{column.code}", code, message))
    return line


def _payment(notice: Notice) -> SubsidyFacts:
    if notice.kind != Kind.SUBSIDY:
        raise RefusedFile(_("Only a subsidy notice has recipients."))
    payments = SubsidyFacts.objects.select_related("programme")
    payment = payments.filter(notice=notice).first()
    if payment is None:
        raise NoProgramme(_("Send the programme in the notice's structure first."))
    return payment
