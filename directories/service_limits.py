"""Time limits as lists of services write them: 20个工作日, 即时办结. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

WORKING_DAYS, CALENDAR_DAYS = "working_days", "calendar_days"
HOURS, MONTHS = "hours", "months"
NOTHING = re.compile(
    r"(?:无|/|-+|—+|没有|未规定|无规定|无法定时限|无期限|不涉及|暂无)?", re.ASCII
)
AT_ONCE = re.compile(
    r"(?:即时|当场|即办|立等可取|即到即办|现场)(?:办结|办理|办)?(?:件)?"
)
LIMIT = re.compile(
    r"(?P<number>\d{1,4})个?(?P<unit>工作日|自然日|日历日|日|天|小时|月|年)"
    r"(?:内|以内|之内)?(?:办结)?",
    re.ASCII,
)
UNITS = {
    "工作日": (WORKING_DAYS, 1),
    "自然日": (CALENDAR_DAYS, 1),
    "日历日": (CALENDAR_DAYS, 1),
    "日": (CALENDAR_DAYS, 1),
    "天": (CALENDAR_DAYS, 1),
    "小时": (HOURS, 1),
    "月": (MONTHS, 1),
    "年": (MONTHS, 12),
}


class Limit(NamedTuple):
    """So many of a unit; 0 working days: at once; no number: none is stated."""

    number: int | None
    unit: str = WORKING_DAYS


class NoLimit(ValueError):
    """The text is no time limit that is understood."""


def read_limit(text: str) -> Limit:
    """A number alone is working days, as the column says. Raises NoLimit."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).strip("。;；")
    if NOTHING.fullmatch(plain):
        return Limit(None)
    if AT_ONCE.fullmatch(plain):
        return Limit(0)
    if plain.isascii() and plain.isdigit() and len(plain) <= 4:
        return Limit(int(plain))
    found = LIMIT.fullmatch(plain)
    if found is None:
        raise NoLimit(text)
    unit, factor = UNITS[found["unit"]]
    return Limit(int(found["number"]) * factor, unit)
