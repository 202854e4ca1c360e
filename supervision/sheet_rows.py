"""Rows of a checklist's sheet: what stands in each column, numberings, points. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from disclosure_portal.foundation.spreadsheets.cells import Cell, CellKind, RawSheet
from disclosure_portal.foundation.spreadsheets.numbers import (
    NotANumber,
    stored_number,
    written_number,
)

from .checklist_tree import METHODS, MOST_POINTS, PLACES


class Told(StrEnum):
    """Errors first: with one of them nothing of the sheet is taken. Sums that don't
    fit may be let by, to be mended at the desk."""

    NO_HEADER = "no_header"
    NO_TITLE = "no_title"
    NO_NUMBER = "no_number"
    NO_VALUE = "no_value"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    SUM_OF_GROUP = "sum_of_group"
    SUM_OF_ALL = "sum_of_all"
    NO_POINTS = "no_points"
    # Remarks.
    SUM_OF_PARTS = "sum_of_parts"
    MORE_BESIDE = "more_beside"
    NOT_IN_TOTAL = "not_in_total"
    SAME_RULE = "same_rule"
    NAMED_BY_RULE = "named_by_rule"
    SUBTOTAL = "subtotal"
    LONE_TEXT = "lone_text"
    HEADER_AGAIN = "header_again"
    RESULT_COLUMN = "result_column"
    OTHER_COLUMN = "other_column"
    PERCENT = "percent"


MISFITS = frozenset({Told.SUM_OF_GROUP, Told.SUM_OF_ALL, Told.NO_POINTS})
ERRORS = frozenset(list(Told)[: list(Told).index(Told.SUM_OF_PARTS)])


@dataclass(frozen=True, slots=True)
class Problem:
    """A place (row 7, cell C7), what is told of it, and figures and words for that."""

    place: str
    told: Told
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.told in ERRORS

    @property
    def is_misfit(self) -> bool:
        return self.told in MISFITS


HAN = "一二三四五六七八九十百"
NUMBERINGS = (
    ("han", re.compile(rf"[{HAN}]+[、.．:：]?$"), re.compile(rf"([{HAN}]+)[、.．]\s*")),
    (
        "han_brackets",
        re.compile(rf"[(（][{HAN}]+[)）]$"),
        re.compile(rf"([(（][{HAN}]+[)）])\s*"),
    ),
    ("digit", re.compile(r"\d+[、.．]?$"), re.compile(r"(\d{1,3}[、.．])(?!\d)\s*")),
    ("brackets", re.compile(r"[(（]\d+[)）]$"), re.compile(r"([(（]\d{1,3}[)）])\s*")),
)
DIGITS = re.compile(r"\d+")
DOTTED = re.compile(r"\d+(?:[.．-]\d+)+")
TOTAL = re.compile(r"总分|合计|总计|总分值|满分|总和|基本分合计|总得分")
SUBTOTAL = re.compile(r"小计|分项合计|本项合计")
NOTE = re.compile(r"(?:注|说明|备注|填表|附)")
# 组织领导（10分）: the points of a group in its own name.
IN_NAME = re.compile(
    r"[\s]*[(（【\[]\s*(?:共|满分|计|占)?(\d+(?:\.\d+)?)\s*分\s*[)）】\]]\s*$"
)
METHOD_SIGNS = dict(zip("听看查访议", METHODS, strict=True))
METHOD_WORDS = {
    "汇报": "hear",
    "现场": "look",
    "实地": "look",
    "网上": "look",
    "网站": "look",
    "资料": "check",
    "台账": "check",
    "查阅": "check",
    "走访": "ask",
    "征询": "ask",
    "问卷": "ask",
    "评议": "discuss",
    "认定": "discuss",
}


class Numbered(NamedTuple):
    """How a row is numbered: the style tells the level; the number as written."""

    style: str
    number: str
    title: str


def numbering(order: str, title: str) -> Numbered:
    """From the column of numbers, else from the start of the title."""
    bare = "".join(order.split())
    if DOTTED.fullmatch(bare):
        return Numbered(f"dotted{len(DIGITS.findall(bare))}", bare, title)
    for style, whole, start in NUMBERINGS:
        if bare and whole.match(bare):
            return Numbered(style, bare.rstrip("、.．:："), title)
        if not bare and (found := start.match(title)):
            rest = title[found.end() :].strip()
            if rest:
                return Numbered(style, found[1].rstrip("、.．"), rest)
    return Numbered("plain", bare, title)


def stated_in_name(title: str) -> tuple[str, Decimal | None]:
    found = IN_NAME.search(title)
    if found is None or not title[: found.start()].strip():
        return title, None
    return title[: found.start()].strip(), Decimal(found[1]).quantize(PLACES)


class Read(NamedTuple):
    """Points of a cell; `fault` where it holds something else."""

    points: Decimal | None
    fault: Told | None = None


def read_points_cell(cell: Cell) -> Read:
    """5, 5分, 【5分】, +5, 10%: percent are of a hundred."""
    if cell.kind in (CellKind.NO_VALUE, CellKind.ERROR):
        return Read(None, Told.NO_VALUE)
    text = cell.text.strip().strip("【】[]")
    try:
        if cell.kind is CellKind.PERCENT:
            return _fitting(stored_number(text) * 100, Told.PERCENT)
        if cell.kind is CellKind.NUMBER:
            return _fitting(stored_number(text))
        found = written_number(text.lstrip("+±"))
    except NotANumber:
        return Read(None, Told.NO_NUMBER)
    if found is None:
        return Read(None)
    if found.unit not in {"", "分", "%"} or found.factor:
        return Read(None, Told.NO_NUMBER)
    return _fitting(abs(found.value), Told.PERCENT if found.unit == "%" else None)


def _fitting(value: Decimal, told: Told | None = None) -> Read:
    value = abs(value)
    if value > MOST_POINTS or value != value.quantize(PLACES):
        return Read(None, Told.NO_NUMBER)
    return Read(value.quantize(PLACES), told)


def read_methods(text: str) -> tuple[str, ...]:
    """听、看、查, or words such as 现场查看."""
    marks = "".join(text.split())
    signs = {METHOD_SIGNS[sign] for sign in marks if sign in METHOD_SIGNS}
    words = {code for word, code in METHOD_WORDS.items() if word in marks}
    return tuple(method for method in METHODS if method in signs | words)


def merged_down(
    sheet: RawSheet, below: int, columns: Iterable[int]
) -> dict[tuple[int, int], str]:
    """Texts of cells merged over several rows, at each row of their first column."""
    wanted = set(columns)
    texts = {row.number: row.cells for row in sheet.rows}
    merged: dict[tuple[int, int], str] = {}
    for area in sheet.areas:
        cell = texts.get(area.top, {}).get(area.left)
        if cell is None or area.top <= below or area.left not in wanted:
            continue
        for row in range(area.top, area.bottom + 1):
            merged[row, area.left] = cell.text.strip()
    return merged


def tidy_title(text: str) -> str:
    """Without the line ends of narrow columns."""
    joined = "" if re.search(r"[\u4e00-\u9fff]", text) else " "
    return joined.join(part.strip() for part in text.splitlines() if part.strip())


def tidy_text(text: str) -> str:
    """Rules keep their words and lines; only blanks at the ends of lines go."""
    return "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
