"""What stands inside a paragraph: runs with their looks, links, notes; and what is left
out on the way, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from lxml import etree

from .drawings import Drawn, drawn
from .formats import Look, Properties, Styles, flat, local, value, w
from .package import R

BREAK = "\n"
WIDE_TAB = "\u3000\u3000"
SPACES = re.compile("[ \xa0]{2,}|\xa0")
CODE = re.compile("[0-9A-Fa-f]{1,4}")
# Boxes and ticks of the symbol fonts, by font and place; 0xF000 is added by Word.
SYMBOLS = {
    ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□", ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings", 0xFD): "☒",
    ("wingdings", 0x6C): "●", ("wingdings", 0x6E): "■", ("wingdings", 0x75): "◆",
    ("wingdings", 0xD8): "➢", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x50): "√",
    ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x2A): "□", ("wingdings 2", 0x54): "☒",
    ("symbol", 0xB7): "•", ("symbol", 0xB4): "×", ("symbol", 0xB3): "≥",
    ("symbol", 0xA3): "≤", ("symbol", 0xB1): "±",
}  # fmt: skip
# Around runs, and nothing by themselves.
AROUND = {
    *("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple"),
    *("bdo", "dir", "hyperlink", "ruby", "rubyBase"),
}
GONE = ("del", "moveFrom")
CHARTS = ("chart", "relIds")
PICTURES = ("blip", "imagedata")


class Piece(NamedTuple):
    text: str
    look: Look
    href: str = ""


def texts_in(element: etree._Element) -> bool:
    """Whether the element holds any text, be it deleted."""
    return any(
        (found.text or "").strip() for found in element.iter(w("t"), w("delText"))
    )


def chosen(alternatives: etree._Element) -> Iterator[etree._Element]:
    """Of several ways to say one thing, the first; the others repeat it."""
    first = next((c for c in alternatives if local(c) in ("Choice", "Fallback")), None)
    yield from first if first is not None else ()


class InlineReader:
    def __init__(self, styles: Styles, media: Mapping[str, str]) -> None:
        self.noted: Counter[str] = Counter()
        # Notes at the foot, in the order in which the text refers to them.
        self.notes: list[tuple[str, str]] = []
        # Pictures since somebody took them from here.
        self.pictures: list[Drawn] = []
        self._media = media
        self._links: Mapping[str, str] = {}
        self._styles = styles
        self._style = ""
        self._is_hiding = False

    def read(
        self, paragraph: etree._Element, style: str, links: Mapping[str, str]
    ) -> list[Piece]:
        """What a paragraph of that style holds; `links` are those of its part."""
        self._links = links
        self._style = style
        self._is_hiding = False
        return list(self._pour(paragraph, ""))

    # --- Walking ---

    def _pour(self, element: Iterable[etree._Element], href: str) -> Iterator[Piece]:
        for child in element:
            name = local(child)
            if name == "r":
                yield from self._run(child, href)
            elif name in AROUND:
                if name == "ins" and texts_in(child):
                    self.noted["insertions"] += 1
                yield from self._pour(child, self._link(child) or href)
            elif name in GONE:
                self.noted["deletions"] += texts_in(child)
            elif name == "AlternateContent":
                yield from self._pour(chosen(child), href)
            elif name in ("oMath", "oMathPara"):
                yield from self._formula(child, href)

    def _link(self, element: etree._Element) -> str:
        return self._links.get(str(element.get(f"{{{R}}}id", "")), "")

    def _formula(self, element: etree._Element, href: str) -> Iterator[Piece]:
        self.noted["formulas"] += 1
        text = "".join(each.text or "" for each in element.iter() if local(each) == "t")
        yield Piece(text, self._styles.run({}, self._style), href)

    def _run(self, run: etree._Element, href: str) -> Iterator[Piece]:
        own = flat(run.find(w("rPr")))
        look = self._styles.run(own, self._style)
        if look.is_hidden:
            if texts_in(run) and not self._is_hiding:
                self.noted["hidden"] += 1
            self._is_hiding = self._is_hiding or texts_in(run)
            return
        for text, raised in self._contents(run, own):
            self._is_hiding = False
            marks = (*look.marks, "sup") if raised else look.marks
            yield Piece(text, look._replace(marks=marks), href)

    def _contents(
        self, run: Iterable[etree._Element], own: Properties
    ) -> Iterator[tuple[str, bool]]:
        """Each text of a run, and whether it is the mark of a note."""
        for child in run:
            name = local(child)
            if name in ("footnoteReference", "endnoteReference"):
                self.notes.append((f"{name[:-9]}s", value(child, "id")))
                yield f"[{len(self.notes)}]", True
            elif name == "AlternateContent":
                yield from self._contents(chosen(child), own)
            elif name == "ruby":
                yield from ((p.text, False) for p in self._pour(child, ""))
            elif text := self._text(child, name):
                yield text, False
            else:
                self._left_out(child, name)

    def _text(self, element: etree._Element, name: str) -> str:
        if name == "t":
            return element.text or ""
        if name in ("tab", "ptab"):
            return WIDE_TAB
        if name in ("br", "cr"):
            return BREAK if value(element, "type") in ("", "textWrapping") else ""
        if name == "noBreakHyphen":
            return "-"
        return self._symbol(element) if name == "sym" else ""

    def _symbol(self, element: etree._Element) -> str:
        code = value(element, "char")
        place = int(code, 16) & 0xFF if CODE.fullmatch(code) else 0
        return SYMBOLS.get((value(element, "font").lower(), place), "")

    # --- What is left out ---

    def _left_out(self, element: etree._Element, name: str) -> None:
        if name == "sym":
            self.noted["symbols"] += 1
        elif name == "object":
            self.noted["objects"] += 1
        elif name in ("drawing", "pict"):
            inside = {local(each) for each in element.iter()}
            self.noted["pictures"] += not inside.isdisjoint(PICTURES)
            self.pictures += drawn(element, self._media)
            self.noted["drawings"] += not inside.isdisjoint(CHARTS)
            boxes = element.iter(w("txbxContent"))
            self.noted["text_boxes"] += any(texts_in(box) for box in boxes)


def html(pieces: Iterable[Piece], *, plain: bool = False) -> str:
    """The pieces as HTML; `plain` leaves bold out, which a heading has anyway."""
    return "".join(_html(piece, plain) for piece in pieces)


def _html(piece: Piece, plain: bool) -> str:
    text = escape(_kept_spaces(piece.text), quote=False).replace(BREAK, "<br>")
    # A link is underlined anyway, and a heading bold.
    needless = {"u" if piece.href else "", "strong" if plain else ""}
    for mark in reversed(piece.look.marks):
        if mark not in needless:
            text = f"<{mark}>{text}</{mark}>"
    return f'<a href="{escape(piece.href)}">{text}</a>' if piece.href else text


def _kept_spaces(text: str) -> str:
    """Several spaces place a word, as in a signature; one parts two words.

    Two of them are as wide as a character. The sieve takes quadratic time over
    no-break spaces, which are therefore none of those kept.
    """
    return SPACES.sub(lambda spaces: "\u3000" * (len(spaces[0]) // 2) or " ", text)
