"""The header of a checklist's sheet: which column says what. Pure.

Offices write one to five columns of levels, each sometimes with its own points beside
it, a column of rules under many names, and columns that are filled in when units are
scored (得分, 扣分原因, 整改情况), which are no part of the checklist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from disclosure_portal.foundation.spreadsheets.cells import RawRow, RawSheet


class Column(StrEnum):
    ORDER = "order"
    LEVEL = "level"
    RULE = "rule"
    POINTS = "points"
    METHOD = "method"
    DEPARTMENT = "department"
    EVIDENCE = "evidence"
    REMARK = "remark"
    # Filled in for a unit that is scored.
    RESULT = "result"


HEADINGS: Mapping[Column, str] = {
    Column.ORDER: r"序号|编号|项次|序",
    Column.RESULT: (
        r"(?:自评|自查|考核|考评|测评|实际|最终|检查|复核|基本信息指标|重点领域指标)?"
        r"(?:得分|扣分|总得分)|(?:扣分|失分|得分)(?:原因|依据|说明|理由|情况)"
        r"|整改(?:情况|结果|措施|时限)?|问题明细|存在问题|被考核单位|是否完成"
    ),
    Column.POINTS: (
        r"(?:各项|指标|标准|考核|项目|小项|单项)?(?:分值|分数|权重|标准分|基准分|基本分)"
        r"|满分|赋分|计分|权数|分值权重"
    ),
    Column.RULE: (
        r"(?:考核|评分|评价|计分|赋分|扣分|考评|测评|打分|检查)"
        r"(?:标准|细则|办法|依据|方法及标准|要素|规则|说明)"
        r"|测评指标与考察点|考察点|内容要求|(?:考核)?评分(?:标准|办法)(?:及说明)?"
        r"|指标(?:说明|解释)|目标要求|(?:具体)?要求"
    ),
    Column.METHOD: (
        r"(?:考核|检查|考评|评价|测评|查验)(?:方式|方法|形式|途径)|听看查访议"
    ),
    Column.DEPARTMENT: (
        r"(?:负责|责任|牵头|考核|评分|主管|实施|配合)*(?:考核|评分)?(?:部门|单位|科室|股室)"
        r"|责任主体|数据来源|指标来源"
    ),
    Column.EVIDENCE: (
        r"(?:佐证|证明|所需|需提供|备查|支撑|考核|印证|提供|需提交的?|报送)+(?:材料|资料)"
        r"(?:清单)?|台账资料|材料清单"
    ),
    Column.REMARK: r"备注|说明|过程|公开过程|五公开|环节",
}
NUMERALS = "一二三四五六七"
NUMBERED = re.compile(
    rf"(?:指标|考核|公开)?([{NUMERALS}])级"
    r"(?:指标|事项|目录|项目|内容|考核指标|公开事项|考核内容)?(?:名称|编码)?"
)
LEVELS = re.compile(
    r"(?:考核|考评|测评|检查|评价|评估|指标|工作)?(?:项目|类别|维度|大类|领域|事项|类型)"
    r"|公开(?:领域|事项)|考核大项|考核小项|指标名称|指标体系|评价维度|项目名称|主要指标"
)
# A rule where other columns name the levels, a level where none does.
EITHER = re.compile(
    r"(?:考核|考评|测评|检查|评价|评估|工作)?(?:指标|内容|要点|任务|目标任务|工作内容)"
    r"|指标(?:内容|要求)"
)
SEARCHED = 40
IN_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
MARKS = re.compile(r"[\s*、/,，:：\"“”‘’'.]+")


@dataclass
class Header:
    """`levels` from the outermost to the innermost; `points` by the level that they
    are of, as its index, or None for those of the row whatever its level."""

    row: int
    columns: dict[int, Column] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)
    points: dict[int | None, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return bool(self.levels and self.points)

    def of(self, meaning: Column) -> list[int]:
        return [column for column, found in self.columns.items() if found is meaning]


def find_header(sheet: RawSheet) -> Header | None:
    """The first of the rows that name the most columns; None where none names a level
    and points."""
    best: Header | None = None
    for row in sheet.rows[:SEARCHED]:
        header = _header(row)
        is_better = best is None or len(header.columns) > len(best.columns)
        if header.is_whole and is_better:
            best = header
    return best


def _header(row: RawRow) -> Header:
    header = Header(row.number)
    numbered: dict[int, int] = {}
    for column in sorted(row.cells):
        text = row.cells[column].text
        header.texts[column] = " ".join(text.split())
        bare = plain(IN_BRACKETS.sub("", text)) or plain(text)
        if found := NUMBERED.fullmatch(bare):
            numbered[column] = NUMERALS.index(found[1])
            header.columns[column] = Column.LEVEL
        elif (meaning := _meaning(bare)) is not None:
            header.columns[column] = meaning
        elif bare:
            header.unknown[column] = header.texts[column]
    _settle_either(header, has_numbered=bool(numbered))
    header.levels = _from_the_outermost(header.of(Column.LEVEL), numbered)
    _give_points(header)
    return header


def _from_the_outermost(levels: list[int], numbered: Mapping[int, int]) -> list[int]:
    """By their numbers; a column without one that stands before all that have one
    (公开领域, 一级事项, 二级事项) is above them, any other below."""
    first = min(numbered, default=0)

    def depth(column: int) -> tuple[int, int]:
        return numbered.get(column, -1 if column < first else 99), column

    return sorted(levels, key=depth)


def _meaning(bare: str) -> Column | None:
    if LEVELS.fullmatch(bare):
        return Column.LEVEL
    for column, words in HEADINGS.items():
        if re.fullmatch(words, bare):
            return column
    return None


def _settle_either(header: Header, *, has_numbered: bool) -> None:
    """考核指标 beside 考核项目 is the rule, and alone it is the item; beside numbered
    levels and a rule it is more of the rule."""
    either = [
        column
        for column, text in header.unknown.items()
        if EITHER.fullmatch(plain(IN_BRACKETS.sub("", text)))
    ]
    has_levels = bool(header.of(Column.LEVEL)) or len(either) > 1
    rules = either if has_numbered else []
    if not header.of(Column.RULE):
        rules = rules or (either[-1:] if has_levels else [])
    for column in either:
        header.columns[column] = Column.RULE if column in rules else Column.LEVEL
        del header.unknown[column]


def _give_points(header: Header) -> None:
    """Several columns of points: each is of the level to the left of it."""
    columns = header.of(Column.POINTS)
    if len(columns) < 2:
        header.points = dict.fromkeys([None], columns[0]) if columns else {}
        return
    for column in columns:
        left = [i for i, level in enumerate(header.levels) if level < column]
        if left and left[-1] not in header.points:
            header.points[left[-1]] = column
        else:
            header.unknown[column] = header.texts[column]
            del header.columns[column]


def plain(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKC", text))
