"""What an element's style, class and attributes say in terms of official layout: pure.

Word, WPS and web editors say the same few things in many ways: this paragraph is
centred, this one stands at the right, this one has no indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

# The classes a body may carry; the site's stylesheet gives them their meaning.
CLASSES = ("align-center", "align-right", "align-left", "indent-none")

# One character of body text is 16 pt (三号, GB/T 9704) in documents and 1 em on pages.
UNITS = {
    "pt": 1 / 16,
    "px": 1 / 21.33,
    "em": 1.0,
    "rem": 1.0,
    "ch": 0.5,
    "cm": 28.35 / 16,
    "mm": 2.835 / 16,
    "in": 72 / 16,
    "pc": 12 / 16,
    "%": 28 / 100,
    "": 1 / 21.33,
}
LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{0,6})?|-?\.\d{1,6})\s*([a-z%]{0,3})")
DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]{1,200})")
ALIGNMENTS = {
    "left": "left",
    "start": "left",
    "justify": "left",
    "both": "left",
    "center": "center",
    "middle": "center",
    "-webkit-center": "center",
    "right": "right",
    "end": "right",
    "-webkit-right": "right",
}


MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "sub": "sub",
    "sup": "sup",
}
SCOPES = ("col", "row", "colgroup", "rowgroup")
MAX_SPAN = 1000
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = ("http", "https", "mailto", "tel")
# A browser ignores these inside an address.
NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f\u2028\u2029]+")


class Style(NamedTuple):
    """What one element says; empty or None where it says nothing.

    Lengths are in characters.
    """

    align: str = ""
    indent: float | None = None
    margin: float | None = None
    hidden: bool = False
    bold: bool | None = None
    italic: bool = False
    underline: bool = False
    strike: bool = False
    raised: str = ""
    list_number: bool = False
    symbol_font: bool = False


PLAIN = Style()


def length(text: str) -> float | None:
    """A CSS length in characters; None for words and unknown units."""
    found = LENGTH.match(text.strip())
    if not found or found[2] not in UNITS:
        return None
    return float(found[1]) * UNITS[found[2]]


@lru_cache(maxsize=2048)
def parse(style: str) -> Style:
    """Read a style attribute. Later declarations win, as in a browser."""
    rules = {name: value.strip() for name, value in DECLARATION.findall(style.lower())}
    if not rules:
        return PLAIN
    decoration = rules.get("text-decoration", "") + rules.get(
        "text-decoration-line", ""
    )
    return Style(
        align=ALIGNMENTS.get(rules.get("text-align", ""), ""),
        indent=_indent(rules),
        margin=length(rules.get("margin-left", rules.get("padding-left", ""))),
        hidden=_is_hidden(rules),
        bold=_is_bold(rules.get("font-weight", "")),
        italic=rules.get("font-style", "") in ("italic", "oblique"),
        underline="underline" in decoration,
        strike="line-through" in decoration,
        raised={"super": "sup", "sub": "sub"}.get(rules.get("vertical-align", ""), ""),
        list_number="ignore" in rules.get("mso-list", ""),
        symbol_font=_is_symbol_font(rules.get("font-family", "")),
    )


def _indent(rules: Mapping[str, str]) -> float | None:
    """Word's own count of characters is exact where it stands."""
    counted = length(rules.get("mso-char-indent-count", "") + "em")
    return counted if counted is not None else length(rules.get("text-indent", ""))


def _is_hidden(rules: Mapping[str, str]) -> bool:
    return (
        rules.get("display") == "none"
        or rules.get("visibility") == "hidden"
        or rules.get("mso-hide") == "all"
    )


def _is_bold(weight: str) -> bool | None:
    if not weight:
        return None
    if weight.isdigit():
        return int(weight) >= 600
    return weight in ("bold", "bolder")


def _is_symbol_font(family: str) -> bool:
    return family.lstrip("\"' ").startswith(("wingdings", "symbol"))


def chosen_class(value: str) -> str:
    """The first class of the closed list among an element's classes, or empty."""
    names = value.split()
    return next((name for name in CLASSES if name in names), "")


def of(attributes: Mapping[str, str]) -> Style:
    """What an element's style and align attributes say together; the style wins."""
    style = parse(attributes.get("style", ""))
    align = ALIGNMENTS.get(attributes.get("align", "").strip().lower(), "")
    return style if style.align or not align else style._replace(align=align)


def styled_marks(tag: str, style: Style) -> Iterator[str]:
    """The marks an element asks for by its name and by its style."""
    own = MARKS.get(tag, "")
    if own and not (own == "strong" and style.bold is False):
        yield own
    if style.bold:
        yield "strong"
    if style.italic:
        yield "em"
    if style.underline and tag != "a":
        yield "u"
    if style.strike:
        yield "s"
    if style.raised:
        yield style.raised


def number(text: str | None, least: int, most: int, default: int) -> int:
    """A whole number inside its bounds; anything else is the default."""
    if text is None or not re.fullmatch(r"\s*[0-9]{1,6}\s*", text):
        return default
    value = int(text)
    return value if least <= value <= most else default


def spans(given: Mapping[str, str]) -> dict[str, str]:
    """How far a merged cell reaches; 1 says nothing."""
    found = {
        name: number(given.get(name), 1, MAX_SPAN, 1) for name in ("colspan", "rowspan")
    }
    return {name: str(value) for name, value in found.items() if value > 1}


def safe_href(href: str) -> str:
    """An address a body may link to, or empty.

    Anchors inside the page go too: the names they point at are not kept.
    """
    href = NOT_IN_ADDRESS.sub("", href)
    if not href or href.startswith("#") or "\\" in href:
        return ""
    scheme = SCHEME.match(href)
    if scheme:
        return href if scheme[1].lower() in SCHEMES else ""
    return f"https:{href}" if href.startswith("//") else href
