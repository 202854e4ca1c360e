"""Numbers and days as the format of their cell shows them. Pure: no Django.

What is read here is the part of the format language that offices use: decimals,
thousands, percent, currencies, units in quotes, minus in parentheses, the `0!.0,` with
which Chinese workbooks show 万元. Of what is left (fractions, conditions, numbers in
Chinese characters) the callers show the plain value: a bare figure is right, a figure
read wrongly is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

# By the numbers under which Excel knows formats without a code.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 31: "yyyy年m月d日",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '¥#,##0;¥-#,##0;¥"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '¥#,##0.00;¥-#,##0.00;¥"-"',
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
    57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
MAX_CODE = 255  # what Excel takes
MAX_DIGITS = 25  # less than decimals are exact to

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<odd>E[+-]|@|AM/PM|A/P|上午/下午)"
    r"|(?P<digit>[0#?])|(?P<sign>[.,%])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
COLOUR = re.compile(r"[a-z]+\d*|[黑白红绿蓝黄青洋]+色?|颜色\d+", re.IGNORECASE)
DAY_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<field>y+|m+|d+|a+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
WEEK = "一二三四五六日"
# What may stand between the parts of a day.
BETWEEN = set("年月日号星期周-/. ,()（）至")


class Token(NamedTuple):
    """`kind` is text, digit (0, #, ?), or one of `.`, `,`, `%`, general."""

    kind: str
    text: str = ""


class Odd(Exception):
    """A format that is not read here."""


def shown_number(value: Decimal, code: str) -> str | None:
    """The number as the format shows it; None for formats that are not read here.

    Empty where the format shows nothing (`;;;`): what somebody has hidden so is meant
    to be hidden.
    """
    if not code or len(code) > MAX_CODE:
        return None
    try:
        section, is_own_minus = _chosen(_sections(code), value)
        return _written(section, value, is_own_minus=is_own_minus)
    except Odd:
        return None


def hides_text(code: str) -> bool:
    """Whether a cell with words in it looks empty: its fourth section is."""
    try:
        sections = _sections(code) if len(code) <= MAX_CODE else ()
    except Odd:
        return False
    return len(sections) > 3 and not sections[3]


def shown_day(iso: str, code: str) -> str | None:
    """A day without a time as the format shows it; None where the format is none of
    days alone, or is not read here: the day then stands as 2026-11-26."""
    if not code or len(code) > MAX_CODE or len(iso) != len("2026-11-26"):
        return None
    day = date.fromisoformat(iso)
    parts = [_day_part(found, day) for found in DAY_TOKEN.finditer(_first(code))]
    if None in parts:
        return None
    text = "".join(part for part in parts if part).strip()
    return text if any(sign.isdigit() for sign in text) else None


# --- Numbers ------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _sections(code: str) -> Sequence[Sequence[Token]]:
    sections: list[list[Token]] = [[]]
    for found in TOKEN.finditer(code):
        if found["other"] == ";":
            sections.append([])
        elif token := _token(found):
            sections[-1].append(token)
    return sections


def _token(found: re.Match[str]) -> Token | None:
    if found["odd"]:
        # A number in a cell of words is shown plainly.
        return Token("general" if found["odd"] == "@" else "odd")
    if found["general"]:
        return Token("general")
    if found["digit"]:
        return Token("digit", found["digit"])
    if found["sign"]:
        return Token(found["sign"])
    if found["bracket"] is not None:
        return _bracket(found["bracket"])
    text = found["quoted"] or found["escaped"] or found["other"]
    return Token("text", text) if text else None


def _bracket(inner: str) -> Token | None:
    if currency := CURRENCY.fullmatch(inner):
        return Token("text", currency[1]) if currency[1] else None
    is_colour = COLOUR.fullmatch(inner) and not inner.lower().startswith("dbnum")
    # Conditions, elapsed hours, numbers in Chinese characters.
    return None if is_colour and len(inner) > 1 else Token("odd")


def _chosen(
    sections: Sequence[Sequence[Token]], value: Decimal
) -> tuple[Sequence[Token], bool]:
    """The section for the number, and whether it shows a minus by itself."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _written(section: Sequence[Token], value: Decimal, *, is_own_minus: bool) -> str:
    kinds = [token.kind for token in section]
    if "odd" in kinds or kinds.count(".") > 1:
        raise Odd
    if "general" in kinds:
        figure = f"{abs(value).normalize():f}"
        text = "".join(figure if t.kind == "general" else t.text for t in section)
        return f"-{text}" if value < 0 and not is_own_minus else text.strip()
    if "digit" not in kinds:
        if "/" in "".join(token.text for token in section):
            raise Odd
        return "".join(token.text or "%" * (token.kind == "%") for token in section)
    return _figure(section, value, is_own_minus=is_own_minus)


def _figure(section: Sequence[Token], value: Decimal, *, is_own_minus: bool) -> str:
    """Digits into their places: those before the point from the right."""
    places = [at for at, token in enumerate(section) if token.kind == "digit"]
    inside = section[places[0] : places[-1] + 1]
    if any(token.text == "/" for token in inside):
        raise Odd  # a fraction, or a day
    point = next((at for at, t in enumerate(section) if t.kind == "."), len(section))
    whole, decimals = section[:point], section[point + 1 :]
    shifted = _shifted(section, value)
    count = sum(token.kind == "digit" for token in decimals)
    if shifted.adjusted() + count > MAX_DIGITS:
        raise Odd
    rounded = abs(shifted).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)
    before, _point, after = f"{rounded:f}".partition(".")
    text = _whole_part(whole, before.lstrip("0")) + _decimal_part(decimals, after)
    is_minus = value < 0 and rounded != 0 and not is_own_minus
    return ("-" if is_minus else "") + text.strip()


def _shifted(section: Sequence[Token], value: Decimal) -> Decimal:
    """By percent signs, and by thousands for commas behind the last digit before the
    point or the end."""
    value *= Decimal(100) ** sum(token.kind == "%" for token in section)
    return value / Decimal(1000) ** len(_scaling(section))


def _scaling(section: Sequence[Token]) -> set[int]:
    commas: set[int] = set()
    run: list[int] = []
    has_digit = False
    for at, token in enumerate((*section, Token("."))):
        if token.kind == ",":
            run.append(at)
        elif token.kind == "digit":
            has_digit, run = True, []
        elif token.kind == "." or token.kind == "text":
            commas |= set(run) if has_digit else set()
            run = []
    return commas


def _whole_part(tokens: Sequence[Token], digits: str) -> str:
    scaling = _scaling(tokens)
    grouped = any(t.kind == "," and at not in scaling for at, t in enumerate(tokens))
    places = [token.text for token in tokens if token.kind == "digit"]
    least = len(places) - next((at for at, p in enumerate(places) if p == "0"), 99)
    digits = digits.rjust(max(least, 0), "0")
    left, written = len(places), ""
    for token in tokens:
        if token.kind == "digit":
            left -= 1
            # The first place takes whatever is left over.
            end = len(digits) - left
            start = 0 if left == len(places) - 1 else end - 1
            written += _grouped(digits, max(start, 0), max(end, 0), grouped)
        elif token.kind in ("text", "%"):
            written += token.text or "%"
    return written


def _grouped(digits: str, start: int, end: int, grouped: bool) -> str:
    text = ""
    for at in range(start, end):
        text += digits[at]
        behind = len(digits) - at - 1
        text += "," * (grouped and behind > 0 and behind % 3 == 0)
    return text


def _decimal_part(tokens: Sequence[Token], digits: str) -> str:
    """With its point, unless all its places may be left empty."""
    places = [token.text for token in tokens if token.kind == "digit"]
    kept = len(digits)
    while kept and places[kept - 1] != "0" and digits[kept - 1] == "0":
        kept -= 1
    written, at = "." if kept else "", 0
    for token in tokens:
        if token.kind == "digit":
            written += digits[at] if at < kept else ""
            at += 1
        elif token.kind in ("text", "%"):
            written += token.text or "%"
    return written


# --- Days ---------------------------------------------------------------------------


def _first(code: str) -> str:
    return code.split(";")[0]


def _day_part(found: re.Match[str], day: date) -> str | None:
    """What stands for a piece of the format; None for what is not read here."""
    if found["field"]:
        return _day_field(found["field"].lower(), day)
    if found["bracket"] is not None:
        return "" if found["bracket"].startswith("$-") else None
    if found["quoted"] is not None or found["escaped"]:
        return found["quoted"] or found["escaped"] or ""
    other = found["other"]
    if other is None:
        return ""
    return other if other in BETWEEN else None


def _day_field(field: str, day: date) -> str | None:
    size = len(field)
    if field[0] == "y":
        # 26-11-25 may be read in three ways.
        return str(day.year) if size > 2 else None
    if field[0] == "a":
        name = WEEK[day.weekday()]
        return {3: name, 4: f"星期{name}"}.get(size)
    number = day.month if field[0] == "m" else day.day
    if size > 2:
        return None  # names of months and days in English
    return f"{number:02}" if size == 2 else str(number)
