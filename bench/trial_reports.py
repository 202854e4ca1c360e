"""A step of the trial, and what the report of an import counted."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Step:
    """One child process: how long, how large, and what its report counted."""

    name: str
    seconds: float
    cpu_seconds: float
    peak_mib: float
    rules: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)


def counted(report: Path) -> tuple[Counter[str], Counter[str]]:
    """How many rows had each rule, and each remark (once a row); a line of a report may
    tell of several rows."""
    rules: Counter[str] = Counter()
    remarks: Counter[str] = Counter()
    with report.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            rules[row["rule"]] += int(row.get("rows", 1))
            told = row.get("remarks", "").split("; ")
            remarks.update({each.split(":")[0] for each in told if each})
    return rules, remarks
