"""Files of every kind that offices send are read, or refused quickly with advice."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.drawing.image import Image

from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from disclosure_portal.foundation.spreadsheets.table import MAX_ROWS

from . import made_files as made
from .made_tables import COLUMNS, SHEET, column, read, replaced, told, workbook

pytestmark = pytest.mark.once

# Written by Excel's old format as it stands in offices: a title over merged cells, a
# merged township, digits of full width, a date of eight digits, a hidden row, a total
# and a hidden sheet.
OLD = Path(__file__).parent.parent / "fixtures" / "subsidies.xls"
OLD_COLUMNS = [
    *COLUMNS[:3],
    Column(code="amount", label="补贴额", kind=Kind.MONEY),
    Column(code="on", label="公示日期", kind=Kind.DAY),
    Column(code="share", label="比例", kind=Kind.NUMBER, unit="%", adds_up=False),
]
HEAD = ["姓名", "补贴金额"]
GOOD = workbook(HEAD, ["张三", 80])
TEXT = "姓名,补贴金额\n张三,80\n李四,90\n"
MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 '0'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (level, b"&a%d;" % (level - 1) * 10)
    for level in range(1, 10)
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", ["表.xls", "表.et", "表.XLS"])
def test_the_old_binary_format_is_read(tmp_path, name):
    table = read(tmp_path, OLD.read_bytes(), OLD_COLUMNS, name=name)

    assert table.sheet == "明细"
    assert column(table, "town") == ["城关镇", "城关镇", "柳林镇"]
    assert column(table, "amount") == [
        Decimal("1200.50"),
        Decimal("800.00"),
        Decimal("99.50"),
    ]
    assert column(table, "on") == [date(2026, 3, day) for day in (5, 6, 7)]
    assert column(table, "share") == [Decimal(30), Decimal("28.50"), Decimal(30)]
    assert told(table) == [
        ("7", "hidden rows"),
        ("草稿", "hidden sheet"),
        ("8", "total unchecked"),
    ]


def test_a_workbook_of_newer_wps_is_read(tmp_path):
    assert len(read(tmp_path, GOOD, name="表.et").rows) == 1


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gbk"),
        TEXT.replace("李四", "㐀䶮").encode("gb18030"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\n", "\r\n").encode("gbk"),
        TEXT.replace("张三", "联通").encode("gbk"),
    ],
    ids=["utf-8", "bom", "gbk", "gb18030", "utf-16", "semicolons", "crlf", "联通"],
)
def test_csv_is_read_in_each_encoding(tmp_path, content):
    table = read(tmp_path, content, name="表.csv")

    assert table.sums == {"amount": Decimal("170.00")}
    assert len(str(table.rows[1].values["name"])) == 2


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [("utf-8", "gbk", "3"), ("gbk", "utf-8", "3"), ("utf-8-sig", "gbk", "3")],
)
def test_mixed_encodings_are_refused_naming_the_line(tmp_path, first, second, line):
    content = "姓名,补贴金额\n张三丰,80\n".encode(first) + "李四光,90\n".encode(second)

    with pytest.raises(RefusedFile, match=f"mixes two encodings: line {line} "):
        read(tmp_path, content, name="表.csv")


def test_a_line_in_no_encoding_is_named(tmp_path):
    content = TEXT.encode("gbk") + b"\xff\xff,80\n"

    with pytest.raises(RefusedFile):
        read(tmp_path, content, name="表.csv")


def test_lines_of_csv_count_as_rows_of_the_program(tmp_path):
    content = '姓名,补贴金额,备注\n张三,80,"一\n二"\n李四,,\n'.encode()

    assert told(read(tmp_path, content, name="表.csv")) == [("B3", "missing")]


def test_a_delimiter_too_many_is_a_bad_row(tmp_path):
    content = "姓名,补贴金额\n张三,1,200\n".encode()

    assert told(read(tmp_path, content, name="表.csv")) == [("2", "too wide")]


def test_a_formula_in_csv_is_a_bad_cell(tmp_path):
    content = '姓名,补贴金额\n="00123",=1+1\n'.encode()

    table = read(tmp_path, content, name="表.csv")

    assert told(table) == [("B2", "formula")]
    assert column(table, "name") == ["00123"]


def pictures_only() -> bytes:
    book = Workbook()
    book.active.add_image(Image(io.BytesIO(made.picture("PNG"))), "A1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def inflated() -> bytes:
    """A sheet of many hundred megabytes in a small file."""
    return replaced(GOOD, SHEET, b"<sheetData>", b"<sheetData>" + bytes(200 << 20))


def with_huge_texts() -> bytes:
    cell = b'<row r="9"><c r="A9" t="inlineStr"><is><t>%s</t></is></c></row>'
    rows = cell % (b"a" * (50 << 20))
    return replaced(GOOD, SHEET, b"</sheetData>", rows + b"</sheetData>")


def many_rows() -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    rows = b"".join(row % (number, number) for number in range(3, MAX_ROWS + 4))
    return replaced(GOOD, SHEET, b"</sheetData>", rows + b"</sheetData>")


REFUSED = {
    "macro file": ("表.xlsm", GOOD, "macros"),
    "macros under another name": (
        "表.xlsx",
        replaced(
            GOOD,
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            MACROS,
        ),
        "macros",
    ),
    "macros in the old format": (
        "表.xls",
        made.compound("Workbook", "_VBA_PROJECT"),
        "macros",
    ),
    "password": ("表.xlsx", made.compound("EncryptedPackage"), "password"),
    "damaged": ("表.xlsx", GOOD[:-200], "damaged"),
    "damaged sheet": (
        "表.xlsx",
        replaced(GOOD, SHEET, b"</row>", b"<row>"),
        "damaged",
    ),
    "no old workbook": ("表.xls", made.compound("Workbook"), "另存为 xlsx"),
    "et of old WPS": ("表.et", made.OLE + bytes(4096), "另存为"),
    "page by another name": ("表.xls", b"<html><table></table></html>", "html"),
    "workbook by another name": ("表.csv", GOOD, "no text"),
    "nothing": ("表.csv", b"", "No visible sheet"),
    "another kind": ("表.ods", GOOD, "xlsx, xls, et and csv"),
    "pictures": ("表.xlsx", pictures_only(), "pictures"),
    "empty": ("表.xlsx", workbook(), "No visible sheet"),
    "entities": (
        "表.xlsx",
        replaced(
            replaced(GOOD, SHEET, b"<worksheet", LAUGHS + b"<worksheet"),
            SHEET,
            b"<v>80</v>",
            b"<v>&a9;</v>",
        ),
        "damaged",
    ),
}


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(tmp_path, name, content, reason):
    with pytest.raises(RefusedFile, match=reason):
        read(tmp_path, content, name=name)


@pytest.mark.parametrize(
    ("make", "reason"),
    [(inflated, "too large"), (with_huge_texts, "too large"), (many_rows, "50,000")],
)
def test_what_is_too_large_is_refused(tmp_path, make, reason):
    with pytest.raises(RefusedFile, match=reason):
        read(tmp_path, make())


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match="明细"):
        read(tmp_path, GOOD, sheet="二季度")


def empty_rows(row: bytes) -> Iterable[bytes]:
    return (row % {b"n": number} for number in range(3, 1_048_577))


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="%(n)d" spans="1:10" ht="14.25" customHeight="1"/>',
        b'<row r="%(n)d"><c r="A%(n)d" s="0"/><c r="B%(n)d" s="0"></c></row>',
    ],
    ids=["rows", "cells"],
)
def test_a_million_empty_rows_are_read_quickly(tmp_path, row):
    rows = b"".join(empty_rows(row))
    content = replaced(GOOD, SHEET, b"</sheetData>", rows + b"</sheetData>")

    start = time.process_time()
    table = read(tmp_path, content)

    assert time.process_time() - start < 2
    assert [row.number for row in table.rows] == [2]
