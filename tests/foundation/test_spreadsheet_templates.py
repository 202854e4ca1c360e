"""What the portal hands out can be filled in, read again, and runs nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from disclosure_portal.foundation.spreadsheets.columns import HELP_SHEET, Column, Kind
from disclosure_portal.foundation.spreadsheets.template import (
    csv_lines,
    write_rows,
    write_template,
)

from .made_tables import COLUMNS, column, read, told

WAY = Column(
    code="way",
    label="发放方式",
    kind=Kind.CHOICE,
    choices={"card": ("一卡通",), "cash": ("现金",)},
    help="怎样发到农户手里。",
    example="一卡通",
)
PAID = Column(code="paid", label="已发", kind=Kind.FLAG)
EVERY = (*COLUMNS, WAY, PAID)
ROW = {
    "name": "张三",
    "town": "城关镇",
    "amount": Decimal("1200.50"),
    "paid_on": date(2026, 3, 5),
    "way": "card",
    "paid": True,
    "note": "两行\n备注",
}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def template(title="补贴发放表", **options):
    return write_template(EVERY, title=title, **options)


def written(*rows):
    stream = io.BytesIO()
    write_rows(EVERY, rows, stream, title="名单")
    return stream.getvalue()


def test_a_template_is_read_as_an_empty_table(tmp_path):
    table = read(tmp_path, template(examples={"name": "张三"}), EVERY)

    assert all(heading.code for heading in table.headings)
    assert (table.rows, table.missing, table.sheets) == ((), (), ("补贴发放表",))
    assert told(table) == [("3", "example")]


def test_a_template_that_was_filled_in_is_read(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book.worksheets[0].append([1, "城关镇", "张三", 2, 40, 80, "2026.3.5", "", "现金"])
    stream = io.BytesIO()
    book.save(stream)

    table = read(tmp_path, stream.getvalue(), EVERY)

    assert column(table, "way") == ["cash"]
    assert [row.number for row in table.rows] == [4]
    assert table.is_sound


def test_a_template_explains_each_column():
    book = openpyxl.load_workbook(io.BytesIO(template()))

    words = [[cell.value for cell in row] for row in book[HELP_SHEET].rows]

    assert book[HELP_SHEET].sheet_state == "visible"
    assert len(words) == 1 + len(EVERY)
    assert words[9][0] == "发放方式"
    assert "怎样发到农户手里。" in words[9][2]
    assert "一卡通、现金" in words[9][2]


def test_a_template_offers_choices_and_keeps_long_numbers_as_text():
    sheet = openpyxl.load_workbook(io.BytesIO(template())).worksheets[0]

    lists = {
        str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation
    }

    assert lists == {"I3:I5000": '"一卡通,现金"', "J3:J5000": '"是,否"'}
    assert sheet.column_dimensions["H"].number_format == "@"
    assert sheet.column_dimensions["F"].number_format == "0.00"


def test_too_many_choices_stand_in_the_explanation_only(tmp_path):
    many = Column(
        code="many",
        label="类别",
        kind=Kind.CHOICE,
        choices={str(number): (f"类别第{number}",) for number in range(90)},
    )

    sheet = openpyxl.load_workbook(
        io.BytesIO(write_template([*COLUMNS, many], title="表"))
    ).worksheets[0]

    assert not sheet.data_validations.dataValidation


@pytest.mark.parametrize("title", ["补贴/发放[2025]", "长" * 40, ""])
def test_a_title_may_be_no_name_of_a_sheet(tmp_path, title):
    table = read(tmp_path, template(title), EVERY)

    assert len(table.sheets) == 1
    assert table.missing == ()


def test_rows_written_are_read_again(tmp_path):
    table = read(tmp_path, written(ROW), EVERY)

    values = {code: value for code, value in table.rows[0].values.items() if value}
    assert values == ROW | {"note": "两行 备注"}
    assert told(table) == []


def test_lines_written_are_read_again(tmp_path):
    content = b"".join(csv_lines(EVERY, [ROW]))

    table = read(tmp_path, content, EVERY, name="名单.csv")

    assert content.startswith("\ufeff".encode())
    assert table.rows[0].values["amount"] == Decimal("1200.50")
    assert table.rows[0].values["way"] == "card"
    assert told(table) == []


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_no_formula_in_a_workbook(text):
    book = openpyxl.load_workbook(io.BytesIO(written(ROW | {"name": text})))

    cell = book["名单"]["C2"]

    assert cell.value.strip() == text.strip()
    assert (cell.data_type, cell.number_format) == ("s", "@")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_no_formula_in_csv(text):
    content = b"".join(csv_lines(EVERY, [ROW | {"name": text}])).decode("utf-8-sig")

    line = list(csv.reader(io.StringIO(content, newline="")))[1]

    assert line[2] == f"'{text}"


def test_numbers_stay_numbers():
    row = ROW | {"amount": Decimal("-3.50")}
    content = b"".join(csv_lines(EVERY, [row])).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(written(row)))["名单"]

    assert ",-3.50," in content
    assert (sheet["F2"].value, sheet["F2"].data_type) == (-3.5, "n")
    assert sheet["G2"].is_date


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path):
    table = read(tmp_path, written(ROW | {"name": "张\x00三\x0b"}), EVERY)

    assert column(table, "name") == ["张三"]


def test_a_template_title_is_no_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(template("=1+1"))).worksheets[0]

    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
