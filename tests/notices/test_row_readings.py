"""Headings and cells of real sheets that say two things at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.spreadsheets.problems import Reason
from disclosure_portal.foundation.spreadsheets.table import Table, read_table
from notices.row_readings import with_copies, with_group
from notices.structures.decisions import DECISIONS
from notices.structures.guide_columns import MATERIAL_COUNTS, MATERIALS
from notices.structures.land import LINES as LAND_COLUMNS
from tests.sheets import workbook


@pytest.fixture
def read(tmp_path):
    def read_rows(
        columns: tuple[Column, ...], *rows: Any, above: tuple[Any, ...] = ()
    ) -> Table:
        path = tmp_path / "表.xlsx"
        path.write_bytes(workbook(rows, above=above))
        return read_table(path, path.name, columns)

    return read_rows


@pytest.mark.parametrize(
    ("written", "village", "group"),
    [
        ("上渡村二组", "上渡村", "二组"),
        ("上渡村 第3村民小组", "上渡村", "第3村民小组"),
        ("橘园社区老屋组", "橘园社区", "老屋组"),
        ("大村村委会二组", "大村村委会", "二组"),
        ("上渡村", "上渡村", None),
    ],
)
def test_village_and_group_in_one_cell_are_told_apart(written, village, group):
    found = with_group({"village": written, "group": None}, {})

    assert (found["village"], found["group"]) == (village, group)


def test_a_group_of_its_own_column_stays():
    row = {"village": "上渡村二组", "group": "河边片"}

    assert with_group(row, {}) == row


@pytest.mark.parametrize(
    ("originals", "duplicates", "copies", "quantity"),
    [
        (1, 0, "original", 1),
        (None, 2, "copy", 2),
        (1, 2, "both", 3),
    ],
)
def test_numbers_of_originals_and_duplicates_are_one_answer(
    originals, duplicates, copies, quantity
):
    row = {"name": "身份证", "originals": originals, "duplicates": duplicates}

    found = with_copies(row, {})

    assert (found["copies"], found["quantity"]) == (copies, quantity)
    assert "originals" not in found


def test_of_both_each_number_is_remarked():
    row = {"originals": 1, "duplicates": 2, "remark": "当场核对"}

    assert with_copies(row, {})["remark"] == "当场核对；原件1份，复印件2份"


def test_a_sheet_of_materials_may_count_each_and_name_the_window(read):
    table = read(
        (*MATERIALS, *MATERIAL_COUNTS),
        ("材料名称", "原件份数", "复印件份数", "材料来源"),
        ("申请表", 1, "/", "窗口领取"),
    )

    values = table.rows[0].values
    assert (values["originals"], values["duplicates"]) == (1, None)
    assert values["source"] == "applicant"


def test_the_number_of_a_licence_is_known_by_its_short_heading(read):
    columns = DECISIONS.tables[0].columns
    table = read(columns, ("许可决定书文号", "项目名称"), ("霁许〔2026〕1号", "x"))

    assert table.rows[0].values["document_number"] == "霁许〔2026〕1号"


HEADINGS = ("村组", "地类", "面积(公顷)", "补偿标准(元/亩)", "补偿金额(元)")


def test_hectares_become_mu_and_the_clerk_is_told(read):
    row = ("上渡村二组", "水田", 0.1234, 43200, 79963.2)

    table = read(LAND_COLUMNS, HEADINGS, row)

    assert table.is_sound
    assert table.rows[0].values["area"] == Decimal("1.851")
    assert [each.reason for each in table.problems] == [Reason.MULTIPLIED]


def test_a_standard_for_a_hectare_is_refused_not_rounded(read):
    headings = (*HEADINGS[:3], "补偿标准(元/公顷)", HEADINGS[4])

    table = read(LAND_COLUMNS, headings, ("上渡村", "水田", 1, 648000, 648000))

    assert Reason.WRONG_UNIT in [each.reason for each in table.problems]


def test_a_standard_that_only_the_title_made_larger_is_pointed_out(read):
    headings = ("村", "地类", "面积(亩)", "补偿标准", "补偿金额")

    table = read(
        LAND_COLUMNS,
        headings,
        ("上渡村", "水田", 1, 4.32, 4.32),
        above=(("单位：万元",),),
    )

    (remark,) = [
        each for each in table.problems if each.reason is Reason.MULTIPLIED_BY_TITLE
    ]
    assert remark.details["heading"] == "补偿标准"
    assert remark.details["unit"] == "万元"
