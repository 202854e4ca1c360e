"""How wide a text will stand, where only its letters are known. Pure."""

from __future__ import annotations

import unicodedata

# Of letters and figures.
NARROW = 0.58
CUT = "…"


def text_width(text: str) -> float:
    """In ems: Chinese signs are one wide, others a little over half."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return wide + NARROW * (len(text) - wide)


def fitted(text: str, width: float) -> str:
    """The text, or its beginning where it is wider than so many ems."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 1:
        text = text[:-1]
    return f"{text}{CUT}"
