"""What a new sheet changes against the lines that were published last. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Line = Mapping[str, Any]
Key = tuple[str, ...]
Changes = dict[str, tuple[Any, Any]]


@dataclass
class Difference:
    """Lines in the order of the new sheet, gone ones in that of the old; of changed
    ones their key and the columns that differ, each with its old and new value."""

    added: list[Line] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
    changed: list[tuple[Key, Changes]] = field(default_factory=list)
    same: int = 0


def difference(
    before: Iterable[Line],
    after: Iterable[Line],
    *,
    key: Sequence[str],
    columns: Sequence[str],
) -> Difference:
    """Lines with the same key are the same line. Of several with one key those that
    read alike are not changed, wherever they stand; of the others the n-th is the
    n-th."""
    old = list(before)
    alike = Counter(_whole(line, key, columns) for line in old)
    found, others = Difference(), []
    for line in after:
        whole = _whole(line, key, columns)
        if alike[whole]:
            alike[whole] -= 1
            found.same += 1
        else:
            others.append(line)
    left: dict[Key, deque[Line]] = defaultdict(deque)
    for line in old:
        whole = _whole(line, key, columns)
        if alike[whole]:
            alike[whole] -= 1
            left[whole[0]].append(line)
    for line in others:
        name = name_of(line, key)
        if left[name]:
            found.changed.append((name, _changes(left[name].popleft(), line, columns)))
        else:
            found.added.append(line)
    found.removed = [line for lines in left.values() for line in lines]
    return found


def name_of(line: Line, key: Sequence[str]) -> Key:
    return tuple(str(line.get(code) or "") for code in key)


def sums(lines: Iterable[Line], columns: Sequence[str]) -> dict[str, Decimal]:
    totals = dict.fromkeys(columns, Decimal(0))
    for line in lines:
        for column in columns:
            totals[column] += line.get(column) or Decimal(0)
    return totals


def _whole(
    line: Line, key: Sequence[str], columns: Sequence[str]
) -> tuple[Key, tuple[Any, ...]]:
    """All that tells it from another line."""
    return name_of(line, key), tuple(line.get(code) or None for code in columns)


def _changes(old: Line, new: Line, columns: Sequence[str]) -> Changes:
    pairs = ((code, old.get(code), new.get(code)) for code in columns)
    return {
        code: (before, after)
        for code, before, after in pairs
        if (before or None) != (after or None)
    }
