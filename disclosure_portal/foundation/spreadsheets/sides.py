"""Ledgers with a column for each side of an account: 收入 | 支出."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from .body import Row
from .columns import Column, Side
from .problems import Problems, Reason
from .values import Value


def sides_of(columns: Sequence[Column], found: Set[str]) -> dict[str, Side]:
    """The sides that a sheet has in the place of the columns that they stand for."""
    return {
        column.code: side
        for column in columns
        if (side := column.side)
        and column.code in found
        and found.isdisjoint({side.column, side.amount})
    }


def stood_for(sides: Mapping[str, Side]) -> set[str]:
    return {code for side in sides.values() for code in (side.column, side.amount)}


def folded(
    rows: Sequence[Row], sides: Mapping[str, Side], problems: Problems
) -> Iterator[Row]:
    """A row for each side that has a sum. What has none, as a balance brought forward,
    is no entry; it is named."""
    for row in rows:
        rest = {code: value for code, value in row.values.items() if code not in sides}
        sums = {code: row.values[code] for code in sides}
        for code, value in sums.items():
            if value is not None:
                side = sides[code]
                entry: dict[str, Value] = {side.column: side.choice, side.amount: value}
                yield Row(row.number, rest | entry)
        if not any(value is not None for value in sums.values()):
            problems.add(row.number, Reason.NO_SIDE)
