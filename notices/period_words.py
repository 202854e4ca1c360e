"""A period of the ledger as officials write it, and last period's title made this
period's: 2025年第三季度 becomes 2025年第四季度. Pure.

Only what plainly names the old period is renewed: 3月份 is a month, 3月15日 a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

_KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>\d)|H(?P<half>\d)|(?P<month>\d\d)))?"
)
_NUMERALS = "〇一二三四五六七八九"
_HALVES = ("上半年", "下半年")
_YEAR = r"(?P<year>(?P<number>\d{4})\s*年(?P<whole>度)?\s*)?"
_NOT_BEFORE = r"(?<![0-9〇一二三四五六七八九十第年至到、—–~～-])"
_QUARTER = re.compile(
    rf"{_YEAR}(?P<mark>第?)(?P<named>[一二三四1-4])(?P<tail>\s*季度?)"
)
_HALF = re.compile(rf"{_YEAR}(?P<named>[上下]半年)")
_MONTH = re.compile(
    rf"(?:(?P<year>(?P<number>\d{{4}})\s*年(?P<whole>度)?\s*)|{_NOT_BEFORE})"
    r"(?P<named>1[0-2]|0?[1-9])(?P<tail>\s*月(?:份|(?!\s*\d|\s*[-—–~～至到、])))"
)
_SPELT_MONTH = re.compile(
    rf"(?:(?P<year>(?P<number>\d{{4}})\s*年(?P<whole>度)?\s*)|{_NOT_BEFORE})"
    r"(?P<named>十[一二]?|[一二三四五六七八九])(?P<tail>月份?)(?![至到、—–~～-])"
)
_RANGE = re.compile(
    rf"{_YEAR}(?P<first>1[0-2]|[1-9])(?P<dash>月?\s*[-—–~～至到]+\s*)"
    r"(?P<last>1[0-2]|[1-9])(?P<tail>\s*月(?!\s*\d))"
)
_WHOLE_YEAR = re.compile(
    r"(?P<year>(?P<number>(?<!\d)\d{4})(?P<tail>\s*年度?))"
    r"(?!度?\s*(?:第?[一二三四1-4]\s*季|[上下]半年|\d{1,2}\s*(?:月|[-—–~～至到])))"
)
MONTHS_OF_QUARTER, MONTHS_OF_HALF = 3, 6


@dataclass(frozen=True, slots=True)
class _Named:
    """A period by its key (directories/periods.py)."""

    year: int
    span: str
    number: int

    @property
    def months(self) -> tuple[int, int]:
        length = {"quarter": MONTHS_OF_QUARTER, "half": MONTHS_OF_HALF}.get(
            self.span, 1
        )
        return (self.number - 1) * length + 1, self.number * length


def _parsed(key: str) -> _Named | None:
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    for span in ("quarter", "half", "month"):
        if found[span]:
            return _Named(int(found["year"]), span, int(found[span]))
    return _Named(int(found["year"]), "year", 0)


def period_said(key: str) -> str:
    """2025年第三季度, 2025年上半年, 2025年3月, 2025年; "" for what is no period."""
    period = _parsed(key)
    if period is None:
        return ""
    if period.span == "quarter":
        return f"{period.year}年第{_spelt(period.number)}季度"
    if period.span == "half":
        return f"{period.year}年{_HALVES[period.number - 1]}"
    return f"{period.year}年{period.number}月" if period.number else f"{period.year}年"


def renewed(text: str, before: str, after: str) -> str:
    """The text with the words of one period made those of another; as it is where the
    two are not alike."""
    old, new = _parsed(before), _parsed(after)
    if old is None or new is None or old.span != new.span:
        return text
    for pattern, renew in _WAYS[old.span]:
        text = pattern.sub(partial(renew, old=old, new=new), text)
    return text


def names(text: str, key: str) -> bool:
    """Does the text plainly name this period, with its year?"""
    period = _parsed(key)
    if period is None:
        return False
    other = _Named(period.year + 1, period.span, period.number)
    return any(
        found["year"] is not None and renew(found, period, other) != found[0]
        for pattern, renew in _WAYS[period.span]
        for found in pattern.finditer(text)
    )


_Renewing = Callable[..., str]


def _spelt(number: int) -> str:
    if number < len(_NUMERALS):
        return _NUMERALS[number]
    return "十" + (_NUMERALS[number - 10] if number > 10 else "")


def _year(found: re.Match[str], old: _Named, new: _Named) -> str | None:
    """The year as it stands before the period's words; None where it is another."""
    if found["year"] is None:
        return ""
    if int(found["number"]) != old.year:
        return None
    return found["year"].replace(found["number"], str(new.year), 1)


def _quarter(found: re.Match[str], old: _Named, new: _Named) -> str:
    year, named = _year(found, old, new), found["named"]
    spelt = not named.isdigit()
    if year is None or named not in (str(old.number), _spelt(old.number)):
        return found[0]
    number = _spelt(new.number) if spelt else str(new.number)
    return f"{year}{found['mark']}{number}{found['tail']}"


def _half(found: re.Match[str], old: _Named, new: _Named) -> str:
    year = _year(found, old, new)
    if year is None or found["named"] != _HALVES[old.number - 1]:
        return found[0]
    return f"{year}{_HALVES[new.number - 1]}"


def _month(found: re.Match[str], old: _Named, new: _Named) -> str:
    year, named = _year(found, old, new), found["named"]
    if year is None or int(named) != old.number:
        return found[0]
    width = 2 if named.startswith("0") else 1
    return f"{year}{new.number:0{width}}{found['tail']}"


def _spelt_month(found: re.Match[str], old: _Named, new: _Named) -> str:
    year = _year(found, old, new)
    if year is None or found["named"] != _spelt(old.number):
        return found[0]
    return f"{year}{_spelt(new.number)}{found['tail']}"


def _range(found: re.Match[str], old: _Named, new: _Named) -> str:
    year = _year(found, old, new)
    if year is None or (int(found["first"]), int(found["last"])) != old.months:
        return found[0]
    first, last = new.months
    return f"{year}{first}{found['dash']}{last}{found['tail']}"


def _whole_year(found: re.Match[str], old: _Named, new: _Named) -> str:
    year = _year(found, old, new)
    return found[0] if year is None else year


_WAYS: dict[str, tuple[tuple[re.Pattern[str], _Renewing], ...]] = {
    "quarter": ((_QUARTER, _quarter), (_RANGE, _range)),
    "half": ((_HALF, _half), (_RANGE, _range)),
    "month": ((_MONTH, _month), (_SPELT_MONTH, _spelt_month)),
    "year": ((_WHOLE_YEAR, _whole_year),),
}
