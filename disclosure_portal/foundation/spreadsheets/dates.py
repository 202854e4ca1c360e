"""Days as clerks write them: 2026.3.5, 2026年3月5日, 二〇二六年三月五日, 20260305.

Pure: no Django.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from ..official_text import chinese_number
from .number_formats import day_and_seconds
from .numbers import plain_line

FIRST_YEAR, LAST_YEAR = 1900, 2199
# Numbers that are read as Excel's count of days: 1954 to 2119.
SERIALS = range(20_000, 80_001)

CLOCK = r"(?:\s*\d{1,2}(?:[:时]\d{1,2}){1,2}(?:\.\d+)?分?)?"
WEEKDAY = re.compile(r"\((?:星期|周)[一二三四五六日天]\)")
FULL = re.compile(
    r"(?P<year>\d{4})\s?[-./年]\s?(?P<month>\d{1,2})\s?[-./月]\s?(?P<day>\d{1,2})"
    rf"\s?[日号.]?{CLOCK}"
)
PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)")
MONTH = re.compile(r"(?P<year>\d{4})\s?[-./年]\s?(?P<month>\d{1,2})\s?月?(?:份)?")
PACKED_MONTH = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?P<month>0[1-9]|1[0-2])")
YEAR = re.compile(r"(?:19|20|21)\d\d\s?年?")
WITHOUT_YEAR = re.compile(
    r"\d{1,2}\s?[-./月]\s?\d{1,2}\s?[日号]?|\d{2}\s?[-./年]\s?\d{1,2}\s?[-./月].*"
)
IN_WORDS = re.compile(
    r"(?P<year>[一二三四五六七八九〇零○]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})[日号]"
)
WORDS = str.maketrans("一二三四五六七八九〇零○", "123456789000")


class NotADay(Exception):
    """No day is written there, or one that does not exist."""


class NoDay(NotADay):
    """A month or a year is written, no day."""

    def __init__(self, year: int, month: int = 0) -> None:
        super().__init__(year, month)
        self.year = year
        self.month = month


class NoYear(NotADay):
    """The year is not written in four digits."""


class UnclearMonth(NotADay):
    """The number 2026.1 was typed as 2026.1 or as 2026.10."""


def written_day(text: str) -> date:
    """The day that a text names; a time behind it is passed over. Raises NotADay."""
    line = WEEKDAY.sub("", plain_line(text)).strip()
    words = IN_WORDS.fullmatch(line)
    if words:
        year = int(words["year"].translate(WORDS))
        return _day(year, chinese_number(words["month"]), chinese_number(words["day"]))
    found = FULL.fullmatch(line) or PACKED.fullmatch(line)
    if found:
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    if line.isascii() and line.isdigit() and int(line) in SERIALS:
        return day_of_number(int(line))
    month = MONTH.fullmatch(line) or PACKED_MONTH.fullmatch(line)
    if month and 1 <= int(month["month"]) <= 12:
        raise NoDay(int(month["year"]), int(month["month"]))
    if YEAR.fullmatch(line):
        raise NoDay(int(line[:4]))
    if WITHOUT_YEAR.fullmatch(line):
        raise NoYear
    raise NotADay


def day_of_number(number: int) -> date:
    """The day of one of Excel's numbers. Raises NotADay."""
    found = day_and_seconds(str(number))
    if found is None:
        raise NotADay
    return found[0]


def day_of_decimal(text: str) -> date:
    """The day that a cell means which the program takes for a plain number."""
    if re.fullmatch(r"\d{4}\.1", text):
        raise UnclearMonth
    return written_day(text)


def edge_of_month(missing: NoDay, reads_as: str) -> date:
    """The first or last day of a month without a day; raises the same NoDay if the
    column takes none."""
    if not missing.month or reads_as not in {"first", "last"}:
        raise missing
    last = calendar.monthrange(missing.year, missing.month)[1]
    return _day(missing.year, missing.month, last if reads_as == "last" else 1)


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADay
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay from error
