"""Rows of totals: which they are, and what their numbers should be.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .cells import CellKind, RawRow
from .units import plain

# 合计, 合计金额(元), 合计35户, 合计:壹佰元整
WORDS = r"[小合总共累]计(?:[人户]?数|额|金额)?[\d.,]*[户人亩元个]?(?:\(.*\))?(?::.*)?"
LABEL = re.compile(rf".{{0,15}}{WORDS}")
LATER_LABEL = re.compile(rf"(?:本页|本表|全[村镇乡县])?{WORDS}")
# A total may sum up what stands between it and any of so many others.
NEARBY = 30


@dataclass(frozen=True, slots=True)
class Written:
    """A number of a total, the cell where it stands and the text of it."""

    value: Decimal
    place: str
    text: str


@dataclass(slots=True)
class Total:
    """A row of totals; `position` tells how many rows of the list stand above it."""

    row: int
    label: str
    position: int
    values: dict[str, Written] = field(default_factory=dict)

    @property
    def is_partial(self) -> bool:
        return "小计" in plain(self.label)


class Sums:
    """The sum of each column down to each row, so that any run of rows has one."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._down: dict[str, list[Decimal]] = {code: [Decimal(0)] for code in codes}

    def add(self, code: str, value: Decimal | int) -> None:
        """Once for each row and column."""
        down = self._down[code]
        down.append(down[-1] + value)

    def between(self, code: str, start: int, end: int) -> Decimal:
        return self._down[code][end] - self._down[code][start]

    @property
    def whole(self) -> dict[str, Decimal]:
        return {code: down[-1] for code, down in self._down.items()}


def label_of(row: RawRow) -> str:
    """The label of a row of totals; none if it is no such row.

    It stands before the numbers: 合计 | 35, or 城关镇 | 小计 | 35.
    """
    pattern = LABEL
    for cell in row.cells.values():
        text = plain(cell.text)
        if cell.kind is not CellKind.TEXT or text[:1].isdigit():
            break
        if pattern.fullmatch(text):
            return " ".join(cell.text.split())
        pattern = LATER_LABEL
    return ""


def mistakes(
    totals: Sequence[Total], count: int, sums: Sums, slack: Mapping[str, Decimal]
) -> list[tuple[Total, Written, Decimal]]:
    """The numbers of totals that agree with no run of rows, and what they should be.

    A total may stand under its rows or above them, and sum up those to the next
    total, to a farther one (village, township, county) or all. `slack` is how much
    rounding may have moved the sum of a column.
    """
    found = []
    for index, total in enumerate(totals):
        runs = _runs(totals, index, count)
        if not total.values or any(
            all(_agrees(total, code, run, sums, slack) for code in total.values)
            for run in runs
        ):
            continue
        run = runs[0] if runs else (0, count)
        found += [
            (total, written, sums.between(code, *run))
            for code, written in total.values.items()
            if not _agrees(total, code, run, sums, slack)
        ]
    return found


def _runs(totals: Sequence[Total], index: int, count: int) -> list[tuple[int, int]]:
    """The rows that a total may sum up, the likeliest run first."""
    total = totals[index]
    before = [each.position for each in totals[max(index - NEARBY, 0) : index]]
    after = [each.position for each in totals[index + 1 : index + NEARBY]]
    starts = [*reversed(before), 0] if total.is_partial else [0, *reversed(before)]
    ends = [*after, count] if total.is_partial else [count, *after]
    runs = [(start, total.position) for start in starts if start < total.position]
    return runs + [(total.position, end) for end in ends if end > total.position]


def _agrees(
    total: Total,
    code: str,
    run: tuple[int, int],
    sums: Sums,
    slack: Mapping[str, Decimal],
) -> bool:
    difference = total.values[code].value - sums.between(code, *run)
    return abs(difference) <= slack.get(code, 0)
