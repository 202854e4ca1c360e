"""Numbers as clerks write them. Pure: no Django."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import NamedTuple

from .units import FACTOR, FACTORS

# Excel keeps and shows fifteen digits; what it stores behind them is noise of the
# binary form (0.28499999999999998).
SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
DASHES = str.maketrans(dict.fromkeys("−–—―﹣", "-") | {"’": "'", "‘": "'"})
BLANKS = {"", "-", "--", "/", "无"}
EXPONENT = re.compile(r"-?\d(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?\s*(?:¥|RMB|CNY|人民币)?\s*(?P<after>-)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?"
    r"|\d+(?:\.\d*)?|\.\d+)"
    rf"\s*(?P<factor>{FACTOR})?(?P<unit>[^\d\s()+,.-]{{0,6}})(?P<close>\))?",
    re.IGNORECASE,
)


class Written(NamedTuple):
    """A number, and the unit that stands in the cell itself (万元, 亩, %)."""

    value: Decimal
    factor: Decimal | None
    unit: str


class NotANumber(Exception):
    pass


class DigitsLost(NotANumber):
    """A program has replaced digits by a power of ten (4.10123E+17)."""


def stored_number(text: str) -> Decimal:
    """A binary number as the decimal that was typed. Raises NotANumber."""
    try:
        value = SHOWN.create_decimal(text)
    except DecimalException as error:
        raise NotANumber from error
    if not value.is_finite():
        raise NotANumber
    return value


def written_number(text: str) -> Written | None:
    """A number that was written as text; None for the signs that mean nothing.

    Taken: full-width digits, spaces and thin spaces around it, commas or spaces
    between groups of three, a currency sign, a unit behind it, minus by parentheses,
    an apostrophe before it. Raises NotANumber.
    """
    line = plain_line(text)
    if line in BLANKS:
        return None
    if EXPONENT.fullmatch(line):
        raise DigitsLost
    found = NUMBER.fullmatch(line)
    if not found or bool(found["open"]) != bool(found["close"]):
        raise NotANumber
    signs = [found["open"] and "-", found["sign"], found["after"]]
    if sum(map(bool, signs)) > 1:
        raise NotANumber
    value = Decimal(re.sub("[, ]", "", found["digits"]))
    factor = FACTORS[found["factor"]] if found["factor"] else None
    is_negative = "-" in filter(None, signs)
    return Written(-value if is_negative else value, factor, found["unit"])


def plain_line(text: str) -> str:
    """Text as numbers and days are compared: half-width, one line, no apostrophe."""
    line = unicodedata.normalize("NFKC", text).translate(DASHES)
    return " ".join(line.split()).removeprefix("'").strip()
