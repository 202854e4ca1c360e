"""The header of a standard catalogue: which column says what. Pure.

One row of headings, or two and three: groups (公开对象) over their columns (全社会,
特定群体), merged or followed by blank cells. Titles above are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from disclosure_portal.foundation.spreadsheets.cells import RawRow, RawSheet

from .standard_ticks import Group, code_of


class Column(StrEnum):
    ORDER = "order"
    CODE = "code"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    CONTENT = "content"
    BASIS = "basis"
    LIMIT = "limit"
    SUBJECT = "subject"


ITEM_LEVELS = (Column.LEVEL_1, Column.LEVEL_2, Column.LEVEL_3)
ITEM = r"(?:公开)?(?:事项)?%s级(?:公开)?(?:事项|目录|类别|指标)?"
HEADINGS: Mapping[Column, str] = {
    Column.ORDER: r"序号|编号|顺序号",
    Column.CODE: r"(?:公开)?(?:事项)?(?:编码|代码)|事项编号|项目编码",
    Column.LEVEL_1: rf"{ITEM % '一'}|公开事项|事项名称|事项",
    Column.LEVEL_2: ITEM % "二",
    Column.LEVEL_3: ITEM % "三",
    Column.CONTENT: r"(?:公开)?(?:主要)?内容(?:要素|和要素|标准)?|公开要素",
    Column.BASIS: r"(?:公开)?(?:法律|政策)?依据",
    Column.LIMIT: r"(?:公开)?时[限间](?:要求)?|公开期限",
    Column.SUBJECT: r"(?:公开)?(?:责任)?(?:主体|单位|部门)",
}
GROUPS: Mapping[Group, str] = {
    Group.CHANNELS: r"(?:公开)?渠道(?:[和及与]?(?:公开)?载体)?|公开载体",
    Group.AUDIENCE: r"公开(?:对象|范围)",
    Group.MANNER: r"公开(?:方式|属性)",
    Group.LEVELS: r"公开(?:层级|级别)|层级",
    Group.STAGES: r"五公开|公开(?:环节|类别|阶段)?",
    Group.FORMS: r"公开形式|公开格式",
}
SEARCHED, DEPTH = 40, 3
# So many known headings make a header.
ENOUGH = 4
IN_BRACKETS = re.compile(r"\([^()]*\)")
MARKS = re.compile(r"[\s*、/,，:：\"“”‘’']+")


@dataclass
class Header:
    """Rows top to bottom; what each column means, or its words where nothing does."""

    top: int
    bottom: int
    columns: dict[int, Column] = field(default_factory=dict)
    # A column of one tick, or a column of all boxes of a group (code "").
    ticks: dict[int, tuple[Group, str]] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    # Columns that mean what one to the left of them means.
    doubles: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        return len(self.columns) + len(self.ticks)

    @property
    def is_whole(self) -> bool:
        """Without items there is nothing to take, whatever else is known."""
        found = set(self.columns.values())
        return Column.LEVEL_1 in found and self.score >= ENOUGH


def find_header(sheet: RawSheet) -> Header | None:
    """The first rows that name the most columns; None where hardly any is named."""
    best: Header | None = None
    rows = sheet.rows[:SEARCHED]
    for index in range(len(rows)):
        for depth in range(1, DEPTH + 1):
            header = _header(sheet, rows[index : index + depth])
            if header and (best is None or header.score > best.score):
                best = header
    return best if best and best.score >= ENOUGH else None


def _header(sheet: RawSheet, rows: Sequence[RawRow]) -> Header | None:
    if len(rows[0].cells) < 2:
        return None
    paths = _paths(sheet, rows)
    header = Header(rows[0].number, rows[-1].number)
    for column, path in sorted(paths.items()):
        _match(header, column, path)
    # A row of the body under the header would name columns that it doesn't have.
    if len(rows) > 1 and not _has_headings_only(rows[-1], header):
        return None
    return header


def _has_headings_only(row: RawRow, header: Header) -> bool:
    return all(column not in header.unknown for column in row.cells)


def _paths(sheet: RawSheet, rows: Sequence[RawRow]) -> dict[int, list[str]]:
    """The words over each column from top to bottom, groups spread to the right."""
    paths: dict[int, list[str]] = {}
    last = max((max(row.cells) for row in rows if row.cells), default=0)
    for row in rows:
        spread, until = "", -1
        for column in range(last + 1):
            cell = row.cells.get(column)
            if cell is not None:
                spread, until = cell.text, _right_end(sheet, row.number, column, last)
            has_own_below = any(
                other.number > row.number and column in other.cells for other in rows
            )
            if cell is not None or (spread and column <= until and has_own_below):
                paths.setdefault(column, []).append(spread)
    return paths


def _right_end(sheet: RawSheet, row: int, column: int, last: int) -> int:
    for area in sheet.areas:
        if area.top == row and area.left == column:
            return area.right
    # Text files know no merged cells: a group reaches to the next heading.
    return column if sheet.areas else last


def _match(header: Header, column: int, path: Sequence[str]) -> None:
    texts = [plain(part) for part in path]
    header.texts[column] = " / ".join(dict.fromkeys(" ".join(p.split()) for p in path))
    meaning = _tick(texts) or _column(texts)
    if meaning is None:
        header.unknown[column] = header.texts[column]
    elif isinstance(meaning, Column):
        if meaning in header.columns.values():
            header.doubles[column] = header.texts[column]
        else:
            header.columns[column] = meaning
    elif meaning in header.ticks.values():
        header.doubles[column] = header.texts[column]
    else:
        header.ticks[column] = meaning


def _tick(texts: Sequence[str]) -> tuple[Group, str] | None:
    own = texts[-1]
    groups = [group for group, words in GROUPS.items() if _is(words, texts[0])]
    if len(texts) > 1 and groups:
        code = code_of(groups[0], own)
        return (groups[0], code) if code else None
    if len(texts) == 1 and groups:
        return groups[0], ""
    # 公开对象(全社会), or 县级 alone.
    for group, words in GROUPS.items():
        found = re.match(rf"(?:{words})[-(]?(.+?)\)?$", own)
        if found and (code := code_of(group, found[1])):
            return group, code
    for group in (Group.LEVELS, Group.AUDIENCE, Group.MANNER):
        if code := code_of(group, own):
            return group, code
    return None


def _column(texts: Sequence[str]) -> Column | None:
    whole = "".join(dict.fromkeys(texts))
    for text in (texts[-1], whole):
        for column, words in HEADINGS.items():
            if _is(words, text):
                return column
    return None


def _is(words: str, text: str) -> bool:
    bare = IN_BRACKETS.sub("", text)
    together = text.replace("(", "").replace(")", "")
    return any(re.fullmatch(words, each) for each in (bare, together))


def plain(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKC", text))
