"""The numbers that Word shows before paragraphs and stores nowhere in their text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from .formats import value, w, whole

HAN = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
PLACE = re.compile("%([1-9])")
# A plain list of a page: 「1.」, 「2)」.
PLAIN = re.compile(r"%[1-9][.．、)）]?")
# 「第一条」 stands apart from its text (国务院公报 style), and so do figures.
APART = re.compile(r"[条章节款编A-Za-z0-9]\Z")
MOST = 9_999


class Level(NamedTuple):
    form: str
    text: str
    start: int


class Label(NamedTuple):
    """What stands before a paragraph; `tag` where it is an item of a plain list."""

    text: str
    tag: str
    list_id: str
    number: int


class Numbers:
    """Counts through one document: each paragraph asks once, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            for each in root.iterchildren(w("abstractNum")):
                self._levels[value(each, "abstractNumId")] = _levels(each)
            for each in root.iterchildren(w("num")):
                self._take(each)

    def _take(self, num: etree._Element) -> None:
        number = value(num, "numId")
        self._lists[number] = value(num.find(w("abstractNumId")))
        self._starts[number] = {
            whole(value(override, "ilvl"), 0): whole(value(start), 1)
            for override in num.iterchildren(w("lvlOverride"))
            for start in override.iterchildren(w("startOverride"))
        }

    def label(self, num_id: str, ilvl: str) -> Label | None:
        """The number of the next paragraph of that list and level, if it has one."""
        list_id = self._lists.get(num_id, "")
        place = whole(ilvl, 0)
        levels = self._levels.get(list_id, {})
        level = levels.get(place)
        if level is None:
            return None
        number = self._count(num_id, list_id, place, level)
        key = f"{list_id}/{place}"
        if level.form == "bullet":
            return Label("• ", "ul", key, 0)
        if level.form == "decimal" and PLAIN.fullmatch(level.text):
            return Label(self._text(levels, level, list_id), "ol", key, number)
        return Label(self._text(levels, level, list_id), "", key, number)

    def _count(self, num_id: str, list_id: str, place: int, level: Level) -> int:
        counts = self._counts[list_id]
        restart = self._starts.get(num_id, {}).pop(place, None)
        before = counts.get(place)
        if restart is not None:
            counts[place] = restart
        else:
            counts[place] = level.start if before is None else before + 1
        for deeper in [key for key in counts if key > place]:
            del counts[deeper]
        return counts[place]

    def _text(self, levels: dict[int, Level], level: Level, list_id: str) -> str:
        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            other = levels.get(place, level)
            number = self._counts[list_id].get(place, other.start)
            return FORMS.get(other.form, str)(min(number, MOST))

        text = PLACE.sub(shown, level.text).strip()
        return f"{text}\u3000" if APART.search(text) else text


def _levels(abstract: etree._Element) -> dict[int, Level]:
    found = {}
    for level in abstract.iterchildren(w("lvl")):
        found[whole(value(level, "ilvl"), 0)] = Level(
            form=value(level.find(w("numFmt"))) or "decimal",
            text=value(level.find(w("lvlText"))),
            start=whole(value(level.find(w("start"))), 1),
        )
    return found


def chinese(number: int) -> str:
    """12 is 十二, 120 is 一百二十, 105 is 一百零五."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + HAN[digit] + name
            gap = False
        else:
            gap = True
    return (text.removeprefix("一") if text.startswith("一十") else text) or "〇"


def _digits(number: int) -> str:
    return "".join(HAN[int(digit)] for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _letters(number: int) -> str:
    times, place = divmod(max(number, 1) - 1, 26)
    return chr(ord("A") + place) * min(times + 1, 9)


def _roman(number: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        times, number = divmod(number, worth)
        text += letters * times
    return text


FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *(
                "taiwaneseCounting",
                "taiwaneseCountingThousand",
                "chineseLegalSimplified",
            ),
        ),
        chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand"), _digits),
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda number: str(number).translate(
        {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
    ),
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda number: "",
}
