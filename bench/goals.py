"""The goals of docs/performance.md as a table: what is compared with what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Results = Mapping[str, Any]


@dataclass(frozen=True)
class Ratio:
    """What a comparison came to in one run: best round against best round, and the
    least and the most of the rounds."""

    value: float
    least: float
    most: float


@dataclass(frozen=True)
class Goal:
    """`ours` must reach `at_least` times the requests a second of `reference`."""

    number: int
    title: str
    ours: str
    reference: str
    at_least: float

    def ratio(self, targets: Results) -> Ratio | None:
        """None where one of the two was not measured."""
        ours, reference = targets.get(self.ours), targets.get(self.reference)
        if not (ours and reference):
            return None
        rounds = [
            one / other
            for one, other in zip(ours["rounds"], reference["rounds"], strict=True)
        ]
        best = ours["per_second"] / reference["per_second"]
        return Ratio(best, min(rounds), max(rounds))


GOALS = (
    Goal(1, "list, first page / mem", "list", "mem list", 0.9),
    Goal(1, "list, deep page (keyset) / mem", "list deep", "mem list", 0.6),
    Goal(2, "list of a branch / mem", "list branch", "mem list", 0.5),
    Goal(2, "list of a small unit / mem", "list small unit", "mem list", 0.5),
    Goal(2, "list of a kind / mem", "list kind", "mem list", 0.5),
    Goal(2, "list of a year / mem", "list year", "mem list", 0.5),
    Goal(2, "branch + kind + year / mem", "list combined", "mem list", 0.5),
    Goal(3, "notice page / its mem", "notice", "mem notice", 0.5),
    Goal(4, "home, uncached / its mem", "home uncached", "mem home", 0.6),
    Goal(4, "home as served / const", "home", "const", 0.4),
    Goal(5, "304 of a list / const", "unchanged", "const", 0.4),
    Goal(6, "API, 20 rows / mem", "API 20", "mem API 20", 0.2),
    Goal(6, "API, 100 rows / mem", "API 100", "mem API 100", 0.2),
    Goal(
        6, "API, 100 rows with texts / mem", "API 100 texts", "mem API 100 texts", 0.2
    ),
    Goal(6, "API, 20 rows / naive", "API 20", "naive API 20", 8),
    Goal(
        6, "API, 100 rows with texts / naive", "API 100 texts", "naive API 100 texts", 8
    ),
)
# p95 (of the processor's time) of the largest corpus against that of the smallest, each
# by its run's own mem.
FLATNESS, SMALL, LARGE = 1.25, 10_000, 1_000_000
# Queries at most, the site's own row left out.
QUERIES = {
    "list": 2,
    "list deep": 2,
    "notice": 3,
    "home": 4,
    "API 20": 1,
    "unchanged": 0,
}
MEMORY, START = 1.25, 2.0


def flatness(small: Results, large: Results, name: str) -> float:
    """How much p95 grew from the small corpus to the large one, beyond what the
    machine itself was slower."""

    def relative(targets: Results) -> float:
        return float(targets[name]["p95_spent"] / targets["mem list"]["p95_spent"])

    return relative(large) / relative(small)
