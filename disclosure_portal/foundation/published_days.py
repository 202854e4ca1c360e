"""Days off and worked weekend days of China, as published: a small file, written from
the `holidays` library, which loads every country of the world for the one asked for.

`write_published_days` renews the file; a test compares it with the library.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import lazy
from .workdays import SATURDAY

if TYPE_CHECKING:
    import holidays
else:
    holidays = lazy.Module("holidays")

FILE = Path(__file__).parent / "published_days.json"
YEARS = range(2015, 2041)


class Days(NamedTuple):
    """Working days of the week that are off, and days of weekends that are worked."""

    off: frozenset[date]
    worked: frozenset[date]


@lru_cache(maxsize=32)
def published(year: int) -> Days:
    """From the file; of a year that it lacks, from the library."""
    kept = json.loads(FILE.read_text()).get(str(year))
    return Days(*map(_days, kept)) if kept else calculated(year)


def calculated(year: int) -> Days:
    """What the library says of a year."""
    china = holidays.country_holidays("CN", years=year)
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    days = [first + timedelta(days=number) for number in range(length)]
    swapped = [
        day
        for day in days
        if china.is_working_day(day) is not (day.weekday() < SATURDAY)
    ]
    return Days(
        frozenset(day for day in swapped if day.weekday() < SATURDAY),
        frozenset(day for day in swapped if day.weekday() >= SATURDAY),
    )


def write() -> None:
    years = {str(year): [_texts(days) for days in calculated(year)] for year in YEARS}
    FILE.write_text(f"{json.dumps(years, indent=1)}\n")


def _days(texts: list[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


def _texts(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
