"""A standard catalogue as it circulates in spreadsheets: one sheet, item by item. Pure.

Nothing is lost: what no column takes is kept as the item's remark under its heading,
and each row or cell that is not understood is told by its place. Errors are what would
make a wrong item (a code twice, an item without a name, a value that isn't there); the
rest are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from disclosure_portal.foundation.spreadsheets.cells import (
    CellKind,
    RawRow,
    RawSheet,
    place,
)

from .standard_headings import ITEM_LEVELS, Column, Header, find_header
from .standard_ticks import (
    OTHER,
    SPECIFIC,
    Group,
    Mark,
    in_order,
    read_boxes,
    read_mark,
)
from .time_limits import read_limit


class Told(StrEnum):
    """Errors first: with one of them nothing of the sheet is taken."""

    NO_HEADER = "no_header"
    NO_ITEM = "no_item"
    CODE_TWICE = "code_twice"
    TOO_LONG = "too_long"
    NO_VALUE = "no_value"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    # Remarks.
    NOT_UNDERSTOOD = "not_understood"
    LIMIT_UNREAD = "limit_unread"
    SAME_AS_ABOVE = "same_as_above"
    CARRIED_DOWN = "carried_down"
    SAME_ROW = "same_row"
    SAME_NAME = "same_name"
    HEADER_AGAIN = "header_again"
    LONE_TEXT = "lone_text"
    ONLY_NUMBER = "only_number"
    OTHER_COLUMN = "other_column"
    DOUBLE_COLUMN = "double_column"
    MISSING_COLUMN = "missing_column"
    NO_BOXES = "no_boxes"


ERRORS = frozenset(list(Told)[: list(Told).index(Told.NOT_UNDERSTOOD)])
SAME = frozenset({"同上", "同前", "〃", "″", '"', "“", "”"})
LIMITS = {Column.ORDER: 20, Column.CODE: 50} | dict.fromkeys(ITEM_LEVELS, 200)
LONGEST = 10_000
WANTED = (Column.CONTENT, Column.BASIS, Column.LIMIT, Column.SUBJECT)
# Marks in whose place words may stand.
SAYS_WHICH = {(Group.AUDIENCE, SPECIFIC), (Group.CHANNELS, OTHER)}
MEANT_WITH = (Group.CHANNELS, Group.AUDIENCE, Group.MANNER, Group.LEVELS)


class Problem(NamedTuple):
    """A place (B7, 7, or a heading), what is told of it, and the words there."""

    place: str
    told: Told
    text: str = ""

    @property
    def is_error(self) -> bool:
        return self.told in ERRORS


@dataclass(slots=True)
class SheetItem:
    """An item as its row has it. `choices` are the ticked codes of each group that
    the sheet has; a group that it hasn't is not there."""

    row: int
    texts: dict[Column, str]
    choices: dict[Group, tuple[str, ...]] = field(default_factory=dict)
    other_channels: str = ""
    specific: str = ""
    remark: str = ""
    # Which of the items of this name it is; 1 for all but a few.
    serial: int = 1

    @property
    def code(self) -> str:
        return self.texts[Column.CODE]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.texts[level] for level in ITEM_LEVELS)

    @property
    def key(self) -> str:
        """What it is known again by: its code, else its names."""
        if self.code:
            return f"code:{self.code}"
        names = "/".join(self.names).rstrip("/")
        return f"{names}#{self.serial}" if self.serial > 1 else names

    def content(self) -> tuple[object, ...]:
        """All that it says but where it stands."""
        texts = {k: v for k, v in self.texts.items() if k is not Column.ORDER}
        return (texts, self.choices, self.other_channels, self.specific, self.remark)


@dataclass(frozen=True, slots=True)
class StandardSheet:
    items: tuple[SheetItem, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)


def read_standard(sheet: RawSheet) -> StandardSheet:
    """The items of a sheet, and all that is to be told of it."""
    header = find_header(sheet)
    if header is None or not header.is_whole:
        found = "、".join(header.texts.values()) if header else ""
        return StandardSheet((), (Problem("", Told.NO_HEADER, found),))
    return _Reader(sheet, header).read()


