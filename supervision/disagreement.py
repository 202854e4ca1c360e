"""Two who scored one unit blind: where they differ, and by how many points. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .scoring import Scoring
from .scoring_marks import Gaps
from .scoring_rules import ZERO, Mark


@dataclass(frozen=True)
class Difference:
    """One indicator: both marks, and the points that each gives."""

    code: str
    first: Mark | None
    second: Mark | None
    first_points: Decimal
    second_points: Decimal

    @property
    def apart(self) -> Decimal:
        return abs(self.first_points - self.second_points)


def differences(
    scoring: Scoring, first: Mapping[str, Mark], second: Mapping[str, Mark]
) -> list[Difference]:
    """Where the marks are not the same, the furthest apart first."""
    of_first, of_second = _points(scoring, first), _points(scoring, second)
    codes = [place.code for place in scoring.plan.places]
    found = [
        Difference(
            code,
            first.get(code),
            second.get(code),
            of_first.get(code, ZERO),
            of_second.get(code, ZERO),
        )
        for code in codes
        if first.get(code) != second.get(code)
    ]
    return sorted(found, key=lambda each: -each.apart)


def _points(scoring: Scoring, marks: Mapping[str, Mark]) -> dict[str, Decimal]:
    result = scoring.score(marks, Gaps.LOST)
    return {score.code: score.points for score in result.scores}
