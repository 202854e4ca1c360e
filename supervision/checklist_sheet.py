"""A checklist as it circulates in spreadsheets: a tree of dimensions and indicators,
and all that is to be told of the sheet. Pure.

Several columns of levels tell the tree by their places; with one column it is told by
the numbering (一、 （一） 1. (1) 1.1), whose order of styles is the order of levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosure_portal.foundation.spreadsheets.cells import (
    Cell,
    CellKind,
    RawRow,
    RawSheet,
    place,
)

from .checklist_sums import fill_sums, misfits
from .checklist_tree import (
    DEEPEST,
    LONG_TEXTS,
    METHODS,
    MOST_BRANCHES,
    TEXTS,
    Branch,
    walk,
)
from .rule_reading import propose, sub_points
from .sheet_headings import Column, Header, find_header, plain
from .sheet_outline import ByColumns, ByNumbering, Outline
from .sheet_rows import (
    NOTE,
    SUBTOTAL,
    TOTAL,
    Problem,
    Told,
    merged_down,
    read_methods,
    read_points_cell,
    tidy_text,
    tidy_title,
)

SHORT_TITLE = 40
AT_A_PAUSE = re.compile(r"[，。；：,;:\n]")


@dataclass(frozen=True, slots=True)
class ChecklistSheet:
    title: str
    branches: list[Branch]
    problems: tuple[Problem, ...]
    total: Decimal | None = None

    @property
    def errors(self) -> int:
        """Sums that don't fit apart."""
        return sum(p.is_error and not p.is_misfit for p in self.problems)

    @property
    def misfits(self) -> int:
        return sum(p.is_misfit for p in self.problems)


def read_checklist(sheet: RawSheet, *, split_parts: bool = False) -> ChecklistSheet:
    """`split_parts`: numbered parts of a rule with points of their own (【2分】) become
    indicators below it."""
    header = find_header(sheet)
    if header is None:
        return ChecklistSheet("", [], (Problem("", Told.NO_HEADER),))
    return _Reader(sheet, header).read(split_parts=split_parts)