class _Reader:
    def __init__(self, sheet: RawSheet, header: Header) -> None:
        self._sheet, self._header = sheet, header
        self._problems: list[Problem] = []
        self._above: dict[int, str] = {}
        self._names = ["", "", ""]
        self._items: list[SheetItem] = []
        self._by_name: dict[str | tuple[str, ...], list[SheetItem]] = {}
        self._merged = _merged(sheet, header.bottom)

    def read(self) -> StandardSheet:
        self._tell_columns()
        for row in self._sheet.rows:
            if row.number > self._header.bottom:
                self._read_row(row)
        return StandardSheet(tuple(self._items), tuple(self._problems))

    def _tell(self, where: str, told: Told, text: str = "") -> None:
        self._problems.append(Problem(where, told, text))

    def _tell_columns(self) -> None:
        header = self._header
        for column, text in header.unknown.items():
            self._tell(place(column, header.bottom), Told.OTHER_COLUMN, text)
        for column, text in header.doubles.items():
            self._tell(place(column, header.bottom), Told.DOUBLE_COLUMN, text)
        for column in sorted(self._sheet.hidden_columns & header.texts.keys()):
            where = place(column, header.bottom)
            self._tell(where, Told.HIDDEN_COLUMN, header.texts[column])
        groups = {group for group, _code in header.ticks.values()}
        for wanted in (*WANTED, *MEANT_WITH):
            if wanted not in groups and wanted not in header.columns.values():
                self._tell("", Told.MISSING_COLUMN, wanted.value)

    # --- Rows -----------------------------------------------------------------------

    def _read_row(self, row: RawRow) -> None:
        number = str(row.number)
        own = {column: cell.text.strip() for column, cell in row.cells.items()}
        if self._is_header(own):
            return self._tell(number, Told.HEADER_AGAIN)
        if row.is_hidden:
            return self._tell(number, Told.HIDDEN_ROW, _shown(own))
        meaning = [self._header.columns.get(column) for column in own]
        if meaning == [Column.ORDER] and re.fullmatch(r"[\d.、]+", _shown(own)):
            return self._tell(number, Told.ONLY_NUMBER, _shown(own))
        if len(own) == 1 and self._is_lone(row):
            return self._tell(number, Told.LONE_TEXT, _shown(own))
        self._tell_missing_values(row)
        cells = self._with_merged(row.number, own)
        return self._take(row.number, cells)

    def _is_header(self, own: dict[int, str]) -> bool:
        """The header stands again where pages were glued together."""
        texts = {
            text for words in self._header.texts.values() for text in words.split(" / ")
        }
        return len(own) > 1 and all(" ".join(t.split()) in texts for t in own.values())

    def _is_lone(self, row: RawRow) -> bool:
        """A title or a note: nothing else is in the row, and nothing is merged in."""
        return not any(
            number == row.number and self._header.columns.get(column) in ITEM_LEVELS
            for number, column in self._merged
            if column not in row.cells
        ) or next(iter(row.cells.values())).text.strip().startswith(
            ("注", "说明", "备注", "填")
        )

    def _tell_missing_values(self, row: RawRow) -> None:
        for column, cell in row.cells.items():
            if cell.kind in (CellKind.NO_VALUE, CellKind.ERROR):
                self._tell(place(column, row.number), Told.NO_VALUE, cell.text)

    def _with_merged(self, number: int, own: dict[int, str]) -> dict[int, str]:
        cells = dict(own)
        for column in self._header.texts:
            if column not in cells and (text := self._merged.get((number, column))):
                cells[column] = text
        for column, text in cells.items():
            if text in SAME and column in self._above:
                cells[column] = self._above[column]
                self._tell(
                    place(column, number), Told.SAME_AS_ABOVE, self._above[column]
                )
        self._above = self._above | cells
        return cells

    def _take(self, number: int, cells: dict[int, str]) -> None:
        texts = dict.fromkeys(Column, "")
        for column, meaning in self._header.columns.items():
            texts[meaning] = _tidy(cells.get(column, ""), meaning)
            if len(texts[meaning]) > LIMITS.get(meaning, LONGEST):
                self._tell(place(column, number), Told.TOO_LONG, texts[meaning][:50])
            if meaning is Column.LIMIT and texts[meaning]:
                self._tell_limit(place(column, number), texts[meaning])
        self._carry_names(number, texts)
        if not texts[Column.LEVEL_1]:
            return self._tell(str(number), Told.NO_ITEM, _shown(cells))
        item = SheetItem(number, texts)
        self._read_ticks(item, cells)
        for column in sorted(cells.keys() - self._header.texts.keys()):
            self._loose(item, cells[column], place(column, number))
        loose = [
            f"{heading}：{cells[column]}"
            for column, heading in (self._header.unknown | self._header.doubles).items()
            if cells.get(column)
        ]
        for words in loose:
            _remark(item, words)
        return self._keep(item)

    def _tell_limit(self, where: str, text: str) -> None:
        if not read_limit(text).is_understood:
            self._tell(where, Told.LIMIT_UNREAD, text)

    def _carry_names(self, number: int, texts: dict[Column, str]) -> None:
        """Items that stand for several rows are written once."""
        names = [texts[level] for level in ITEM_LEVELS]
        given = [index for index, name in enumerate(names) if name]
        first = given[0] if given else len(names)
        if first and any(self._names[:first]):
            until = first if given else len(names)
            names[:until] = self._names[:until]
            self._tell(str(number), Told.CARRIED_DOWN, " / ".join(filter(None, names)))
        self._names = names
        texts.update(zip(ITEM_LEVELS, names, strict=True))

    def _keep(self, item: SheetItem) -> None:
        """Repeats are told; what differs under one code can't be two items."""
        where, name = str(item.row), item.code or item.names
        alike = self._by_name.setdefault(name, [])
        for other in alike:
            if item.content() == other.content():
                return self._tell(where, Told.SAME_ROW, str(other.row))
        if alike and item.code:
            return self._tell(where, Told.CODE_TWICE, item.code)
        if alike:
            item.serial = len(alike) + 1
            self._tell(where, Told.SAME_NAME, str(alike[0].row))
        alike.append(item)
        return self._items.append(item)

    # --- Ticks ----------------------------------------------------------------------

    def _read_ticks(self, item: SheetItem, cells: dict[int, str]) -> None:
        found: dict[Group, list[str]] = {}
        for column, (group, code) in self._header.ticks.items():
            text, where = cells.get(column, ""), place(column, item.row)
            ticked = found.setdefault(group, [])
            if not code:
                ticked += self._boxes(item, group, text, where)
                continue
            mark = read_mark(text)
            says_which = (group, code) in SAYS_WHICH
            if mark.is_ticked or (says_which and mark.text):
                ticked.append(code)
            self._take_words(item, group, code, mark, where)
        item.choices = {group: in_order(group, codes) for group, codes in found.items()}

    def _boxes(
        self, item: SheetItem, group: Group, text: str, where: str
    ) -> Sequence[str]:
        if not text:
            return ()
        ticks = read_boxes(group, text)
        if not ticks.had_boxes and group is Group.CHANNELS:
            self._tell(where, Told.NO_BOXES, text)
        if group is Group.CHANNELS:
            item.other_channels = "、".join(ticks.other)
        elif ticks.other:
            self._loose(item, "、".join(ticks.other), where)
        notes = dict(ticks.notes or {})
        if group is Group.AUDIENCE:
            item.specific = notes.pop(SPECIFIC, "")
        if notes:
            _remark(item, "、".join(notes.values()))
        return ticks.codes

    def _take_words(
        self, item: SheetItem, group: Group, code: str, mark: Mark, where: str
    ) -> None:
        """Words beside a mark, or in its place: 特定群体 says which, 其他 which."""
        if not mark.text:
            return
        if (group, code) == (Group.AUDIENCE, SPECIFIC):
            item.specific = mark.text
        elif (group, code) == (Group.CHANNELS, OTHER):
            item.other_channels = mark.text
        elif mark.is_known:
            _remark(item, mark.text)
        else:
            self._loose(item, mark.text, where)

    def _loose(self, item: SheetItem, text: str, where: str) -> None:
        _remark(item, text)
        self._tell(where, Told.NOT_UNDERSTOOD, text)


