"""Checklists as they circulate, made anew for each test."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

# One column of levels told by numbering; quirks: 总分 above everything, a section's
# rule filled down by mistake, a section without rows, bonus beside the total.
RIVER_HEADER = ("序号", "考核项目", "各项分值", "考核指标", "负责考核部门")
RIVER_ROWS: tuple[Sequence[str], ...] = (
    ("", "总分", "20", "", ""),
    ("一、", "健全体系", "9", "", ""),
    ("1", '完善"四个到位"', "4", "落实属地管理责任，设置公示牌。", "县河长办"),
    (
        *("2", "信息平台", "5"),
        "1.人员注册并使用，得2分。2.按制度开展巡查，得3分。",
        "县河长办",
    ),
    ("二、", "专项整治", "8", "1.人员注册并使用，得2分。2.按制度开展巡查，得3分。", ""),
    ("3", "水质达标", "4", "出现一次不达标扣2分，扣完为止。", "县环保局"),
    ("4", "退养", "4", "未完成按退养完成比例扣分", "县水利局"),
    ("三、", "信息报送", "3", "按时上报小结，得3分", "县河长办"),
    ("四、", "奖扣分项目", "2", "获省、市通报表扬的，分别奖20、10分。", "县河长办"),
)


def river_csv(rows: Iterable[Sequence[str]] = RIVER_ROWS) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([RIVER_HEADER, *rows])
    return ("\ufeff" + text.getvalue()).encode()


# Several columns of levels, merged; points of a level merged over its rows; parts in
# brackets; columns that are filled in when a unit is scored.
TOWN_HEADER = (
    *("序号", "过程", "一级指标", "二级指标", "三级指标", "测评指标与考察点"),
    *("权重", "考核方式", "佐证材料", "得分", "扣分依据", "整改"),
)
TOWN_ROWS: tuple[Sequence[Any], ...] = (
    (
        *(1, "管理", "公开内容（60分）", "基本信息", "机构概况"),
        *("机构职能【2分】、领导分工【3分】", 5, "看、查", "网页截图"),
    ),
    (2, "管理", None, None, "政策文件", "每少一件扣0.5分，最多扣3分", "15分", "看"),
    (3, "执行", None, "重点领域", "社会救助", "按公开比例得分", 25),
    (4, "结果", None, None, "涉农补贴", "每公示一次得5分", "【15分】", "现场查看"),
    (5, "服务", "公开保障", "机构人员", None, "听取汇报", 30, "听、访、议"),
    (6, None, None, "培训", None, "每培训2次以上得10分，1次得5分", 10),
    (None, None, None, None, None, "缺席的，不得分"),
    ("合计", None, None, None, None, None, 100),
    ("注：本表由县政务公开办公室负责解释。",),
)


def town_book(
    rows: Sequence[Sequence[Any]] = TOWN_ROWS, *, sheet: str = "乡镇"
) -> bytes:
    """An xlsx with a title in the first row, a cover sheet before it, and merged
    cells down the columns of levels."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["清源县2026年考核方案"])
    page = book.create_sheet(sheet)
    page.append(["清源县2026年乡镇政务公开考核指标"])
    page.append([])
    page.append(list(TOWN_HEADER))
    for row in rows:
        page.append(list(row))
    page.merge_cells("A1:L1")
    page.merge_cells("C4:C7")
    page.merge_cells("D4:D5")
    page.merge_cells("D6:D7")
    page.merge_cells("C8:C10")
    page.merge_cells("D9:D10")
    page.merge_cells("G9:G10")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
