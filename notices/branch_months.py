"""The headings under which notices are counted by branch, kind and local month, and by
branch, kind and local year: the units below one are compared over a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from disclosure_portal.foundation.days import local_day

KEY = "branch-month"
YEAR_KEY = "branch-year"


def branch_month_key(branch: int, kind: str, moment: datetime) -> str:
    return key_of(branch, kind, f"{local_day(moment):%Y-%m}")


def key_of(branch: int, kind: str, month: str) -> str:
    return f"{KEY}:{branch}:{kind}:{month}"


def branch_year_key(branch: int, kind: str, moment: datetime) -> str:
    return year_key_of(branch, kind, local_day(moment).year)


def year_key_of(branch: int, kind: str, year: int) -> str:
    return f"{YEAR_KEY}:{branch}:{kind}:{year:04}"


def year_key_from(month_key: str) -> str:
    """The heading of the year to which one of a month belongs."""
    _key, branch, kind, month = month_key.split(":")
    return year_key_of(int(branch), kind, int(month[:4]))


def months_between(first: datetime, last: datetime) -> Iterator[str]:
    """From the month of one moment to that of another, as 2026-03."""
    return months_of(local_day(first), local_day(last))


def months_of(first: date, last: date) -> Iterator[str]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12:04}-{number % 12 + 1:02}"
