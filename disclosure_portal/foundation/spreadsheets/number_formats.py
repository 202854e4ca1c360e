"""What a number means by the format that it is shown in, and days by their number.

Pure: no Django.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, DecimalException
from typing import NamedTuple

from .cells import Cell, CellKind
from .shown_numbers import BUILT_IN

# Formats that Excel knows by number alone. 27 to 36 and 50 to 58 are those of
# Chinese Excel: 31 is yyyy年m月d日, 32 and 33 are times.
BUILT_IN_DAYS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
BUILT_IN_TIMES = {*range(18, 22), *range(32, 36), *range(45, 48), 55, 56}
BUILT_IN_PERCENTS = {9, 10}
FIRST_OWN = 164  # formats from here on are those of the workbook

# Quoted words, single escaped characters, colours and locales say nothing.
WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|AM/PM|A/P|上午/下午', re.I)
EXPONENT = re.compile(r"E[+-]", re.IGNORECASE)
# Excel believes that 1900 was a leap year: its days are right from March 1900 on.
FIRST_RIGHT_DAY = 61
LAST_DAY = 2_958_465  # 9999-12-31
EPOCH = date(1899, 12, 30)
DAYS_TO_1904 = 1462
DAY_SECONDS = 86_400


class Format(NamedTuple):
    """What a style says of the cells that have it."""

    kind: CellKind
    code: str


def format_of(number: int, code: str = "") -> Format:
    """By the number of a format, and by its code where the number says nothing."""
    known = BUILT_IN.get(number, "") if number < FIRST_OWN else code
    plain = known.lower() in ("general", "@")
    return Format(kind_of_format(number, code), "" if plain else known)


def kind_of_format(number: int, code: str = "") -> CellKind:
    """NUMBER, PERCENT or DAY (times too), by the number and code of a format."""
    if not code:
        if number in BUILT_IN_DAYS or number in BUILT_IN_TIMES:
            return CellKind.DAY
        is_percent = number in BUILT_IN_PERCENTS
        return CellKind.PERCENT if is_percent else CellKind.NUMBER
    shown = EXPONENT.sub("", WORDS.sub("", code.split(";")[0])).lower()
    if set(shown) & set("ymdhs"):
        return CellKind.DAY
    return CellKind.PERCENT if "%" in shown else CellKind.NUMBER


def day_cell(number: str, code: str = "", *, is_1904: bool = False) -> Cell:
    """The day or time that a number stands for where its format is one of days.

    What is out of range stays a number, so that the column can name it.
    """
    found = day_and_seconds(number, is_1904=is_1904)
    if found is None:
        return Cell(CellKind.NUMBER, number)
    day, seconds = found
    time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    if seconds % 60:
        time += f":{seconds % 60:02}"
    if day <= EPOCH:
        return Cell(CellKind.TEXT, time)
    return Cell(CellKind.DAY, f"{day} {time}" if seconds else str(day), code)


def day_and_seconds(number: str, *, is_1904: bool = False) -> tuple[date, int] | None:
    """The day, and the seconds since its beginning, that Excel's number stands for.

    The day of a bare time is 1899-12-30. Days that Excel counts wrongly have none.
    """
    try:
        days = Decimal(number)
    except DecimalException:
        return None
    if is_1904 and days >= 1:
        days += DAYS_TO_1904
    if not 0 <= days <= LAST_DAY or 1 <= days < FIRST_RIGHT_DAY:
        return None
    whole, seconds = divmod(round(days * DAY_SECONDS), DAY_SECONDS)
    return EPOCH + timedelta(days=whole), seconds
