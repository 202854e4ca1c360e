"""Checklists as they circulate in spreadsheets, row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.spreadsheets import books
from disclosure_portal.foundation.spreadsheets.cells import (
    Cell,
    CellKind,
    RawRow,
    RawSheet,
)
from supervision.checklist_sheet import read_checklist
from supervision.checklist_tree import leaves, walk
from supervision.sheet_headings import Column, find_header
from supervision.sheet_rows import (
    Told,
    numbering,
    read_methods,
    read_points_cell,
    stated_in_name,
)
from tests.checklist_sheets import RIVER_ROWS, TOWN_ROWS, river_csv, town_book


def raw(folder, content, name):
    path = folder / name
    path.write_bytes(content)
    with books.opened(path, name) as book:
        return books.read(book, book.names[-1].name, limit=10_000)


def read(folder, content, name="考核.xlsx", **more):
    return read_checklist(raw(folder, content, name), **more)


def told(sheet, *kinds):
    return [
        (each.place, each.told)
        for each in sheet.problems
        if not kinds or each.told in kinds
    ]


def tree(sheet):
    return [
        (branch.code, branch.title, str((branch.points or Decimal(0)).normalize()))
        for _above, branch in walk(sheet.branches)
    ]


@pytest.fixture
def river(tmp_path):
    return read(tmp_path, river_csv(), "考核.csv")


@pytest.fixture
def town(tmp_path):
    return read(tmp_path, town_book())


def test_sections_told_by_numbers_hold_the_rows_below_them(river):
    assert tree(river) == [
        ("1", "健全体系", "9"),
        ("1.1", '完善"四个到位"', "4"),
        ("1.2", "信息平台", "5"),
        ("2", "专项整治", "8"),
        ("2.1", "水质达标", "4"),
        ("2.2", "退养", "4"),
        ("3", "信息报送", "3"),
        ("4", "奖扣分项目", "2"),
    ]
    assert river.total == 20
    assert (river.errors, river.misfits) == (0, 0)


def test_the_rule_is_kept_in_its_words_beside_the_department(river):
    platform = river.branches[0].children[1]

    assert platform.rule == "1.人员注册并使用，得2分。2.按制度开展巡查，得3分。"
    assert platform.department == "县河长办"
    assert platform.number == "2"


def test_quirks_of_the_sheet_are_told_by_their_rows(river):
    assert told(river) == [
        ("6", Told.SAME_RULE),
        ("C10", Told.MORE_BESIDE),
        ("C10", Told.NOT_IN_TOTAL),
    ]


def test_kinds_are_proposed_where_the_words_are_clear(river):
    proposed = {
        branch.title: branch.proposal and branch.proposal.kind
        for branch in leaves(river.branches)
    }

    assert proposed == {
        '完善"四个到位"': None,
        "信息平台": None,
        "水质达标": "deduction",
        "退养": "rate",
        "信息报送": None,
        "奖扣分项目": "bonus",
    }


def test_a_section_whose_rows_make_another_sum_is_told(tmp_path):
    rows = [(*row[:2], "5", *row[3:]) if row[0] == "1" else row for row in RIVER_ROWS]

    sheet = read(tmp_path, river_csv(rows), "考核.csv")

    (misfit,) = [each for each in sheet.problems if each.told is Told.SUM_OF_GROUP]
    assert misfit.place == "C3"
    assert misfit.facts == {
        **{"title": "健全体系", "stated": "9", "found": "10"},
        "difference": "1",
    }
    assert sheet.misfits == 1
    assert sheet.errors == 0


def test_dimensions_that_do_not_make_the_total_are_told(tmp_path):
    rows = [
        (*row[:2], "100", *row[3:]) if row[1] == "总分" else row for row in RIVER_ROWS
    ]

    sheet = read(tmp_path, river_csv(rows), "考核.csv")

    (misfit,) = [each for each in sheet.problems if each.is_error]
    assert (misfit.told, misfit.facts["found"]) == (Told.SUM_OF_ALL, "20")
    assert misfit.place == "C2"


def test_parts_of_a_rule_that_make_another_sum_are_a_remark(tmp_path):
    parts = "1.建立台账，得1分。2.协助推进，得1分。"
    rows = [(*row[:3], parts, row[4]) if row[0] == "2" else row for row in RIVER_ROWS]

    sheet = read(tmp_path, river_csv(rows), "考核.csv")

    (misfit,) = [each for each in sheet.problems if each.told is Told.SUM_OF_PARTS]
    assert (misfit.place, misfit.is_error) == ("C5", False)
    assert (misfit.facts["stated"], misfit.facts["found"]) == ("5", "2")


def test_parts_with_points_become_indicators_when_asked_for(tmp_path):
    sheet = read(tmp_path, river_csv(), "考核.csv", split_parts=True)

    platform = sheet.branches[0].children[1]
    assert [(b.title, b.points) for b in platform.children] == [
        ("人员注册并使用", 2),
        ("按制度开展巡查", 3),
    ]
    assert platform.rule.startswith("1.人员注册")


def test_merged_levels_and_titles_above_them_make_the_tree(town):
    assert town.title == "清源县2026年乡镇政务公开考核指标"
    assert tree(town) == [
        ("1", "公开内容", "6E+1"),
        ("1.1", "基本信息", "2E+1"),
        ("1.1.1", "机构概况", "5"),
        ("1.1.2", "政策文件", "15"),
        ("1.2", "重点领域", "4E+1"),
        ("1.2.1", "社会救助", "25"),
        ("1.2.2", "涉农补贴", "15"),
        ("2", "公开保障", "4E+1"),
        ("2.1", "机构人员", "3E+1"),
        ("2.2", "培训", "1E+1"),
    ]
    assert town.errors == town.misfits == 0


def test_rows_of_rules_under_one_name_are_one_indicator(town):
    training = town.branches[1].children[1]

    assert training.rule == "每培训2次以上得10分，1次得5分\n缺席的，不得分"
    assert training.points == 10
    assert training.children == []


def test_columns_that_are_filled_in_for_a_unit_are_left_out(town):
    assert told(town, Told.RESULT_COLUMN) == [
        ("J3", Told.RESULT_COLUMN),
        ("K3", Told.RESULT_COLUMN),
        ("L3", Told.RESULT_COLUMN),
    ]
    assert told(town, Told.LONE_TEXT) == [("12", Told.LONE_TEXT)]


def test_methods_evidence_and_the_stage_are_kept(town):
    outline = town.branches[0].children[0].children[0]

    assert outline.methods == ("look", "check")
    assert outline.evidence == "网页截图"
    assert outline.remark == "管理"


def test_points_that_are_no_number_are_an_error_at_their_cell(tmp_path):
    rows = [list(row) for row in TOWN_ROWS]
    rows[0][6] = "若干"

    sheet = read(tmp_path, town_book(rows))

    assert ("G4", Told.NO_NUMBER) in told(sheet)
    assert sheet.errors == 1


def test_a_row_without_points_is_told(tmp_path):
    rows = [list(row) for row in TOWN_ROWS]
    rows[2][6] = None

    sheet = read(tmp_path, town_book(rows))

    assert ("6", Told.NO_POINTS) in told(sheet)


def test_hidden_rows_and_columns_are_errors(tmp_path):
    sheet = raw(tmp_path, town_book(), "考核.xlsx")
    rows = [row._replace(is_hidden=row.number == 5) for row in sheet.rows]
    hidden = type(sheet)(rows, sheet.areas, frozenset({6}))

    found = read_checklist(hidden)

    assert told(found, Told.HIDDEN_ROW, Told.HIDDEN_COLUMN) == [
        ("G3", Told.HIDDEN_COLUMN),
        ("5", Told.HIDDEN_ROW),
    ]


def test_a_sheet_without_a_header_says_so_and_nothing_else(tmp_path):
    sheet = read(tmp_path, "甲,乙\n1,2\n".encode(), "考核.csv")

    assert told(sheet) == [("", Told.NO_HEADER)]
    assert sheet.branches == []


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        (
            "序号,公开领域（编码）,一级事项（编码）,二级事项（编码）,权重,得分,扣分说明,整改情况",
            "order level level level points result result result",
        ),
        ("一级,二级,评价标准,分值", "level level rule points"),
        ("考核项目,考核指标,分值", "level rule points"),
        ("考核指标,分值,评分办法", "level points rule"),
        ("一级指标,二级指标,考核内容,评分标准,满分", "level level rule rule points"),
        ("测评指标,指标分值,扣分,失分原因", "level points result result"),
        ("项目名称,标准分,责任单位,检查方式", "level points department method"),
    ],
)
def test_headings_of_real_offices_are_known(tmp_path, headings, meant):
    sheet = raw(tmp_path, f"{headings}\n1,2\n".encode(), "考核.csv")

    header = find_header(sheet)

    assert header is not None
    assert [header.columns[c].value for c in sorted(header.columns)] == meant.split()


COUNTIES = {
    # 亳州: one column of levels, points of four decimals.
    "bozhou": (
        "测评指标,指标分值,扣分,失分原因,整改情况\n"
        "一、基本信息指标,82.3333,,,\n（一）机构概况,40,,,\n1.机构职能,20,,,\n"
        "2.内设机构,20,,,\n（二）政策文件,42.3333,,,\n二、重点领域指标,37.5,,,\n",
        ["82.3333", "40", "20", "20", "42.3333", "37.5"],
    ),
    # 霍邱: three levels with their codes, what is deducted for, and results.
    "huoqiu": (
        "一级事项（编码）,二级事项（编码）,三级事项（编码）,内容要求,扣分要素,分值,得分,"
        "扣分原因,整改情况\n"
        "基础信息（01）,机构（0101）,职能（010100）,全文公开,每缺一项扣0.5分,2,,,\n"
        ",,领导（010200）,姓名、分工,每缺一项扣0.5分,3,,,\n",
        ["5", "5", "2", "3"],
    ),
    # 舒城: a domain above the numbered levels, some of them left blank.
    "shucheng": (
        "序号,公开领域（编码）,一级事项（编码）,二级事项（编码）,权重,得分,扣分说明,整改情况\n"
        "1,重大建设项目（01）,批准服务（0101）,办事指南（010101）,8,,,\n"
        "2,,,办理结果（010102）,12,,,\n3,,招标投标（0102）,,20,,,\n"
        "4,义务教育（02）,招生管理（0201）,学区划分（020101）,10,,,\n",
        ["40", "20", "8", "12", "20", "10", "10", "10"],
    ),
}


@pytest.mark.parametrize("county", COUNTIES)
def test_sheets_of_real_counties_are_read_with_their_sums(county, tmp_path):
    text, points = COUNTIES[county]

    sheet = read(tmp_path, text.encode(), "考核.csv")

    assert (sheet.errors, sheet.misfits) == (0, 0)
    found = [branch.points for _above, branch in walk(sheet.branches)]
    assert found == list(map(Decimal, points))


def test_a_list_of_faults_without_points_is_no_checklist(tmp_path):
    text = "一级,二级,评价标准,问题明细,整改结果\n公开,目录,齐全,缺一项,已改\n"

    sheet = read(tmp_path, text.encode(), "问题.csv")

    assert told(sheet) == [("", Told.NO_HEADER)]


def test_points_beside_each_level_are_of_that_level(tmp_path):
    text = (
        "一级指标,分值,二级指标,分值,评分标准\n"
        "组织,10,领导,4,酌情\n,,制度,6,酌情\n公开,5,目录,5,酌情\n"
    )

    sheet = read(tmp_path, text.encode(), "考核.csv")

    assert [row[2] for row in tree(sheet)] == ["1E+1", "4", "6", "5", "5"]
    assert sheet.misfits == 0


@pytest.mark.parametrize(
    ("kind", "text", "points"),
    [
        (CellKind.NUMBER, "5", "5"),
        (CellKind.NUMBER, "0.28499999999999998", "0.285"),
        (CellKind.TEXT, "5分", "5"),
        (CellKind.TEXT, "【2.5分】", "2.5"),
        (CellKind.TEXT, "－10", "10"),
        (CellKind.TEXT, "+3", "3"),
        (CellKind.PERCENT, "0.1", "10"),
        (CellKind.TEXT, "10%", "10"),
        (CellKind.TEXT, "/", None),
    ],
)
def test_points_are_read_as_offices_write_them(kind, text, points):
    found = read_points_cell(Cell(kind, text)).points

    assert found == (None if points is None else Decimal(points))


@pytest.mark.parametrize("text", ["5万", "5-10", "若干", "0.00001", "1E+9"])
def test_other_words_are_no_points(text):
    assert read_points_cell(Cell(CellKind.TEXT, text)).fault is Told.NO_NUMBER


@pytest.mark.parametrize(
    ("order", "title", "style", "number", "rest"),
    [
        ("一、", "组织", "han", "一", "组织"),
        ("", "一、组织", "han", "一", "组织"),
        ("", "（二）制度", "han_brackets", "（二）", "制度"),
        ("3", "目录", "digit", "3", "目录"),
        ("", "3.目录", "digit", "3", "目录"),
        ("1.2", "目录", "dotted2", "1.2", "目录"),
        ("", "2026年目录", "plain", "", "2026年目录"),
        ("", "(4) 公示", "brackets", "(4)", "公示"),
    ],
)
def test_numberings_tell_the_level(order, title, style, number, rest):
    assert numbering(order, title) == (style, number, rest)


def test_points_in_the_name_of_a_group_are_its_points():
    assert stated_in_name("组织领导（共10分）") == ("组织领导", Decimal(10))
    assert stated_in_name("得满10分的") == ("得满10分的", None)


def test_methods_are_read_from_signs_and_words():
    assert read_methods("听、看、查、访、议") == (
        *("hear", "look", "check"),
        *("ask", "discuss"),
    )
    assert read_methods("查阅资料") == ("check",)


@given(
    st.lists(
        st.lists(st.decimals(0, 50, places=2), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_a_sheet_whose_sums_fit_has_no_misfit_and_one_that_is_off_has(groups):
    lines = ["一级指标,分值,二级指标,分值"]
    for index, group in enumerate(groups):
        for place, points in enumerate(group):
            first = f"甲{index},{sum(group)}" if place == 0 else ","
            lines.append(f"{first},乙{index}-{place},{points}")

    def reading(text):
        rows = [
            [Cell(CellKind.TEXT, cell) for cell in line.split(",")]
            for line in text.splitlines()
        ]
        return read_checklist(
            RawSheet(
                [
                    RawRow(n, {c: x for c, x in enumerate(row) if x.text})
                    for n, row in enumerate(rows, 1)
                ]
            )
        )

    fits = reading("\n".join(lines))
    off = reading("\n".join([*lines, "丙,7,丁,6.5"]))

    assert fits.misfits == 0
    assert [p.told for p in off.problems if p.is_misfit] == [Told.SUM_OF_GROUP]


def test_the_first_column_of_an_order_is_no_level(tmp_path):
    header = find_header(raw(tmp_path, river_csv(), "考核.csv"))

    assert header is not None
    assert header.of(Column.ORDER) == [0]
