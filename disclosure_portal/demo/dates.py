"""On which day a demo notice stands, and how texts name days. Pure.

A notice stands so many days before the day of the demonstration, or on the last
such day of the year before it, so that floods come in summer whenever it is shown.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import holidays

LOCAL = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
_CHINA = holidays.country_holidays("CN")
_TOKEN = re.compile(r"\{([DMWXYI])(w?)([+-]\d+)?\}")


def is_day_off(day: date) -> bool:
    return not _CHINA.is_working_day(day)


def working_day(day: date, step: int = -1) -> date:
    """The day itself, or the nearest working day before (step -1) or after it."""
    while is_day_off(day):
        day += timedelta(days=step)
    return day


def seasonal(as_of: date, month_day: str, back: int) -> date:
    """The last such day of a year before `as_of`, or `back` years earlier."""
    month, day = (int(part) for part in month_day.split("-"))
    year = as_of.year
    if date(year, month, day) >= as_of:
        year -= 1
    return date(year - back, month, day)


def working_time(day: date, key: str, *, first: int = 9, hours: int = 8) -> datetime:
    """A minute of office hours that a key always falls on."""
    minutes = crc32(key.encode()) % (hours * 60)
    start = datetime.combine(day, time(first), LOCAL)
    moment = start + timedelta(minutes=minutes)
    if 12 <= moment.hour < 14:
        moment += timedelta(hours=2, minutes=30)
    return moment


def with_days(text: str, day: date, issued_on: date) -> str:
    """Replace {D+5} 2026年11月29日, {M+5} 11月29日, {W+5} 11月29日（星期日）, {X}
    2026年11月, {Y-1} 2025 and {I}, the day of issue; a "w" moves outwards to a
    working day."""

    def replace(match: re.Match[str]) -> str:
        form, to_working, shift = match.groups()
        number = int(shift or 0)
        if form == "Y":
            return str(day.year + number)
        shown = (issued_on if form == "I" else day) + timedelta(days=number)
        if to_working:
            shown = working_day(shown, -1 if number < 0 else 1)
        return _written(form, shown)

    return _TOKEN.sub(replace, text)


def _written(form: str, day: date) -> str:
    short = f"{day.month}月{day.day}日"
    if form == "M":
        return short
    if form == "X":
        return f"{day.year}年{day.month}月"
    if form == "W":
        return f"{short}（星期{WEEKDAYS[day.weekday()]}）"
    return f"{day.year}年{short}"
