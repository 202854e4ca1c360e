"""What a `bench/*_speed.py` module found, kept for the report: one record for each
database. A ratio says how many times as fast as the reference the portal is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import results
from .process_goals import RECORDS, TITLES
from .report import met


@dataclass(frozen=True)
class Speed:
    """`detail` is what the ratio was made of; without a goal it is all there is."""

    what: str
    detail: str
    ratio: float = 0
    at_least: float = 0

    def row(self, goal: str, database: str) -> list[str]:
        if not self.at_least:
            return [goal, self.what, "–", TITLES[database], self.detail, "–"]
        measured = f"{self.ratio:.2f} ({self.detail})"
        is_met = met(self.ratio >= self.at_least)
        least = f"≥ {self.at_least:g}"
        return [goal, self.what, least, TITLES[database], measured, is_met]


def keep(name: str, database: str, speeds: Iterable[Speed]) -> None:
    """`name` is one of RECORDS, `database` one of TITLES."""
    goal, _what = RECORDS[name]
    rows = [speed.row(goal, database) for speed in speeds]
    results.keep(f"{database}-{name}", {"rows": rows})
