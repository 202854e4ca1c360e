"""The header is found wherever a clerk has put it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from .made_tables import COLUMNS, NAME, codes, column, read, told, workbook

HEAD = ("序号", "姓名", "补贴金额")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_titles_stand_above_the_header(tmp_path):
    content = workbook(
        ["2025年耕地地力保护补贴发放表"],
        ["填报单位：县农业农村局", None, "2025年12月"],
        [],
        HEAD,
        [1, "张三", 80],
        change=lambda sheet: sheet.merge_cells("A1:C1"),
    )

    table = read(tmp_path, content)

    assert codes(table) == ["number", "name", "amount"]
    assert [row.number for row in table.rows] == [5]
    assert told(table) == []


@pytest.mark.parametrize(
    "heading",
    ["姓名", " 姓　名 ", "姓\n名", "*姓名", "姓名(户主)", "姓名（必填）", "户主姓名"],
)
def test_a_heading_is_known_however_it_is_written(tmp_path, heading):
    table = read(tmp_path, workbook([heading, "金额（元）"], ["张三", 80]))

    assert codes(table) == ["name", "amount"]


def test_groups_stand_over_headings(tmp_path):
    def merge(sheet):
        for area in ("A2:A3", "B2:B3", "C2:E2", "F2:F3"):
            sheet.merge_cells(area)

    content = workbook(
        ["发放表"],
        ["序号", "姓名", "补贴情况", None, None, "备注"],
        [None, None, "面积(亩)", "补贴标准(元/亩)", "金额(元)", None],
        [1, "张三", 2, 40, 80, "已发"],
        change=merge,
    )

    table = read(tmp_path, content)

    assert [heading.text for heading in table.headings][2:5] == [
        "补贴情况/面积(亩)",
        "补贴情况/补贴标准(元/亩)",
        "补贴情况/金额(元)",
    ]
    assert codes(table) == ["number", "name", "area", "standard", "amount", "note"]
    assert [row.number for row in table.rows] == [4]


def test_groups_are_seen_without_merged_cells(tmp_path):
    content = "姓名,补贴,,备注\n,面积,金额,\n张三,2,80,\n".encode()

    table = read(tmp_path, content, name="表.csv")

    assert codes(table) == ["name", "area", "amount", "note"]
    assert [row.number for row in table.rows] == [3]


def test_a_group_tells_headings_of_the_same_name_apart(tmp_path):
    columns = [
        COLUMNS[2],
        Column(code="plan", label="计划金额", kind=Kind.MONEY),
        Column(code="paid", label="实发金额", kind=Kind.MONEY),
    ]
    content = workbook(
        ["姓名", "计划", None, "实发", None],
        [None, "户数", "金额", "户数", "金额"],
        ["张三", 1, 90, 1, 80],
        change=lambda sheet: (sheet.merge_cells("B1:C1"), sheet.merge_cells("D1:E1")),
    )

    table = read(tmp_path, content, columns)

    assert codes(table) == ["name", "", "plan", "", "paid"]


def test_headings_are_matched_by_hand(tmp_path):
    content = workbook(["农户", "领取", "姓名"], ["张三", 80, "李四"])

    table = read(
        tmp_path, content, matches={"农户": "name", "领取": "amount", "姓名": ""}
    )

    assert codes(table) == ["name", "amount", ""]
    assert column(table, "name") == ["张三"]


def test_unknown_headings_are_shown_so_that_they_can_be_matched(tmp_path):
    content = workbook(["关于补贴"], ["农户", "领取", "何时"], ["张三", 80, "2026.3.5"])

    table = read(tmp_path, content)

    assert [heading.text for heading in table.headings] == ["农户", "领取", "何时"]
    assert table.missing == ("name", "amount")
    assert not table.is_sound


def test_units_may_stand_under_the_headings(tmp_path):
    content = workbook(
        ["姓名", "面积", "补贴金额"], [None, "(亩)", "万元"], ["张三", 2, 0.5]
    )

    table = read(tmp_path, content)

    assert [heading.text for heading in table.headings][1:] == [
        "面积(亩)",
        "补贴金额(万元)",
    ]
    assert table.sums == {"area": Decimal("2.00"), "amount": Decimal("5000.00")}


@pytest.mark.parametrize("row", [[1, 2, 3], ["1", "2", "3"], ["甲", 1, 2, 3]])
def test_a_row_that_counts_the_columns_is_no_data(tmp_path, row):
    content = workbook(["姓名", "面积", "金额", "备注"], row, ["张三", 2, 80])

    table = read(tmp_path, content)

    assert told(table) == [("2", "column numbers")]
    assert column(table, "name") == ["张三"]


def test_a_column_is_matched_by_hand_once(tmp_path):
    content = workbook(["农户", "户主", "领取"], ["张三", "李四", 80])

    table = read(
        tmp_path,
        content,
        matches={"农户": "name", "户主": "name", "领取": "amount", "x": "unknown"},
    )

    assert codes(table) == ["name", "", "amount"]
    assert told(table) == [("B1", "same heading")]


def test_two_headings_of_one_meaning_are_named(tmp_path):
    content = workbook(["姓名", "金额", "金额"], ["张三", 80, 90])

    table = read(tmp_path, content)

    assert [heading.text for heading in table.headings][1:] == ["金额", "金额 (C)"]
    assert told(table) == [("C1", "same heading")]
    assert table.sums == {"amount": Decimal("80.00")}


def test_a_heading_of_the_same_name_is_matched_by_hand(tmp_path):
    content = workbook(["姓名", "金额", "金额"], ["张三", 80, 90])

    table = read(tmp_path, content, matches={"金额": "", "金额 (C)": "amount"})

    assert told(table) == []
    assert table.sums == {"amount": Decimal("90.00")}


def test_a_second_header_is_a_bad_row(tmp_path):
    content = workbook(HEAD, [1, "张三", 80], HEAD, [2, "李四", 90])

    table = read(tmp_path, content)

    assert told(table) == [("3", "header again")]
    assert column(table, "name") == ["张三", "李四"]


def test_a_column_without_a_heading_is_named(tmp_path):
    content = workbook(HEAD, [1, "张三", 80, "补发"], [2, "李四", 90, "补发"])

    table = read(tmp_path, content)

    assert told(table) == [("D", "no heading")]
    assert table.is_sound


def test_a_sheet_without_a_header_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match="header"):
        read(tmp_path, workbook(["说明"], ["张三"]))


SORT = Column(
    code="sort",
    label="决定类别",
    kind=Kind.CHOICE,
    choices={"licence": ("行政许可",), "penalty": ("行政处罚",)},
    told_by={"licence": "许可", "penalty": "处罚"},
    is_required=True,
)


def test_other_headings_tell_what_holds_for_each_row(tmp_path):
    content = workbook(["姓名", "处罚日期"], ["张三", "2026.3.5"], ["李四", "2026.3.6"])

    table = read(tmp_path, content, (NAME, SORT))

    assert column(table, "sort") == ["penalty", "penalty"]
    assert told(table) == [("1", "told by headings")]
    assert table.missing == ()


def test_headings_that_disagree_tell_nothing(tmp_path):
    content = workbook(["姓名", "处罚日期", "许可日期"], ["张三", "2026.3.5"])

    table = read(tmp_path, content, (NAME, SORT))

    assert table.missing == ("sort",)


def test_a_column_of_its_own_wins_over_what_headings_tell(tmp_path):
    content = workbook(["姓名", "决定类别", "处罚日期"], ["张三", "行政许可", ""])

    table = read(tmp_path, content, (NAME, SORT))

    assert column(table, "sort") == ["licence"]
