"""Spreadsheets as clerks make them, written anew for each test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from notices.line_sheets import kept_sheet, read_sheet
from notices.models import Notice
from notices.sheet_targets import target_of

FEE_HEADINGS = ("序号", "收费项目", "计费单位", "收费标准", "金额", "收费依据")
FEE_ROWS = (
    (1, "不动产登记费", "件", "80元/件", 80, "发改价格规〔2016〕2559号"),
    (2, "土地闲置费", "宗", "价款的20%", None, "《城市房地产管理法》"),
)


def workbook(
    rows: Iterable[Sequence[Any]],
    *,
    above: Sequence[Sequence[Any]] = (),
    others: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """An xlsx with these rows; `above` are what stands over the headings, `others`
    further sheets by their names."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [*above, *rows]:
        sheet.append(list(row))
    for name, lines in (others or {}).items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(list(line))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fee_sheet(*rows: Sequence[Any], headings: Sequence[str] = FEE_HEADINGS) -> bytes:
    title = ("霁川县自然资源和规划局收费目录清单",)
    return workbook([headings, *(rows or FEE_ROWS)], above=[title])


def token_on_page(notice: Notice, code: str) -> str:
    """What the buttons of the kept sheet's page send now, faults or not."""
    stored = Notice.objects.get(pk=notice.pk)
    target = target_of(stored.kind, code)
    assert target is not None
    upload = kept_sheet(stored, target)
    assert upload is not None
    return read_sheet(upload, target).token