class _Reader:
    def __init__(self, sheet: RawSheet, header: Header) -> None:
        self._sheet, self._header = sheet, header
        self._problems: list[Problem] = []
        columns = [*header.levels, *header.of(Column.RULE), *header.of(Column.ORDER)]
        self._merged = merged_down(sheet, header.row, columns)
        by_columns = len(header.levels) > 1
        self._outline: Outline = ByColumns() if by_columns else ByNumbering()
        self._total: Decimal | None = None
        self._total_cell = ""
        self._last_rule = ""

    def read(self, *, split_parts: bool) -> ChecklistSheet:
        self._tell_columns()
        for row in self._sheet.rows:
            if row.number > self._header.row:
                self._read_row(row)
        roots = self._outline.roots
        _fold(roots)
        self._name_by_rule(roots)
        for _above, branch in list(walk(roots)):
            if split_parts and not branch.children:
                _split(branch)
        propose_kinds(roots)
        fill_sums(roots)
        number_codes(roots)
        self._check(roots)
        return ChecklistSheet(self._title(), roots, tuple(self._problems), self._total)

    def _tell(self, where: str, told: Told, **facts: str) -> None:
        self._problems.append(Problem(where, told, facts))

    def _tell_columns(self) -> None:
        header = self._header
        for column in header.of(Column.RESULT):
            where = place(column, header.row)
            self._tell(where, Told.RESULT_COLUMN, text=header.texts[column])
        for column, text in header.unknown.items():
            self._tell(place(column, header.row), Told.OTHER_COLUMN, text=text)
        for column in sorted(self._sheet.hidden_columns & header.texts.keys()):
            where = place(column, header.row)
            self._tell(where, Told.HIDDEN_COLUMN, text=header.texts[column])

    def _title(self) -> str:
        """The longest words that stand alone above the header."""
        above = [
            next(iter(row.cells.values())).text
            for row in self._sheet.rows
            if row.number < self._header.row and len(row.cells) == 1
        ]
        return tidy_title(max(above, key=len, default=""))[: TEXTS["title"]]

    # --- Rows -----------------------------------------------------------------------

    def _read_row(self, row: RawRow) -> None:
        number = str(row.number)
        own = {column: cell.text.strip() for column, cell in row.cells.items()}
        own = {column: text for column, text in own.items() if text}
        shown = "、".join(own.values())[:100]
        if len(own) > 1 and all(self._header.texts.get(c) == t for c, t in own.items()):
            return self._tell(number, Told.HEADER_AGAIN)
        if row.is_hidden and own:
            return self._tell(number, Told.HIDDEN_ROW, text=shown)
        if self._read_total(row, own):
            return None
        if not own:
            return None
        if self._is_note(own):
            return self._tell(number, Told.LONE_TEXT, text=shown)
        self._tell_missing_values(row)
        return self._take(row, own)

    def _read_total(self, row: RawRow, own: dict[int, str]) -> bool:
        """总分 100 and 小计 31 are no branches, but what the sums are held against."""
        words = [plain(text) for text in own.values()]
        if any(SUBTOTAL.fullmatch(word) for word in words):
            self._tell(str(row.number), Told.SUBTOTAL, text="、".join(own.values()))
            return True
        names = [plain(own[c]) for c in self._named() if c in own]
        if not names or not all(TOTAL.fullmatch(name) for name in names):
            return False
        for column in self._header.points.values():
            if cell := row.cells.get(column):
                self._total = self._points(row.number, column, cell) or self._total
                self._total_cell = place(column, row.number)
        return True

    def _named(self) -> list[int]:
        return [*self._header.levels, *self._header.of(Column.ORDER)]

    def _is_note(self, own: dict[int, str]) -> bool:
        """A title of a page or a note: words that stand alone."""
        if len(own) > 1:
            return False
        ((column, text),) = own.items()
        if NOTE.match(text) or column not in self._header.columns:
            return True
        is_order = self._header.columns[column] is Column.ORDER
        return is_order and not re.search(r"[\u4e00-\u9fff]{3}", text)

    def _tell_missing_values(self, row: RawRow) -> None:
        points = set(self._header.points.values())
        for column, cell in row.cells.items():
            is_lost = cell.kind in (CellKind.NO_VALUE, CellKind.ERROR)
            if is_lost and column not in points:
                self._tell(place(column, row.number), Told.NO_VALUE, text=cell.text)

    def _take(self, row: RawRow, own: dict[int, str]) -> None:
        number = row.number
        filled = {
            column: text
            for column in self._header.columns
            if (text := own.get(column) or self._merged.get((number, column), ""))
        }
        levels = [tidy_title(filled.get(c, "")) for c in self._header.levels]
        order = "".join(filled.get(c, "") for c in self._header.of(Column.ORDER))
        taken = self._outline.take(number, order, levels)
        if taken is None:
            return self._tell(str(number), Told.NO_TITLE, text="、".join(own.values()))
        path, leaf = taken
        self._give_texts(leaf, number, filled, own)
        self._give_points(row, path, leaf)
        return None

    def _give_texts(
        self, leaf: Branch, number: int, filled: dict[int, str], own: dict[int, str]
    ) -> None:
        def words(meaning: Column) -> str:
            columns = self._header.of(meaning)
            return tidy_text("\n".join(filled[c] for c in columns if c in filled))

        leaf.rule, leaf.department = words(Column.RULE), words(Column.DEPARTMENT)
        leaf.department = "、".join(leaf.department.split("\n"))
        leaf.evidence, leaf.remark = words(Column.EVIDENCE), words(Column.REMARK)
        leaf.methods = read_methods(words(Column.METHOD))
        loose = [
            f"{heading}：{own[column]}"
            for column, heading in self._header.unknown.items()
            if column in own
        ]
        leaf.remark = "\n".join(filter(None, [leaf.remark, *loose]))
        if leaf.rule and leaf.rule == self._last_rule and not self._is_merged(number):
            self._tell(str(number), Told.SAME_RULE, title=leaf.title)
        self._last_rule = leaf.rule
        for name, longest in (TEXTS | LONG_TEXTS).items():
            if len(getattr(leaf, name)) > longest:
                text = getattr(leaf, name)[:30]
                self._tell(str(number), Told.TOO_LONG, text=text, most=str(longest))

    def _is_merged(self, number: int) -> bool:
        return any((number, c) in self._merged for c in self._header.of(Column.RULE))

    def _give_points(
        self, row: RawRow, path: Sequence[Branch | None], leaf: Branch
    ) -> None:
        for level, column in self._header.points.items():
            cell = row.cells.get(column)
            if cell is None or not cell.text.strip():
                continue
            points = self._points(row.number, column, cell)
            target = self._whose(row.number, column, path, leaf)
            if level is not None:
                target = path[level] or leaf
            if points is not None:
                target.points = points
                target.cell = place(column, row.number)

    def _whose(
        self, number: int, column: int, path: Sequence[Branch | None], leaf: Branch
    ) -> Branch:
        """Points merged over several rows are of the level merged over the same."""
        spans = {
            (area.left, area.bottom)
            for area in self._sheet.areas
            if area.top == number and area.bottom > number
        }
        bottom = next((last for left, last in spans if left == column), None)
        if bottom is None:
            return leaf
        fit = [
            branch
            for level, branch in zip(self._header.levels, path, strict=False)
            if branch is not None and (level, bottom) in spans
        ]
        return fit[-1] if fit else leaf

    def _points(self, number: int, column: int, cell: Cell) -> Decimal | None:
        read = read_points_cell(cell)
        if read.fault:
            self._tell(place(column, number), read.fault, text=cell.text)
        return read.points

    # --- The whole ------------------------------------------------------------------

    def _name_by_rule(self, roots: list[Branch]) -> None:
        for _above, branch in walk(roots):
            if branch.title:
                continue
            text = branch.rule or branch.remark
            first = next(filter(None, AT_A_PAUSE.split(text)), "")
            branch.title = first.strip()[:SHORT_TITLE]
            told = Told.NAMED_BY_RULE if branch.title else Told.NO_TITLE
            self._tell(str(branch.row), told, title=branch.title, text=text[:50])

    def _check(self, roots: list[Branch]) -> None:
        depth = max((len(above) + 1 for above, _b in walk(roots)), default=0)
        if depth > DEEPEST or sum(1 for _each in walk(roots)) > MOST_BRANCHES:
            self._tell("", Told.TOO_MANY)
        for misfit in misfits(roots, self._total):
            branch = misfit.branch
            where = branch.cell or str(branch.row) if branch else self._total_cell
            self._tell(where, misfit.told, **misfit.facts)


