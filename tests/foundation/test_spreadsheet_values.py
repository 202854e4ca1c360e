"""Cells are read as what clerks mean by them, or refused with the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from .made_tables import (
    COLUMNS,
    NAME,
    SHEET,
    column,
    read,
    replaced,
    told,
    workbook,
)

DAY = date(2026, 3, 5)
MONTHS = Column(code="from", label="起始", kind=Kind.DAY, month_reads_as="first")
WAY = Column(
    code="way", label="方式", kind=Kind.CHOICE, choices={"card": ("一卡通", "银行卡")}
)
PLACES = Column(code="rate", label="税率", kind=Kind.NUMBER, unit="%", adds_up=False)
PAID = Column(code="paid", label="已付", kind=Kind.FLAG)
HOUSES = Column(code="houses", label="户数", kind=Kind.WHOLE)
DEBT = Column(
    code="debt", label="结余", kind=Kind.MONEY, minimum=Decimal(-1000), adds_up=True
)
EXACT = Column(code="exact", label="均价", kind=Kind.NUMBER, places=2, rounds=True)
EVERY = (*COLUMNS, MONTHS, WAY, PLACES, PAID, HOUSES, DEBT, EXACT)


def one_cell(path, label, value, change=None):
    """A table of one row, with the value in the column of that label."""
    content = workbook([NAME.label, label], ["张三", value], change=change)
    return read(path, content, [NAME, *(each for each in EVERY if each.label == label)])


def formatted(code):
    def change(sheet):
        sheet["B2"].number_format = code

    return change


@pytest.mark.parametrize(
    "written",
    [
        "2026.3.5", "2026-03-05", "2026/3/5", "2026年3月5日", "２０２６年３月５日",
        "2026.03.05", "20260305", 20260305, "二〇二六年三月五日", "2026 年 3 月 5 日",
        46086, "46086", DAY, "2026-3-5 9:30", "2026-03-05 09:30:00",
    ],
)  # fmt: skip
def test_days_are_read(tmp_path, written):
    table = one_cell(tmp_path, "发放日期", written)

    assert column(table, "paid_on") == [DAY]


@pytest.mark.parametrize("number", ["yyyy年m月d日", "m/d", 'yyyy"."m"."d', "[$-804]d"])
def test_a_number_in_a_format_of_days_is_a_day(tmp_path, number):
    table = one_cell(tmp_path, "发放日期", 46086, formatted(number))

    assert column(table, "paid_on") == [DAY]


def test_a_month_may_stand_for_its_first_day(tmp_path):
    table = one_cell(tmp_path, "起始", "2026年3月")

    assert column(table, "from") == [date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (80, "80.00"),
        ("80", "80.00"),
        ("８０．５", "80.50"),
        ("1,200.50", "1200.50"),
        ("1，200.50", "1200.50"),
        (" 1 200 ", "1200.00"),
        ("¥80", "80.00"),
        ("80元", "80.00"),
        ("1.2万元", "12000.00"),
        ("'80", "80.00"),
        (0.1 + 0.2, "0.30"),
        ("0.00", "0.00"),
    ],
)
def test_sums_are_read(tmp_path, written, value):
    table = one_cell(tmp_path, "补贴金额", written)

    assert [str(each) for each in column(table, "amount")] == [value]
    assert told(table) == []


@pytest.mark.parametrize("sign", ["-", "--", "/", "无", "—"])
def test_signs_that_mean_nothing_are_nothing(tmp_path, sign):
    table = one_cell(tmp_path, "面积", sign)

    assert column(table, "area") == [None]
    assert table.is_sound


@pytest.mark.parametrize(
    ("label", "written", "reason"),
    [
        ("补贴金额", "八十", "not a number"),
        ("补贴金额", "80/90", "not a number"),
        ("补贴金额", -80, "negative"),
        ("补贴金额", "(80)", "negative"),
        ("补贴金额", 0.125, "too many places"),
        ("补贴金额", 10**15, "too large"),
        ("补贴金额", None, "missing"),
        ("补贴金额", "#DIV/0!", "error value"),
        ("补贴金额", "80亩", "other unit"),
        ("补贴金额", "1.5E+05", "digits lost"),
        ("补贴金额", "=SUM(A1:A2)", "no value"),
        ("补贴金额", DAY, "not a number"),
        ("户数", 1.5, "not whole"),
        ("结余", -2000, "below"),
        ("发放日期", "2026.13.5", "not a day"),
        ("发放日期", "2026年3月", "no day"),
        ("发放日期", "3月5日", "no year"),
        ("发放日期", 2026.1, "unclear month"),
        ("方式", "支票", "not a choice"),
        ("已付", "也许", "not a flag"),
        ("备注", 410123199001011234, "digits lost"),
    ],
)
def test_what_a_column_cannot_take_is_a_bad_cell(tmp_path, label, written, reason):
    table = one_cell(tmp_path, label, written)

    assert told(table)[-1] == ("B2", reason)
    assert not table.is_sound


@pytest.mark.parametrize(
    ("label", "written", "code", "value"),
    [
        ("税率", "13%", "rate", Decimal("13.00")),
        ("税率", 13, "rate", Decimal("13.00")),
        ("户数", "35户", "houses", None),
        ("户数", "35", "houses", 35),
        ("方式", "银行卡", "way", "card"),
        ("已付", "√", "paid", True),
        ("已付", "否", "paid", False),
        ("备注", 13800138000, "note", "13800138000"),
        ("备注", "  多　余 \n 空格 ", "note", "多 余 空格"),
        ("结余", -80, "debt", Decimal("-80.00")),
    ],
)
def test_other_kinds_are_read(tmp_path, label, written, code, value):
    table = one_cell(tmp_path, label, written)

    assert column(table, code) == [value]


def test_a_number_shown_as_percent_is_one(tmp_path):
    table = one_cell(tmp_path, "税率", 0.13, formatted("0.00%"))

    assert column(table, "rate") == [Decimal("13.00")]


def test_rounding_is_told(tmp_path):
    table = one_cell(tmp_path, "均价", 1.005)

    assert column(table, "exact") == [Decimal("1.01")]
    assert told(table) == [("B", "rounded")]


def test_the_stored_value_of_a_formula_is_read(tmp_path):
    content = workbook(["姓名", "补贴金额"], ["张三", "=40*2"])
    computed = replaced(content, SHEET, b"<v></v>", b"<v>80</v>")

    table = read(tmp_path, computed)

    assert column(table, "amount") == [Decimal("80.00")]


@pytest.mark.parametrize(
    ("title", "heading", "value"),
    [
        ("单位：元", "补贴金额", "1.50"),
        ("单位：万元", "补贴金额", "15000.00"),
        ("金额单位: 万元、亩", "补贴金额", "15000.00"),
        ("发放表（单位：千元）", "补贴金额", "1500.00"),
        ("填报单位：财政局", "补贴金额（万元）", "15000.00"),
        ("", "补贴金额/万元", "15000.00"),
        ("", "补贴金额（单位：亿元）", "150000000.00"),
    ],
)
def test_units_of_titles_and_headings_multiply(tmp_path, title, heading, value):
    content = workbook([title], ["姓名", heading], ["张三", 1.5], ["合计", 1.5])

    table = read(tmp_path, content)

    assert [str(each) for each in column(table, "amount")] == [value]
    reasons = {reason for _place, reason in told(table)}
    assert reasons <= {"multiplied", "total checked"}
    assert ("multiplied" in reasons) == (value != "1.50")


def test_a_unit_multiplies_only_the_columns_counted_in_it(tmp_path):
    content = workbook(
        ["单位：万元"],
        ["姓名", "面积", "补贴标准(元/亩)", "补贴金额"],
        ["张三", 2, 40, 0.5],
    )

    row = read(tmp_path, content).rows[0].values

    assert row["area"] == Decimal("2.00")
    assert row["standard"] == Decimal("40.00")
    assert row["amount"] == Decimal("5000.00")


@pytest.mark.parametrize(
    ("title", "heading", "reason"),
    [
        ("单位：万元", "补贴金额（元）", "units disagree"),
        ("单位：元、万元", "补贴金额", "units disagree"),
        ("", "补贴金额（亩）", "wrong unit"),
    ],
)
def test_units_that_do_not_fit_are_named(tmp_path, title, heading, reason):
    table = read(tmp_path, workbook([title], ["姓名", heading], ["张三", 1.5]))

    assert told(table) == [("B2", reason)]
    assert not table.is_sound
