"""Which row of a sheet stands under which: by columns of levels, or by numbering.
Pure."""

from __future__ import annotations

from collections.abc import Sequence

from .checklist_tree import Branch
from .rule_reading import BONUS, BOTH, PENALTY, VETO
from .sheet_rows import numbering, stated_in_name

SECTIONS = frozenset({"han", "han_brackets"})
Taken = tuple[list[Branch | None], Branch]


class Outline:
    """`take` gives the branches of a row's levels and the one that the row tells of;
    None where nothing names it."""

    def __init__(self) -> None:
        self.roots: list[Branch] = []

    def take(self, row: int, order: str, levels: Sequence[str]) -> Taken | None:
        raise NotImplementedError

    def _put(self, parent: Branch | None, branch: Branch) -> Branch:
        (parent.children if parent else self.roots).append(branch)
        return branch


class ByColumns(Outline):
    """A name that is there again, or left blank, is the one above."""

    def __init__(self) -> None:
        super().__init__()
        self._path: list[Branch | None] = []
        self._names: list[str] = []

    def take(self, row: int, order: str, levels: Sequence[str]) -> Taken | None:
        if not self._path:
            self._path, self._names = [None] * len(levels), [""] * len(levels)
        deepest: Branch | None = None
        for index, name in enumerate(levels):
            if name and name != self._names[index]:
                deepest = self._begin(index, name, row)
        if deepest is None:
            deepest = self._again(row)
        if deepest is None:
            return None
        deepest.number = order
        return list(self._path), deepest

    def _begin(self, index: int, name: str, row: int) -> Branch:
        above = [branch for branch in self._path[:index] if branch is not None]
        title, points = stated_in_name(name)
        branch = Branch(title, points=points, row=row)
        self._put(above[-1] if above else None, branch)
        blanks = len(self._path) - index - 1
        self._path[index:] = [branch, *[None] * blanks]
        self._names[index:] = [name, *[""] * blanks]
        return branch

    def _again(self, row: int) -> Branch | None:
        """One more row of rules under the names above: nameless until it is seen
        whether it is the only one."""
        above = [branch for branch in self._path if branch is not None]
        if not above:
            return None
        last = above[-1]
        if not last.children and (last.rule or last.points is not None):
            first = Branch("", row=last.row, rule=last.rule, points=last.points)
            first.department, first.evidence = last.department, last.evidence
            first.methods, first.remark = last.methods, last.remark
            last.rule = last.department = last.evidence = last.remark = ""
            last.points, last.methods = None, ()
            last.children.append(first)
        return self._put(last, Branch("", row=row))


class ByNumbering(Outline):
    """The first style that is met is the outermost level, a new one goes deeper."""

    def __init__(self) -> None:
        super().__init__()
        self._stack: list[tuple[str, Branch]] = []

    def take(self, row: int, order: str, levels: Sequence[str]) -> Taken | None:
        numbered = numbering(order, levels[0] if levels else "")
        title, points = stated_in_name(numbered.title)
        if not title:
            return self._nameless(row)
        branch = Branch(title, number=numbered.number, points=points, row=row)
        self._place(numbered.style, branch)
        return [branch], branch

    def _nameless(self, row: int) -> Taken | None:
        if not self._stack:
            return None
        branch = Branch("", row=row)
        self._put(self._stack[-1][1], branch)
        return [branch], branch

    def _place(self, style: str, branch: Branch) -> None:
        styles = [known for known, _branch in self._stack]
        if style in styles:
            del self._stack[styles.index(style) :]
        elif style == "plain":
            self._make_room(branch)
        parent = self._stack[-1][1] if self._stack else None
        self._put(parent, branch)
        self._stack.append((style, branch))

    def _make_room(self, branch: Branch) -> None:
        """A row without a number stands in the section, or beside the numbered one;
        what is beside the total begins anew."""
        begins = (BOTH, BONUS, PENALTY, VETO)
        if any(words.search(branch.title) for words in begins):
            self._stack.clear()
        elif self._stack and self._stack[-1][0] not in SECTIONS:
            self._stack.pop()
