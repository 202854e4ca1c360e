"""A text as a search for numbers reads it, with the way back to its characters. Pure.

Offices write digits, letters, brackets and dashes in full width, set spaces of ten
sorts, and paste what no eye sees. All of that is folded into one form; nothing is
moved, so that what is found can be shown and masked where it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63\uff0d"
LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
# Characters that stand in place of digits that somebody has hidden already.
MASKS = "\uff0a\u2217\u00d7\u25cf\u25cb\u25a0\u25a1\u2588\u2022\u2731"
# What looks like the X that ends an identity number.
LIKE_X = "\u0425\u0445\u2169\u2179"
WIDE_SIGNS = {ord(sign) + 0xFEE0: sign for sign in "()+./@_#[]"}
SIGNS = {
    **WIDE_SIGNS,
    **{ord(dash): "-" for dash in DASHES},
    **{ord(end): "\n" for end in LINE_ENDS},
    **{ord(mark): "*" for mark in MASKS},
    **{ord(letter): "X" for letter in LIKE_X},
    ord("\r"): "",
}
WIDE_LETTERS = range(0xFF21, 0xFF5B)


class Folded(NamedTuple):
    """The folded text, and for each of its characters the place in the original."""

    text: str
    places: Sequence[int]


class _Table(dict[int, str]):
    """What each character becomes; worked out once, when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(code)
        return self[code]


def _folded(code: int) -> str:
    if code in SIGNS:
        return SIGNS[code]
    sign = chr(code)
    if code < 0x80:
        return sign
    if code in WIDE_LETTERS:
        return chr(code - 0xFEE0)
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Zs":
        return " "
    # Joiners, marks of direction, soft hyphens; variants of the sign before.
    is_unseen = category == "Cf" or 0xFE00 <= code <= 0xFE0F
    return "" if is_unseen else sign


_TABLE = _Table()


def fold(text: str) -> Folded:
    """Every character becomes one, or none where it is not seen."""
    folded = text.translate(_TABLE)
    if len(folded) == len(text):
        return Folded(folded, range(len(text)))
    kept = [place for place, sign in enumerate(text) if _TABLE[ord(sign)]]
    return Folded(folded, kept)
