"""The headings under which notices are counted by branch, kind and local month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from disclosure_portal.foundation.days import local_day

KEY = "branch-month"


def branch_month_key(branch: int, kind: str, moment: datetime) -> str:
    return key_of(branch, kind, f"{local_day(moment):%Y-%m}")


def key_of(branch: int, kind: str, month: str) -> str:
    return f"{KEY}:{branch}:{kind}:{month}"


def months_between(first: datetime, last: datetime) -> Iterator[str]:
    """From the month of one moment to that of another, as 2026-03."""
    return months_of(local_day(first), local_day(last))


def months_of(first: date, last: date) -> Iterator[str]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12:04}-{number % 12 + 1:02}"
