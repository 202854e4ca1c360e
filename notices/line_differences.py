"""What a new sheet changes against the lines that were published last. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Line = Mapping[str, Any]
Key = tuple[str, ...]


@dataclass
class Difference:
    """Lines by their keys, in the order of the new sheet; of changed ones the columns
    that differ, each with its old and new value."""

    added: list[Key] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)
    changed: dict[Key, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    same: int = 0


def difference(
    before: Iterable[Line],
    after: Iterable[Line],
    *,
    key: Sequence[str],
    columns: Sequence[str],
) -> Difference:
    """Lines with the same key are the same line, the n-th with the n-th."""
    old, new = _keyed(before, key), _keyed(after, key)
    found = Difference(removed=[k[:-1] for k in old if k not in new])
    for place, line in new.items():
        if place not in old:
            found.added.append(place[:-1])
            continue
        changes = _changes(old[place], line, columns)
        if changes:
            found.changed[place[:-1]] = changes
        else:
            found.same += 1
    return found


def sums(lines: Iterable[Line], columns: Sequence[str]) -> dict[str, Decimal]:
    totals = dict.fromkeys(columns, Decimal(0))
    for line in lines:
        for column in columns:
            totals[column] += line.get(column) or Decimal(0)
    return totals


def _keyed(lines: Iterable[Line], key: Sequence[str]) -> dict[Key, Line]:
    seen: dict[Key, int] = {}
    keyed = {}
    for line in lines:
        name = tuple(str(line.get(code) or "") for code in key)
        seen[name] = seen.get(name, 0) + 1
        keyed[(*name, str(seen[name]))] = line
    return keyed


def _changes(
    old: Line, new: Line, columns: Sequence[str]
) -> dict[str, tuple[Any, Any]]:
    pairs = ((code, old.get(code), new.get(code)) for code in columns)
    return {
        code: (before, after)
        for code, before, after in pairs
        if (before or None) != (after or None)
    }
