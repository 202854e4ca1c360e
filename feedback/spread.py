"""Median and spread of working days, of how often each number occurs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple


class Spread(NamedTuple):
    """Half of all lie between `low` and `high`; all None of nothing."""

    low: int | None
    median: Decimal | None
    high: int | None


def spread_of(counts: Mapping[int, int]) -> Spread:
    """Quartiles by the nearest rank; of an even number the median is the mean of the
    two in the middle."""
    total = sum(counts.values())
    if not total:
        return Spread(None, None, None)
    middle = (Decimal(_at(counts, (total + 1) // 2)) + _at(counts, total // 2 + 1)) / 2
    low, high = _at(counts, -(-total // 4)), _at(counts, -(-3 * total // 4))
    return Spread(low, middle, high)


def _at(counts: Mapping[int, int], place: int) -> int:
    """The number at a place (from 1) in order."""
    passed = 0
    for number in sorted(counts):
        passed += counts[number]
        if passed >= place:
            return number
    raise ValueError("Fewer numbers than the place")
