"""The indicators of a checklist as a tree. Pure.

Reading the tree refuses what is no tree: codes that are missing or used twice,
unknown parents and parts, circles, leaves with children and branches without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .scoring_checklists import Checklist, Part
from .scoring_problems import Problem, ProblemCode, UnfitChecklist
from .scoring_rules import BRANCHES, CapScope, Indicator


@dataclass(frozen=True)
class Tree:
    """Every indicator before its children, siblings in the order of the checklist."""

    order: tuple[Indicator, ...]
    by_code: Mapping[str, Indicator]
    children: Mapping[str, tuple[Indicator, ...]]  # "" has those of the first level
    parts: Mapping[str, Part]
    part_of: Mapping[str, str]

    def ancestors(self, code: str) -> Iterator[Indicator]:
        """The nearest first."""
        parent = self.by_code[code].parent
        while parent:
            yield self.by_code[parent]
            parent = self.by_code[parent].parent

    def below(self, code: str) -> Iterator[Indicator]:
        """The indicator and all under it."""
        waiting = [self.by_code[code]]
        while waiting:
            indicator = waiting.pop()
            yield indicator
            waiting += reversed(self.children[indicator.code])

    def roots_of(self, part: str) -> tuple[Indicator, ...]:
        return tuple(root for root in self.children[""] if root.part == part)

    def cap_place(self, indicator: Indicator) -> str:
        """The code of whose points limit it; its own for an own cap."""
        cap = indicator.cap
        if cap.scope is CapScope.NAMED:
            return cap.at
        above = [ancestor.code for ancestor in self.ancestors(indicator.code)]
        if cap.scope is CapScope.OWN or not above:
            return indicator.code
        return above[0] if cap.scope is CapScope.PARENT else above[-1]


def tree_of(checklist: Checklist) -> Tree:
    problems = list(_misnamed(checklist))
    if problems:
        raise UnfitChecklist(problems)
    by_code = {each.code: each for each in checklist.indicators}
    problems = list(_circles(by_code))
    if problems:
        raise UnfitChecklist(problems)
    tree = _planted(checklist, by_code)
    problems = list(_misshapen(tree))
    if problems:
        raise UnfitChecklist(problems)
    return tree


def _misnamed(checklist: Checklist) -> Iterator[Problem]:
    if not checklist.indicators:
        yield Problem(ProblemCode.NO_INDICATORS, "checklist")
    codes = [each.code for each in checklist.indicators]
    named = [part.code for part in checklist.parts]
    yield from _twice(codes)
    yield from _twice(named)
    known = set(codes)
    parts = set(named)
    for each in checklist.indicators:
        if each.parent and each.parent not in known:
            told = {"parent": each.parent}
            yield Problem(ProblemCode.UNKNOWN_PARENT, each.code, told)
        elif not each.parent and each.part not in parts:
            yield Problem(ProblemCode.UNKNOWN_PART, each.code, {"part": each.part})


def _twice(codes: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, code in enumerate(codes):
        if not code:
            yield Problem(ProblemCode.NO_CODE, str(place + 1))
        elif code in seen:
            yield Problem(ProblemCode.CODE_TWICE, code)
        seen.add(code)


def _circles(by_code: Mapping[str, Indicator]) -> Iterator[Problem]:
    """Whoever never comes to a first level goes round in a circle."""
    grounded = {""}
    for code in by_code:
        path: dict[str, None] = {}
        while code not in grounded and code not in path:
            path[code] = None
            code = by_code[code].parent
        if code in grounded:
            grounded.update(path)
        else:
            yield Problem(ProblemCode.CYCLE, code, {"path": " → ".join([*path, code])})
            grounded.update(path)


def _planted(checklist: Checklist, by_code: Mapping[str, Indicator]) -> Tree:
    children: dict[str, list[Indicator]] = {code: [] for code in ("", *by_code)}
    for each in checklist.indicators:
        children[each.parent].append(each)
    order: list[Indicator] = []
    part_of: dict[str, str] = {}
    waiting = children[""][::-1]
    while waiting:
        each = waiting.pop()
        order.append(each)
        part_of[each.code] = part_of.get(each.parent, each.part)
        waiting += children[each.code][::-1]
    return Tree(
        order=tuple(order),
        by_code=by_code,
        children={code: tuple(under) for code, under in children.items()},
        parts={part.code: part for part in checklist.parts},
        part_of=part_of,
    )


def _misshapen(tree: Tree) -> Iterator[Problem]:
    for each in tree.order:
        is_branch = each.rule.kind in BRANCHES
        if is_branch and not tree.children[each.code]:
            yield Problem(ProblemCode.BRANCH_WITHOUT_CHILDREN, each.code)
        if not is_branch and tree.children[each.code]:
            yield Problem(ProblemCode.LEAF_WITH_CHILDREN, each.code)
        if each.part and each.part != tree.part_of[each.code]:
            told = {"part": each.part, "above": tree.part_of[each.code]}
            yield Problem(ProblemCode.UNKNOWN_PART, each.code, told)
