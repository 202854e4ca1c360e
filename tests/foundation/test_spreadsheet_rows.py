"""Which rows are the list, what merged cells and totals stand for, what is hidden."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from disclosure_portal.foundation.spreadsheets.problems import (
    MAX_ERRORS,
    ROOM_FOR_ROWS,
    Reason,
    shared,
)

from .made_tables import NAME, column, read, told, workbook

pytestmark = pytest.mark.once

HEAD = ("乡镇", "姓名", "面积", "补贴金额")
CHECKED, UNCHECKED = "total checked", "total unchecked"


def test_a_merged_text_stands_in_each_of_its_rows(tmp_path):
    content = workbook(
        HEAD,
        ["城关镇", "张三", 1, 80],
        [None, "李四", 2, 90],
        ["柳林镇", "王五", 3, 70],
        change=lambda sheet: sheet.merge_cells("A2:A3"),
    )

    table = read(tmp_path, content)

    assert column(table, "town") == ["城关镇", "城关镇", "柳林镇"]
    assert told(table) == []


def test_a_merged_amount_would_count_more_than_once(tmp_path):
    content = workbook(
        HEAD,
        ["城关镇", "张三", 1, 160],
        ["城关镇", "李四", 2],
        ["合计", None, None, 160],
        change=lambda sheet: sheet.merge_cells("D2:D3"),
    )

    table = read(tmp_path, content)

    assert told(table) == [("D2:D3", "merged sum"), ("4", UNCHECKED)]
    assert column(table, "amount") == [None, None]


@pytest.mark.parametrize(
    "label",
    [
        "合计",
        "合 计",
        "总计：",
        "总　计",
        "小计",
        "合计（元）",
        "全县合计",
        "合计2户",
        "合计：2户",
    ],
)
def test_a_total_that_agrees_is_left_out(tmp_path, label):
    content = workbook(
        HEAD, ["a", "张三", 1, 80], ["b", "李四", 2, 90], [label, None, 3, 170]
    )

    table = read(tmp_path, content)

    assert told(table) == [("4", CHECKED)]
    assert column(table, "name") == ["张三", "李四"]
    assert table.sums == {"area": Decimal("3.00"), "amount": Decimal("170.00")}


def test_a_total_that_differs_is_named_with_both_sums(tmp_path):
    content = workbook(
        HEAD, ["a", "张三", 1, 80], ["b", "李四", 2, 90], ["合计", None, 3, 107]
    )

    table = read(tmp_path, content)

    assert told(table) == [("D4", "wrong total")]
    assert table.problems[0].details == {
        "label": "合计",
        "written": "107.00",
        "computed": "170.00",
    }


TOWNS: dict[str, list[list[Any]]] = {
    "under their rows": [
        ["城关镇", "张三", 1, 10],
        ["城关镇", "李四", 1, 20],
        ["城关镇", "小计", 2, 30],
        ["柳林镇", "王五", 1, 40],
        ["柳林镇小计", None, 1, 40],
        ["合计", None, 3, 70],
    ],
    "above their rows": [
        ["全县合计", None, 3, 70],
        ["城关镇小计", None, 2, 30],
        ["城关镇", "张三", 1, 10],
        ["城关镇", "李四", 1, 20],
        ["柳林镇小计", None, 1, 40],
        ["柳林镇", "王五", 1, 40],
    ],
    "village, township, county": [
        ["东村", "张三", 1, 10],
        ["东村小计", None, 1, 10],
        ["西村", "李四", 1, 20],
        ["西村小计", None, 1, 20],
        ["城关镇合计", None, 2, 30],
        ["南村", "王五", 1, 40],
        ["南村小计", None, 1, 40],
        ["柳林镇合计", None, 1, 40],
        ["总计", None, 3, 70],
    ],
}


@pytest.mark.parametrize("rows", TOWNS.values(), ids=TOWNS)
def test_totals_may_stand_within_totals(tmp_path, rows):
    table = read(tmp_path, workbook(HEAD, *rows))

    assert {reason for _place, reason in told(table)} == {CHECKED}
    assert column(table, "name") == ["张三", "李四", "王五"]


def test_a_total_may_be_larger_than_any_line(tmp_path):
    columns = [
        NAME,
        Column(code="area", label="面积", kind=Kind.NUMBER, maximum=Decimal(9)),
        Column(code="amount", label="金额", kind=Kind.MONEY, digits=4),
    ]
    content = workbook(
        ["姓名", "面积", "金额"], ["张三", 5, 80], ["李四", 8, 90], ["合计", 13, 170]
    )

    table = read(tmp_path, content, columns)

    assert told(table) == [("4", CHECKED)]


def test_notes_are_known_where_no_column_must_be_filled(tmp_path):
    columns = [Column(code="a", label="项目"), Column(code="b", label="说明")]
    content = workbook(["项目", "说明"], ["甲", "乙"], ["注：以批复为准"])

    table = read(tmp_path, content, columns)

    assert told(table) == [("3", "footnote")]


def test_a_wrong_subtotal_is_compared_with_the_rows_above_it(tmp_path):
    rows = [list(row) for row in TOWNS["under their rows"]]
    rows[4][3] = 41

    table = read(tmp_path, workbook(HEAD, *rows))

    assert ("D6", "wrong total") in told(table)
    assert table.problems[0].details["computed"] == "40.00"


def test_a_bad_cell_keeps_its_column_out_of_the_check(tmp_path):
    content = workbook(HEAD, ["a", "张三", 1, "八十"], ["合计", None, 1, 80])

    table = read(tmp_path, content)

    assert told(table) == [("D2", "not a number"), ("3", CHECKED)]


def test_a_person_is_no_total(tmp_path):
    table = read(tmp_path, workbook(HEAD, ["城关镇", "会计", 1, 80]))

    assert column(table, "name") == ["会计"]


def test_notes_and_signatures_under_the_table_are_left_out(tmp_path):
    content = workbook(
        HEAD,
        ["城关镇", "张三", 1, 80],
        ["注：面积以确权为准。"],
        ["填表人：李四", None, None, "审核人：王五"],
    )

    table = read(tmp_path, content)

    assert told(table) == [("3", "footnote"), ("4", "footnote")]
    assert table.is_sound


def test_a_text_across_the_table_is_a_bad_row(tmp_path):
    content = workbook(HEAD, ["一、城关镇"], ["城关镇", "张三", 1, 80])

    table = read(tmp_path, content)

    assert told(table) == [("2", "lone text")]
    assert len(table.rows) == 1


def test_a_row_without_its_sum_is_no_note(tmp_path):
    content = workbook(("姓名", "金额"), ["张三", 80], ["李四"])

    table = read(tmp_path, content)

    assert told(table) == [("B3", "missing")]


def test_a_list_may_number_its_rows_in_words(tmp_path):
    columns = [Column(code="a", label="序号"), Column(code="b", label="项目")]
    content = workbook(["序号", "项目"], ["一、", "认证费"], ["（二）", "签证费"])

    table = read(tmp_path, content, columns)

    assert told(table) == []
    assert column(table, "b") == ["认证费", "签证费"]


def test_rows_with_a_serial_number_alone_are_left_out(tmp_path):
    content = workbook(
        ("序号", "姓名", "金额"), [1, "张三", 80], [2], [3], [4, "李四", 90], [5]
    )

    table = read(tmp_path, content)

    assert told(table) == [("3–4, 6", "serial only")]
    assert len(table.rows) == 2


def test_hidden_rows_are_named_and_not_read(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True

    content = workbook(
        HEAD,
        ["a", "张三", 1, 80],
        ["a", "李四", 1, 80],
        ["a", "王五", 1, 80],
        ["合计", None, 3, 240],
        change=hide,
    )

    table = read(tmp_path, content)

    assert told(table) == [("3–4", "hidden rows"), ("5", UNCHECKED)]
    assert column(table, "name") == ["张三"]
    assert not table.is_sound


def test_hidden_columns_are_named_and_not_read(tmp_path):
    def hide(sheet):
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["E"].hidden = True

    content = workbook((*HEAD, "身份证号"), ["a", "张三", 1, 80, "内部"], change=hide)

    table = read(tmp_path, content)

    assert told(table) == [("C", "hidden column"), ("E", "unknown hidden column")]
    assert table.rows[0].values == {
        "town": "a",
        "name": "张三",
        "amount": Decimal("80.00"),
    }


def test_hidden_and_other_sheets_are_named_and_not_read(tmp_path):
    def more(sheet):
        sheet.parent.create_sheet("说明").append(["请勿删除"])
        sheet.parent["说明"].sheet_state = "hidden"
        other = sheet.parent.create_sheet("二季度")
        other.append(HEAD)
        other.append(["b", "李四", 1, 90])
        sheet.parent.create_sheet("空")

    content = workbook(HEAD, ["a", "张三", 1, 80], change=more)

    first, second = read(tmp_path, content), read(tmp_path, content, sheet="二季度")

    assert first.sheets == second.sheets == ("明细", "二季度")
    assert told(first) == [("二季度", "other sheet"), ("说明", "hidden sheet")]
    assert (first.sheet, column(first, "name")) == ("明细", ["张三"])
    assert (second.sheet, column(second, "name")) == ("二季度", ["李四"])


def test_a_sheet_with_the_header_goes_before_one_without(tmp_path):
    def more(sheet):
        other = sheet.parent.create_sheet("名单")
        other.append(HEAD)
        other.append(["a", "张三", 1, 80])

    assert read(tmp_path, workbook(["封面", "2025年"], change=more)).sheet == "名单"


def test_the_first_problems_are_kept_and_the_rest_counted(tmp_path):
    rows = [["a", f"人{number}", 1, "很多"] for number in range(250)]

    table = read(tmp_path, workbook(HEAD, *rows))

    assert len(table.problems) == MAX_ERRORS
    assert table.error_count == 250
    assert len(table.rows) == 250


def test_bad_cells_do_not_hide_wrong_rows(tmp_path):
    rows = [["a", f"人{number}", 1, "很多"] for number in range(250)]
    again = [HEAD] * 60

    table = read(tmp_path, workbook(HEAD, *rows, *again))

    reasons = [problem.reason for problem in table.problems]
    assert reasons.count(Reason.NOT_A_NUMBER) == MAX_ERRORS - ROOM_FOR_ROWS
    assert reasons.count(Reason.HEADER_AGAIN) == ROOM_FOR_ROWS
    assert table.error_count == 310


@pytest.mark.parametrize(
    ("cells", "rows", "kept"),
    [
        (0, 0, (0, 0)),
        (250, 0, (200, 0)),
        (0, 250, (0, 200)),
        (250, 10, (190, 10)),
        (250, 250, (150, 50)),
        (120, 250, (120, 80)),
        (180, 250, (150, 50)),
    ],
)
def test_cells_and_rows_share_the_places(cells, rows, kept):
    first_cells, first_rows = shared(range(cells), range(rows))

    assert (len(first_cells), len(first_rows)) == kept
    assert first_rows == list(range(kept[1]))


def test_every_problem_says_how_to_mend_it_and_what_stands_there(tmp_path):
    table = read(tmp_path, workbook(HEAD, ["a", None, 1, "很多"]))

    assert [(each.place, each.found) for each in table.problems] == [
        ("B2", ""),
        ("D2", "很多"),
    ]
    assert all(each.message and each.is_error for each in table.problems)


WORDS = ["", "", "1", "80", "-5", "1,2", "张三", "合计", "小计", "注：无", "一、东村"]
WORDS += ["示例", "=1", "2026.1.1", "姓名", "补贴金额", "单位：万元", "长" * 40]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=9))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_is_lost_without_a_word(tmp_path, rows):
    lines = [("序号", "姓名", "面积", "补贴金额"), *rows]
    content = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)

    table = read(tmp_path, content.encode(), name="表.csv")

    filled = {number for number, line in enumerate(lines, start=1) if any(line)}
    named = {
        int(number)
        for problem in table.problems
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", problem.place)
        for number in range(int(first), int(last or first) + 1)
    }
    taken = {row.number for row in table.rows}
    assert filled - {1} <= named | taken
