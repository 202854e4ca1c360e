"""Spreadsheets as clerks make them, written anew for each test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

FEE_HEADINGS = ("序号", "收费项目", "计费单位", "收费标准", "金额", "收费依据")
FEE_ROWS = (
    (1, "不动产登记费", "件", "80元/件", 80, "发改价格规〔2016〕2559号"),
    (2, "土地闲置费", "宗", "价款的20%", None, "《城市房地产管理法》"),
)


def workbook(
    rows: Iterable[Sequence[Any]], *, above: Sequence[Sequence[Any]] = ()
) -> bytes:
    """An xlsx with these rows; `above` are what stands over the headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [*above, *rows]:
        sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fee_sheet(*rows: Sequence[Any], headings: Sequence[str] = FEE_HEADINGS) -> bytes:
    title = ("霁川县自然资源和规划局收费目录清单",)
    return workbook([headings, *(rows or FEE_ROWS)], above=[title])
