"""The table "Real files" of docs/performance.md: what each step of the trial took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from . import results
from .process_goals import TITLES

HEAD = (
    "database",
    "date",
    "step",
    "rows",
    "seconds",
    "of the processor",
    "peak memory",
)


def keep(database: str, steps: Sequence[Mapping[str, Any]]) -> None:
    """`steps` have name, rows, seconds, cpu_seconds and peak_mib."""
    day = datetime.now(UTC).date().isoformat()
    results.keep(f"{database}-trial", {"date": day, "steps": list(steps)})


def trial_rows() -> list[Sequence[str]]:
    return [HEAD, *(row for name in TITLES for row in _rows(name))]


def _rows(database: str) -> list[Sequence[str]]:
    record = results.read(f"{database}-trial")
    if record is None:
        return [(TITLES[database], "–", "not measured", *"––––")]
    return [
        (
            TITLES[database],
            record["date"],
            step["name"],
            f"{step['rows']:,}" if step["rows"] else "–",
            f"{step['seconds']:.1f} s",
            f"{step['cpu_seconds']:.1f} s",
            f"{step['peak_mib']:.0f} MiB",
        )
        for step in record["steps"]
    ]
