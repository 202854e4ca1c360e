"""Days off and worked weekend days of China, as published: a small file, written from
the `holidays` library, which loads every country of the world for the one asked for.

`write_published_days` renews the file; a test compares it with the library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import lazy
from .workdays import SATURDAY

if TYPE_CHECKING:
    import holidays
else:
    holidays = lazy.Module("holidays")

FILE = Path(__file__).parent / "published_days.json"
YEARS = range(2015, 2041)


class Days(NamedTuple):
    """Working days of the week that are off, days of weekends that are worked, and the
    festival that a day belongs to."""

    off: frozenset[date]
    worked: frozenset[date]
    names: Mapping[date, str]


@lru_cache(maxsize=32)
def published(year: int) -> Days:
    """From the file; of a year that it lacks, from the library."""
    kept = json.loads(FILE.read_text("utf-8")).get(str(year))
    if not kept:
        return calculated(year)
    off, worked, names = kept
    named = {date.fromisoformat(day): name for day, name in names.items()}
    return Days(_days(off), _days(worked), named)


def calculated(year: int) -> Days:
    """What the library says of a year."""
    china = holidays.country_holidays("CN", years=year, language="zh_CN")
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
        {day: name for day in sorted(china) if (name := _festival(china[day]))},
    )


def _festival(name: str) -> str:
    """As the notice of the State Council calls it: 清明节（补假） is 清明节, the eve of
    the Spring Festival is of it; a day that is swapped for another has no name."""
    plain = name.partition("（")[0].partition(";")[0].strip()
    if plain.startswith("休息日"):
        return ""
    return "春节" if plain == "农历除夕" else plain


def write() -> None:
    years = {str(year): _written(calculated(year)) for year in YEARS}
    FILE.write_text(f"{json.dumps(years, indent=1, ensure_ascii=False)}\n", "utf-8")


def _written(days: Days) -> list[Any]:
    names = {day.isoformat(): name for day, name in sorted(days.names.items())}
    return [_texts(days.off), _texts(days.worked), names]


def _days(texts: list[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


def _texts(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
