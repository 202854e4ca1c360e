"""Steps of bench.trial for a real checklist: it is looked at, taken in, told of, and
townships are marked by it. A file that is not there is left out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .trial_reports import Step

NAME = "scoring_shicheng2018_townships.csv"
IMPORT = (
    *("--code", "shicheng-townships", "--year", "2018"),
    *("--title", "石城县2018年河长制乡镇考核", "--by", "trial-office"),
)
# The parts of item 18 make 2 of its 3 points; section 三 says what the row above says;
# 六 gives and takes more than its 7 points, which are in no total.
TOLD = {
    ("12", "remark", "same_rule"),
    ("C24", "remark", "sum_of_parts"),
    ("C31", "remark", "more_beside"),
    ("C31", "remark", "not_in_total"),
}
STORED: dict[str, Any] = {
    "points": "100",
    "sections": ["31", "2", "15", "45", "7", "7"],
    "indicators": 25,
    "kinds": {"bonus": 1, "credit": 22, "deduction": 1, "rate": 1},
    "off": [],
}


def try_out(
    data: Path,
    folder: Path,
    manage: Callable[..., Step],
    python: Callable[..., object],
) -> tuple[str, list[str], list[Any]]:
    """A digest of what came out, what is off, and the pages that were opened."""
    file = data / NAME
    if not file.is_file():
        return "", [], []
    python("offices", "bench.trial_step", "offices")
    report, answer = folder / "checklist.csv", folder / "rounds.json"
    how = (*IMPORT, "--report", str(report))
    manage("checklist dry", "import_checklist", str(file), *how, "--dry-run")
    manage("checklist", "import_checklist", str(file), *how)
    faults = _unlike("told", _told(report), TOLD)
    python("rounds", "bench.trial_step", "rounds", str(file), str(answer))
    found = json.loads(answer.read_text(encoding="utf-8"))
    digest, pages = str(found.pop("digest")), found.pop("pages")
    return digest, faults + _unlike("checklist", found, STORED), pages


def _told(report: Path) -> set[tuple[str, ...]]:
    with report.open(encoding="utf-8-sig", newline="") as stream:
        return {
            (row["place"], row["outcome"], row["rule"])
            for row in csv.DictReader(stream)
        }


def _unlike(name: str, found: Any, expected: Any) -> list[str]:
    return [] if found == expected else [f"{name}: {found}, expected {expected}"]