JOINED = ("rule", "department", "evidence", "remark")


def _fold(branches: list[Branch]) -> None:
    """Nameless rows of rules below a name are that one indicator, unless they have
    points each."""
    for branch in branches:
        _fold(branch.children)
        rows = branch.children
        worth = [each.points for each in (branch, *rows) if each.points is not None]
        if not rows or any(row.title for row in rows) or len(worth) > 1:
            continue
        branch.children = []
        branch.points = worth[0] if worth else None
        branch.cell = next((b.cell for b in (branch, *rows) if b.cell), "")
        for name in JOINED:
            words = [getattr(each, name) for each in (branch, *rows)]
            setattr(branch, name, "\n".join(dict.fromkeys(filter(None, words))))
        branch.department = branch.department.replace("\n", "、")
        found = {method for each in (branch, *rows) for method in each.methods}
        branch.methods = tuple(method for method in METHODS if method in found)


def _split(branch: Branch) -> None:
    parts = [part for part in sub_points(branch.rule) if part.points is not None]
    if len(parts) < 2:
        return
    for part in sub_points(branch.rule):
        bare = re.sub(r"^\W*\d*\W*", "", part.text)
        first = next(filter(None, AT_A_PAUSE.split(bare)), bare)
        branch.children.append(
            Branch(
                first.strip()[:SHORT_TITLE] or part.text[:SHORT_TITLE],
                rule=part.text,
                points=part.points,
                department=branch.department,
                row=branch.row,
            )
        )


def propose_kinds(roots: Sequence[Branch]) -> None:
    """For indicators whose kind is not set."""
    for above, branch in walk(roots):
        if branch.children or branch.kind:
            continue
        branch.proposal = propose(branch.title, branch.rule, branch.points)
        for group in above:
            of_group = propose(group.title, "", None)
            if of_group and not branch.proposal:
                branch.proposal = propose(group.title, "", branch.points)


def number_codes(roots: Sequence[Branch], start: str = "") -> None:
    """Codes by place (2.1.3) for those that have none; keys follow them."""
    for index, branch in enumerate(roots, start=1):
        code = f"{start}{index}"
        branch.code = branch.code or code
        branch.key = branch.key or branch.code
        number_codes(branch.children, f"{code}.")
