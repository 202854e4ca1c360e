"""Standard catalogues as they circulate in spreadsheets, item by item."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from directories.standard_sheet import Told, read_standard
from directories.standard_ticks import Group, code_of, read_boxes, read_mark
from disclosure_portal.foundation.spreadsheets import books
from disclosure_portal.foundation.spreadsheets.cells import (
    Area,
    Cell,
    CellKind,
    RawRow,
    RawSheet,
)
from tests.catalogue_sheets import (
    BOXES,
    LIMIT,
    RELIEF_ROWS,
    TEN_DAYS,
    household_catalogue,
    relief_catalogue,
)


def read(folder, content, name="目录.xlsx"):
    path = folder / name
    path.write_bytes(content)
    with books.opened(path, name) as book:
        raw = books.read(book, book.names[0].name, limit=10_000)
    return read_standard(raw)


def told(sheet, *kinds):
    return [(each.place, each.told) for each in sheet.problems if each.told in kinds]


@pytest.fixture
def relief(tmp_path):
    return read(tmp_path, relief_catalogue())


@pytest.fixture
def household(tmp_path):
    return read(tmp_path, household_catalogue(), "目录.csv")


def test_merged_items_are_carried_down_under_a_header_of_two_rows(relief):
    assert [item.names for item in relief.items] == [
        ("综合业务", "政策法规文件", ""),
        ("综合业务", "监督检查", ""),
        ("最低生活保障", "审核信息", ""),
        ("最低生活保障", "审批信息", ""),
    ]
    assert [item.row for item in relief.items] == [5, 6, 7, 8]
    assert relief.errors == 0


def test_texts_are_kept_with_the_limit_that_was_merged_over_two_rows(relief):
    first, second, third, _fourth = relief.items

    assert first.texts["content"] == "《社会救助暂行办法》\n各地配套政策法规文件"
    assert (first.texts["limit"], second.texts["limit"]) == (LIMIT, LIMIT)
    assert third.texts["limit"] == TEN_DAYS
    assert first.texts["order"] == "1"


def test_same_as_above_is_the_text_above_and_told(relief):
    assert relief.items[1].texts["basis"] == "《中华人民共和国政府信息公开条例》"
    assert told(relief, Told.SAME_AS_ABOVE) == [
        ("E6", Told.SAME_AS_ABOVE),
        ("G6", Told.SAME_AS_ABOVE),
        ("E8", Told.SAME_AS_ABOVE),
    ]


def test_printed_boxes_and_columns_of_marks_are_ticked(relief):
    first, second, third, fourth = relief.items

    assert first.choices == {
        Group.CHANNELS: ("website", "reading_point", "notice_board"),
        Group.AUDIENCE: ("all",),
        Group.MANNER: ("proactive",),
        Group.LEVELS: ("county", "township"),
    }
    assert second.choices[Group.CHANNELS] == ("website", "other")
    assert second.other_channels == "村广播"
    assert (third.choices[Group.AUDIENCE], third.specific) == (
        ("specific",),
        "本村村民",
    )
    assert fourth.choices[Group.CHANNELS] == ("website",)
    assert fourth.choices[Group.MANNER] == ("on_request",)
    assert fourth.choices[Group.LEVELS] == ("county",)


def test_a_limit_that_is_not_understood_is_told_by_its_cell(relief):
    assert told(relief, Told.LIMIT_UNREAD) == [("F8", Told.LIMIT_UNREAD)]


def test_codes_three_item_levels_and_four_levels_come_from_a_text_file(household):
    first, second, third = household.items

    assert [item.key for item in household.items] == [
        "code:0501",
        "code:0502",
        "code:0503",
    ]
    assert second.names == ("户籍管理", "出生登记", "收养登记")
    assert third.names == ("户籍管理", "注销登记", "死亡注销")
    assert first.choices[Group.LEVELS] == ("county", "township")
    assert second.choices[Group.LEVELS] == ("city", "county")
    assert first.choices[Group.STAGES] == ("management", "service")
    assert first.choices[Group.FORMS] == ("text", "picture")
    assert second.specific == "收养家庭"
    assert second.other_channels == "征地信息公开平台"


def test_missing_columns_are_told_and_their_groups_are_not_there(household):
    missing = [p.text for p in household.problems if p.told is Told.MISSING_COLUMN]

    assert missing == ["basis", "manner"]
    assert Group.MANNER not in household.items[0].choices


def test_what_no_column_takes_is_kept_as_a_remark(household):
    assert household.items[0].remark == "备注：长期"
    assert ("P3", Told.OTHER_COLUMN) in told(household, Told.OTHER_COLUMN)


def test_words_in_the_place_of_a_mark_tick_nothing_and_are_kept_and_told(household):
    assert household.items[1].remark == "也许"
    assert told(household, Told.NOT_UNDERSTOOD) == [("N5", Told.NOT_UNDERSTOOD)]


def test_a_header_without_items_is_told_with_what_was_found(tmp_path):
    header = (("序号", "名称", "公开依据", "公开时限", "公开主体", "公开渠道和载体"),)

    sheet = read(tmp_path, household_catalogue(header=header), "目录.csv")

    assert sheet.items == ()
    (problem,) = sheet.problems
    assert problem.told is Told.NO_HEADER
    assert "公开依据" in problem.text


def test_two_items_with_one_code_are_an_error_at_the_second(tmp_path):
    twice = ("0501", "户籍管理", "迁移登记", "迁出登记", "另一项", LIMIT)

    sheet = read(tmp_path, household_catalogue(twice), "目录.csv")

    assert told(sheet, Told.CODE_TWICE) == [("7", Told.CODE_TWICE)]
    assert sheet.errors == 1
    assert len(sheet.items) == 3


def test_the_same_row_twice_is_one_item_and_told(tmp_path):
    sheet = read(tmp_path, relief_catalogue(RELIEF_ROWS[2]))

    assert len(sheet.items) == 4
    assert [(p.place, p.text) for p in sheet.problems if p.told is Told.SAME_ROW] == [
        ("9", "7")
    ]


def test_items_of_one_name_with_other_content_are_both_kept(tmp_path):
    other = list(RELIEF_ROWS[2])
    other[3] = "终止供养名单"

    sheet = read(tmp_path, relief_catalogue(other))

    assert [item.key for item in sheet.items if item.names[1] == "审核信息"] == [
        "最低生活保障/审核信息",
        "最低生活保障/审核信息#2",
    ]
    assert told(sheet, Told.SAME_NAME) == [("9", Told.SAME_NAME)]


def test_rows_that_are_no_items_are_told_and_left_out(tmp_path):
    sheet = read(
        tmp_path,
        relief_catalogue(
            ("序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据"),
            (5,),
            ("注：本目录自公布之日起执行。",),
        ),
    )

    assert told(sheet, Told.HEADER_AGAIN, Told.ONLY_NUMBER, Told.LONE_TEXT) == [
        ("9", Told.HEADER_AGAIN),
        ("10", Told.ONLY_NUMBER),
        ("11", Told.LONE_TEXT),
    ]
    assert len(sheet.items) == 4


def test_a_first_row_without_an_item_is_an_error(tmp_path):
    nameless = ("", "", "", "", "只有内容", LIMIT)

    sheet = read(tmp_path, household_catalogue(rows=(nameless,)), "目录.csv")

    assert told(sheet, Told.NO_ITEM) == [("4", Told.NO_ITEM)]


def test_one_row_of_headings_is_enough(tmp_path):
    header = (
        ("序号", "公开事项", "公开内容", "公开时限", "公开主体", "县级", "乡镇级"),
    )
    row = ("1", "政策文件", "涉农资金文件", LIMIT, "财政局", "√", "√")

    sheet = read(tmp_path, household_catalogue(header=header, rows=(row,)), "目录.csv")

    assert sheet.items[0].names == ("政策文件", "", "")
    assert sheet.items[0].choices == {Group.LEVELS: ("county", "township")}


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("市级", "city"),
        ("县（区）级", "county"),
        ("区级", "county"),
        ("县\n级", "county"),
        ("乡级（乡、村级）", "township"),
        ("乡、村级", "township"),
        ("镇（街道）级", "township"),
        ("街道", "township"),
        ("村（社区）级", "village"),
        ("省级", ""),
    ],
)
def test_levels_are_known_under_their_usual_headings(heading, code):
    assert code_of(Group.LEVELS, heading) == code


@pytest.mark.parametrize("mark", ["√", "✓", "✔", "■", "☑", "是", "1", "Y"])
def test_marks_that_tick(mark):
    assert read_mark(mark).is_ticked


@pytest.mark.parametrize("mark", ["", "□", "☐", "否", "0", "×", "/", "—"])
def test_marks_that_do_not_tick(mark):
    assert not read_mark(mark).is_ticked


@pytest.mark.parametrize(
    ("text", "codes", "other"),
    [
        (BOXES, ("website", "reading_point", "notice_board"), ()),
        ("■政府网站    ■两微一端■纸质媒体", ("website", "new_media", "print"), ()),
        ("■发布会听证会 ■行政服务中心", ("conference", "service_hall"), ()),
        ("■其他 信用中国网站", ("other",), ("信用中国网站",)),
        ("■信用中国网站", ("other",), ("信用中国网站",)),
        ("■其他（征地信息公开平台）", ("other",), ("征地信息公开平台",)),
        ("政府网站√ 广播电视√", ("website", "broadcast"), ()),
        ("政府网站、公示栏", ("website", "notice_board"), ()),
        ("□政府网站 □其他____", (), ()),
    ],
)
def test_channels_are_read_from_boxes_and_names(text, codes, other):
    ticks = read_boxes(Group.CHANNELS, text)

    assert (ticks.codes, ticks.other) == (codes, other)


HEADINGS = ("序号", "一级事项", "二级事项", "公开内容", "公开时限", "县级", "公开渠道")
WORDS = st.sampled_from(
    [
        "1",
        "√",
        "□",
        "同上",
        "政策文件",
        "■政府网站",
        "注：说明",
        "一级事项",
        "及时公开",
    ]
)
ROWS = st.lists(
    st.dictionaries(st.integers(0, len(HEADINGS)), WORDS, min_size=1), max_size=8
)


def sheet_of(rows, areas):
    cells = [dict(enumerate(HEADINGS)), *rows]
    return RawSheet(
        [
            RawRow(number, {at: Cell(CellKind.TEXT, text) for at, text in row.items()})
            for number, row in enumerate(cells, start=1)
        ],
        areas,
    )


@given(rows=ROWS, top=st.integers(2, 6), height=st.integers(0, 3))
def test_every_row_of_any_sheet_is_an_item_or_told(rows, top, height):
    found = read_standard(sheet_of(rows, [Area(top, 1, top + height, 1)]))

    places = {re.sub("[A-Z]", "", each.place) for each in found.problems}
    met = {str(item.row) for item in found.items} | places
    assert {str(number) for number in range(2, len(rows) + 2)} <= met
    assert len({item.key for item in found.items}) == len(found.items)


@given(rows=ROWS)
def test_every_cell_of_an_item_is_in_a_column_of_it_or_told(rows):
    found = read_standard(sheet_of(rows, ()))

    told_of = {each.place for each in found.problems}
    for item in found.items:
        said = "\n".join([*item.texts.values(), item.remark, item.other_channels])
        for at, text in rows[item.row - 2].items():
            is_mark = at in (5, 6) and text in ("1", "√", "□", "■政府网站")
            was_told = f"{'ABCDEFGH'[at]}{item.row}" in told_of
            assert is_mark or was_told or text in said
