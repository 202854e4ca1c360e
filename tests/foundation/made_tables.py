"""Tables as clerks make them, in real files, and the columns that lists ask for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from disclosure_portal.foundation.spreadsheets.table import Table, read_table

from .made_files import zipped

NAME = Column(code="name", label="姓名", synonyms=("户主姓名",), is_required=True)
AMOUNT = Column(
    code="amount",
    label="补贴金额",
    synonyms=("金额", "金额合计"),
    kind=Kind.MONEY,
    is_required=True,
)
COLUMNS = (
    Column(code="number", label="序号", kind=Kind.WHOLE, is_serial=True),
    Column(code="town", label="乡镇"),
    NAME,
    Column(code="area", label="面积", kind=Kind.NUMBER, unit="亩"),
    Column(
        code="standard", label="补贴标准", kind=Kind.MONEY, unit="元/亩", adds_up=False
    ),
    AMOUNT,
    Column(code="paid_on", label="发放日期", kind=Kind.DAY),
    Column(code="note", label="备注"),
)

Cells = Sequence[Any]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Cells, change: Callable[[Any], Any] | None = None) -> bytes:
    """A workbook of one sheet; `change` may do to the sheet what a clerk may."""
    book = Workbook()
    sheet = book.active
    sheet.title = "明细"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with other words in one of its parts, as another program writes it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[part]
    return zipped(members | {part: members[part].replace(old, new)})


def read(
    path: Path,
    content: bytes,
    columns: Sequence[Column] = COLUMNS,
    *,
    name: str = "表.xlsx",
    **options: Any,
) -> Table:
    file = path / "upload"
    file.write_bytes(content)
    return read_table(file, name, columns, **options)


def codes(table: Table) -> list[str]:
    return [heading.code for heading in table.headings]


def column(table: Table, code: str) -> list[object]:
    return [row.values[code] for row in table.rows]


def told(table: Table) -> list[tuple[str, str]]:
    """Where something is wrong or worth knowing, and what."""
    return [(problem.place, problem.reason.value) for problem in table.problems]
