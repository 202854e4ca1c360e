"""Two versions of a checklist side by side: what is new, changed, moved, left out.
Pure.

A row is known again by its key, which copies keep whatever its code and place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .checklist_tree import Branch, walk, written


class State(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"
    REMOVED = "removed"


COMPARED = (
    *("code", "title", "points", "weight", "kind", "parameters", "scoring", "rule"),
    *("methods", "department", "measure", "evidence", "remark", "is_unverified"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the comparison; `old` or `new` is None where it isn't there."""

    depth: int
    state: State
    old: Branch | None
    new: Branch | None
    # Names of COMPARED that differ.
    changed: tuple[str, ...] = ()


def compare(old: Sequence[Branch], new: Sequence[Branch]) -> list[Line]:
    """In the order of the new one; what it left out stands where it was."""
    before = {branch.key: (above, branch) for above, branch in walk(old)}
    after = {branch.key for _above, branch in walk(new)}
    lines = [_line(above, branch, before) for above, branch in walk(new)]
    follows = ""
    for above, branch in walk(old):
        if branch.key not in after:
            line = Line(len(above), State.REMOVED, branch, None)
            lines.insert(_after(lines, follows), line)
        follows = branch.key
    return lines


def _after(lines: Sequence[Line], key: str) -> int:
    """Behind the row that it followed, old or new."""
    for index, line in enumerate(lines):
        branch = line.new or line.old
        if branch is not None and branch.key == key:
            return index + 1
    return 0


def _line(
    above: Sequence[Branch],
    branch: Branch,
    before: dict[str, tuple[tuple[Branch, ...], Branch]],
) -> Line:
    if branch.key not in before:
        return Line(len(above), State.ADDED, None, branch)
    old_above, old = before[branch.key]
    changed = tuple(
        name for name in COMPARED if getattr(old, name) != getattr(branch, name)
    )
    has_moved = (old_above and old_above[-1].key) != (above and above[-1].key)
    state = State.CHANGED if changed else State.MOVED if has_moved else State.SAME
    return Line(len(above), state, old, branch, changed)


def marks(old: Sequence[Branch], new: Sequence[Branch]) -> dict[str, State]:
    """By key, for rows of a copy that are new or changed since."""
    return {
        line.new.key: line.state
        for line in compare(old, new)
        if line.new is not None and line.state is not State.SAME
    }


def shown(value: Any) -> str:
    """A column's value, to be read beside the other's."""
    if isinstance(value, dict):
        return "；".join(f"{name} {shown(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return "、".join(shown(each) for each in value)
    if hasattr(value, "quantize"):
        return written(value) or ""
    return "" if value is None else str(value)
