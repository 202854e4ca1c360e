"""Grades by bands or by quota, and ranks within a group. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from .scoring_checklists import (
    Checklist,
    Figure,
    Grading,
    Measured,
    Quota,
    ShareRounding,
    Ties,
)
from .scoring_numbers import compared
from .scoring_rules import HUNDRED, ONE, ZERO

ROUNDINGS = {
    ShareRounding.DOWN: ROUND_FLOOR,
    ShareRounding.HALF_UP: ROUND_HALF_UP,
    ShareRounding.UP: ROUND_CEILING,
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One unit among those of its group. Without a total it has no score."""

    unit: str
    total: Decimal | None  # rounded
    is_vetoed: bool = False
    is_failed: bool = False


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where a unit came out. The vetoed are listed without a rank."""

    unit: str
    rank: int | None
    grade: str


def lowest_grade(grading: Grading) -> str:
    if grading.lowest or not grading.bands:
        return grading.lowest
    return grading.bands[-1].grade


def band_of(
    grading: Grading,
    *,
    rounded: Decimal,
    unrounded: Decimal,
    maximum: Decimal,
) -> tuple[str, Decimal | None]:
    """The grade by bands, and the bound that gave it. Bounds are inclusive."""
    value = rounded if grading.figure is Figure.ROUNDED else unrounded
    if grading.measured_in is Measured.PERCENT:
        value = value * HUNDRED / maximum if maximum else ZERO
    held = compared(value)
    for band in grading.bands:
        if held >= band.lowest:
            return band.grade, band.lowest
    return lowest_grade(grading), None


def placings(
    checklist: Checklist,
    standings: Sequence[Standing],
    grades: Mapping[str, str] | None = None,
) -> list[Placing]:
    """The units of one group, best first; those without a rank come last.

    `grades` has what the bands gave; with quotas, the group decides here.
    """
    ranks = ranked(standings, checklist.ties)
    given = dict(grades or {})
    if checklist.grading.quotas:
        given = grades_by_quota(checklist.grading, standings)
    found = [
        Placing(
            unit=each.unit, rank=ranks.get(each.unit), grade=given.get(each.unit, "")
        )
        for each in standings
    ]
    return sorted(found, key=lambda each: (each.rank is None, each.rank or 0))


def ranked(standings: Sequence[Standing], ties: Ties) -> dict[str, int]:
    """Ranks by rounded totals; 1, 2, 2, 4 or 1, 2, 2, 3."""
    ranks: dict[str, int] = {}
    before: Decimal | None = None
    rank = 0
    for place, each in enumerate(_best_first(standings), start=1):
        if each.total != before:
            rank = place if ties is Ties.SKIP else rank + 1
        before = each.total
        ranks[each.unit] = rank
    return ranks


def _best_first(standings: Sequence[Standing]) -> list[Standing]:
    counted = [
        each for each in standings if not each.is_vetoed and each.total is not None
    ]
    return sorted(counted, key=lambda each: -(each.total or ZERO))


def grades_by_quota(grading: Grading, standings: Sequence[Standing]) -> dict[str, str]:
    """A quota is a share of all units of the group; only who passed may fill it."""
    passed = [each for each in _best_first(standings) if not each.is_failed]
    grades = {each.unit: lowest_grade(grading) for each in standings}
    start = taken = 0
    for quota in grading.quotas:
        taken += _size(quota, grading, len(standings))
        end = _end(passed, max(taken, start), grading, start)
        for each in passed[start:end]:
            grades[each.unit] = quota.grade
        start = end
    return grades


def _size(quota: Quota, grading: Grading, units: int) -> int:
    if quota.number is not None:
        return quota.number
    share = (quota.share or ZERO) * units
    return int(share.quantize(ONE, rounding=ROUNDINGS[grading.share_rounding]))


def _end(passed: Sequence[Standing], end: int, grading: Grading, start: int) -> int:
    """Units level with the last inside are inside, too; or else all of them are out."""
    end = min(end, len(passed))
    if end == start or end == len(passed):
        return end
    edge = passed[end - 1].total
    if grading.with_ties:
        while end < len(passed) and passed[end].total == edge:
            end += 1
    elif passed[end].total == edge:
        while end > start and passed[end - 1].total == edge:
            end -= 1
    return end
