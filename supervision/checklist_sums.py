"""Whether the points of a checklist fit together. Pure.

A dimension's points are the sum of what it holds, the whole is the sum of the
dimensions; what stands beside the total (bonus, penalty, veto) is in no sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .checklist_tree import Branch, walk, written
from .rule_reading import most_beside, sub_points
from .sheet_rows import Told

NOUGHT = Decimal(0)
# Of what these make of their children no sum is asked.
NOT_SUMMED = frozenset({"mean"})


@dataclass(frozen=True, slots=True)
class Misfit:
    """`branch` is None for the whole."""

    branch: Branch | None
    told: Told
    facts: dict[str, str]


def counted(branches: Sequence[Branch]) -> Decimal:
    """The sum of what counts towards the total."""
    return sum((_worth(b) * b.weight for b in branches if not b.is_aside), NOUGHT)


def _worth(branch: Branch) -> Decimal:
    if branch.points is not None:
        return branch.points
    return counted(branch.children)


def fill_sums(branches: Sequence[Branch]) -> None:
    """Dimensions whose points are not said are worth what they hold."""
    for branch in branches:
        fill_sums(branch.children)
        if branch.children and branch.points is None and not branch.is_aside:
            branch.points = counted(branch.children) or None


def misfits(
    branches: Sequence[Branch], total: Decimal | None = None
) -> Iterator[Misfit]:
    """What doesn't fit, from top to bottom, the whole last."""
    for above, branch in walk(branches):
        if branch.children:
            yield from _of_group(branch)
        else:
            yield from _of_leaf(above, branch)
    found = counted(branches)
    if total is not None and total != found:
        yield Misfit(None, Told.SUM_OF_ALL, _figures(total, found))
    elif total is not None:
        for branch in branches:
            if branch.is_aside and branch.points:
                facts = {"title": branch.title, "points": _text(branch.points)}
                yield Misfit(branch, Told.NOT_IN_TOTAL, facts)


def _of_group(branch: Branch) -> Iterator[Misfit]:
    inside = [each for each in branch.children if not each.is_aside]
    has_points = any(_worth(each) for each in inside)
    if branch.points is None or not has_points or branch.kind in NOT_SUMMED:
        return
    found = counted(inside)
    is_capped = bool(branch.parameters.get("is_capped"))
    if found != branch.points and not (is_capped and found > branch.points):
        facts = {"title": branch.title, **_figures(branch.points, found)}
        yield Misfit(branch, Told.SUM_OF_GROUP, facts)


def _of_leaf(above: Sequence[Branch], branch: Branch) -> Iterator[Misfit]:
    title = {"title": branch.title}
    if branch.is_aside:
        most = most_beside(branch.rule)
        if most and branch.points and most > branch.points:
            facts = {"points": _text(branch.points), "most": _text(most)}
            yield Misfit(branch, Told.MORE_BESIDE, title | facts)
        return
    if branch.points is None:
        # Faults may be taken off the points beside them.
        if branch.meant != "deduction" or not above:
            yield Misfit(branch, Told.NO_POINTS, title)
        return
    parts = [part.points for part in sub_points(branch.rule) if part.points]
    found = sum(parts, NOUGHT)
    if parts and found != branch.points:
        yield Misfit(branch, Told.SUM_OF_PARTS, title | _figures(branch.points, found))


def _figures(stated: Decimal, found: Decimal) -> dict[str, str]:
    return {
        "stated": _text(stated),
        "found": _text(found),
        "difference": _text(abs(stated - found)),
    }


def _text(value: Any) -> str:
    return written(value) or "0"
