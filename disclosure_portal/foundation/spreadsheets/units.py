"""Units in titles and headings: 单位:万元, 金额(万元), 面积(亩). Pure: no Django."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

FACTORS = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
BASES = (
    *("元", "亩", "公顷", "平方米", "㎡", "m2", "平方公里", "立方米", "m3"),
    *("公斤", "千克", "吨", "斤", "公里", "千米", "米", "千瓦时", "度"),
    *("户", "人次", "人", "头", "只", "羽", "株", "台套", "台", "套", "座", "个"),
    *("件", "份", "本", "次", "天", "年", "月", "平米", "处", "条", "%", "‰"),
)
SAME = {
    "m2": "平方米",
    "平米": "平方米",
    "个工作日": "工作日",
    "m3": "立方米",
    "千克": "公斤",
    "千米": "公里",
}
# One of the first is so many of the second, without a rest.
EXACTLY = {("公顷", "亩"): Decimal(15)}
BASE = "|".join(map(re.escape, sorted(BASES, key=len, reverse=True)))
FACTOR = "十万|百万|千万|百|千|万|亿"
# 千克, 千米 and 千瓦时 are bases of their own: the base is tried first.
UNIT = rf"(?:人民币)?(?:(?P<alone>{BASE})|(?P<factor>{FACTOR})(?P<base>{BASE}))"
PER = r"(?P<per>(?:/|每)[^/()]{1,6})?"

IN_TITLE = re.compile(
    r"(?:^|[\s,;(])(?:计量|金额|货币|计价)?单位\s*:\s*(?P<units>[^\s:;()]+)"
)
HEADING_ENDS = (
    re.compile(rf"\((?:单位:?)?{UNIT}{PER}\)$"),
    re.compile(rf"(?<=.)[/,:_-]{UNIT}$"),
    re.compile(rf"(?<=.)(?P<factor>{FACTOR})(?P<base>元)$"),
)


LONE = re.compile(rf"\(?{UNIT}{PER}\)?")


class Unit(NamedTuple):
    """What a number is counted in: factor × base, as it was written."""

    factor: Decimal
    base: str
    text: str

    @property
    def is_rate(self) -> bool:
        """元/亩: the unit of a standard, not of a sum."""
        return "/" in self.text or "每" in self.text


def same_base(one: str, other: str) -> bool:
    """Whether two bases are one: 元/亩 is counted in 元, ㎡ is 平方米."""
    first, second = (plain(each).partition("/")[0] for each in (one, other))
    return SAME.get(first, first) == SAME.get(second, second)


def converted(unit: Unit | None, base: str) -> Unit | None:
    """The unit as so many of another base, where that is exact."""
    if unit is None or (unit.base, base) not in EXACTLY:
        return unit
    return Unit(unit.factor * EXACTLY[unit.base, base], base, unit.text)


def unit_of_heading(heading: str) -> tuple[str, Unit | None]:
    """A heading without its unit, and the unit."""
    text = plain(heading)
    for end in HEADING_ENDS:
        if found := end.search(text):
            unit = _unit(found, found[0].strip("()/,:_-"))
            return text[: found.start()], unit
    return text, None


def is_lone_unit(text: str) -> bool:
    """Whether a cell holds a unit and nothing else, as those under headings do."""
    return bool(LONE.fullmatch(plain(text)))


def units_of_title(line: str) -> tuple[Unit, ...]:
    """The units that a line above the table names; the unit that reports is none."""
    found = IN_TITLE.search(unicodedata.normalize("NFKC", line))
    if not found:
        return ()
    return tuple(
        _unit(whole, part)
        for part in re.split(r"[、,/]|及|和", found["units"])
        if (whole := re.fullmatch(UNIT, part))
    )


def _unit(found: re.Match[str], text: str) -> Unit:
    groups = found.groupdict()
    factor = FACTORS[groups.get("factor") or ""]
    return Unit(factor, groups.get("alone") or groups["base"], text)


def plain(text: str) -> str:
    """A heading as it is compared: full-width as half-width, no spaces, no stars."""
    return re.sub(r"[\s*]+", "", unicodedata.normalize("NFKC", text)).casefold()