def _merged(sheet: RawSheet, bottom: int) -> dict[tuple[int, int], str]:
    """The texts of merged cells below the header, at each place that they cover in
    their first column; marks stand for every column that they are merged over."""
    texts = {row.number: row.cells for row in sheet.rows}
    merged: dict[tuple[int, int], str] = {}
    for area in sheet.areas:
        cell = texts.get(area.top, {}).get(area.left)
        if cell is None or area.top <= bottom:
            continue
        is_mark = len(cell.text.strip()) == 1
        right = area.right if is_mark else area.left
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, right + 1):
                merged[row, column] = cell.text.strip()
    return merged


def _remark(item: SheetItem, text: str) -> None:
    item.remark = "\n".join(filter(None, [item.remark, text]))


def _tidy(text: str, column: Column) -> str:
    """Names without the line ends of narrow columns; 0505 and 1.0 as they are meant."""
    if column in ITEM_LEVELS or column in LIMITS:
        text = re.sub(r"\s+", "", text) if _is_chinese(text) else " ".join(text.split())
        return re.sub(r"^(\d+)\.0$", r"\1", text)
    return "\n".join(_lines(text))


def _is_chinese(text: str) -> bool:
    return not re.search(r"[A-Za-z]", text)


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip():
            yield line.strip()


def _shown(cells: dict[int, str]) -> str:
    return "、".join(cells[column] for column in sorted(cells))[:200]
