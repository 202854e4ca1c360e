"""One cell of an older site's file as the value of a column, or a remark."""

from __future__ import annotations

from typing import Any

from disclosure_portal.foundation.spreadsheets.cells import Cell, CellKind
from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.spreadsheets.problems import BadValue, Reason
from disclosure_portal.foundation.spreadsheets.values import Reader

from .import_outcomes import Remark

Remarks = list[tuple[Remark, str]]


def read_cell(column: Column, text: str, remarks: Remarks) -> Any:
    """The value; None for an empty cell, and for one that is remarked on because the
    column can't take it."""
    if not text:
        return None
    try:
        return Reader(column).read(Cell(CellKind.TEXT, text)).value
    except BadValue as bad:
        too_long = bad.reason is Reason.TOO_LONG
        remark = Remark.VALUE_TOO_LONG if too_long else Remark.VALUE_UNKNOWN
        remarks.append((remark, f"{column.code}: {text[:80]}"))
        return None
