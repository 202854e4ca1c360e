"""What a paragraph or a run looks like: its own format over that of its styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .package import W

Properties = Mapping[str, str]

OFF = ("0", "false", "off", "none")
ALIGNMENTS = {
    "center": "center",
    "distribute": "center",
    "right": "right",
    "end": "right",
    "both": "left",
    "left": "left",
    "start": "left",
}
INDENTS = {
    # How Word counts: hundredths of a character, or twentieths of a point.
    "text-indent": (("firstLineChars", 100, "em"), ("firstLine", 20, "pt")),
    "margin-left": (
        ("leftChars", 100, "em"),
        ("startChars", 100, "em"),
        ("left", 20, "pt"),
        ("start", 20, "pt"),
    ),
}
BODY_LEVEL = 9  # Word's name for "no heading"
MARKS = {"b": "strong", "i": "em", "u": "u", "strike": "s", "dstrike": "s"}
RAISED = {"superscript": "sup", "subscript": "sub"}
MAX_CHAIN = 20  # styles that stand on one another; a circle is no style


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def value(element: etree._Element | None, name: str = "val") -> str:
    return "" if element is None else str(element.get(w(name), ""))


def flat(properties: etree._Element | None) -> dict[str, str]:
    """The children of a w:pPr or w:rPr by name; those with parts, by their parts."""
    found: dict[str, str] = {}
    for child in properties if properties is not None else ():
        name = local(child)
        if name == "ind":
            for key, length in child.attrib.items():
                found[f"ind-{str(key).rpartition('}')[2]}"] = str(length)
        elif name == "numPr":
            found |= {local(part): value(part) for part in child}
        else:
            found[name] = value(child)
    return found


def is_on(properties: Properties, name: str) -> bool:
    return name in properties and properties[name] not in OFF


class Look(NamedTuple):
    """How a run is shown."""

    marks: tuple[str, ...]
    size: float
    is_hidden: bool


class Styles:
    """The styles of one document, each laid over those that it stands on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._known: dict[tuple[str, str], dict[str, str]] = {}
        self._names: dict[str, str] = {}
        self._looks: dict[tuple[object, ...], Look] = {}
        self._default = ""
        self._base: dict[str, dict[str, str]] = {"pPr": {}, "rPr": {}}
        for child in root if root is not None else ():
            if local(child) == "style":
                self._take(child)
            elif local(child) == "docDefaults":
                for kind in self._base:
                    found = child.find(f"{w(kind + 'Default')}/{w(kind)}")
                    self._base[kind] = flat(found)

    def _take(self, style: etree._Element) -> None:
        name = value(style, "styleId")
        self._styles[name] = style
        self._names[name] = value(style.find(w("name"))).lower()
        is_default = value(style, "default") not in ("", *OFF)
        if is_default and value(style, "type") == "paragraph":
            self._default = name

    def name_of(self, style: str) -> str:
        return self._names.get(style or self._default, "")

    def paragraph(self, own: Properties) -> Properties:
        """The format of a paragraph with these properties of its own."""
        style = own.get("pStyle", "")
        return {**self._base["pPr"], **self._styled("pPr", style), **own}

    def run(self, own: Properties, paragraph_style: str) -> Look:
        """The look of a run in a paragraph of that style; few differ."""
        key = (paragraph_style, *own.items())
        if key not in self._looks:
            self._looks[key] = self._look(own, paragraph_style)
        return self._looks[key]

    def _look(self, own: Properties, paragraph_style: str) -> Look:
        named = own.get("rStyle", "")
        properties = {
            **self._base["rPr"],
            **self._styled("rPr", paragraph_style),
            **(self._styled("rPr", named) if named else {}),
            **own,
        }
        return Look(
            marks=tuple(_marks(properties)),
            size=whole(properties.get("sz", ""), 0) / 2,
            is_hidden=is_on(properties, "vanish"),
        )

    def _styled(self, kind: str, style: str) -> dict[str, str]:
        style = style or self._default
        if (kind, style) not in self._known:
            merged: dict[str, str] = {}
            for element in reversed(self._chain(style)):
                merged |= flat(element.find(w(kind)))
            self._known[kind, style] = merged
        return self._known[kind, style]

    def _chain(self, style: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while style in self._styles and len(chain) < MAX_CHAIN:
            chain.append(self._styles[style])
            style = value(chain[-1].find(w("basedOn")))
        return chain


def _marks(properties: Properties) -> list[str]:
    marks = [mark for name, mark in MARKS.items() if is_on(properties, name)]
    raised = RAISED.get(properties.get("vertAlign", ""))
    return [*dict.fromkeys(marks), raised] if raised else list(dict.fromkeys(marks))


def whole(text: str, default: int) -> int:
    """A whole number of a sane size; anything else is the default."""
    digits = text.removeprefix("-")
    known = digits.isascii() and digits.isdigit() and len(digits) < 8
    return int(text) if known else default


def alignment(paragraph: Properties) -> str:
    return ALIGNMENTS.get(paragraph.get("jc", ""), "")


def heading_level(paragraph: Properties) -> int:
    """1 for the first level of headings; 0 for body text."""
    level = whole(paragraph.get("outlineLvl", ""), BODY_LEVEL)
    return level + 1 if 0 <= level < BODY_LEVEL else 0


def css(paragraph: Properties) -> str:
    """Where the paragraph stands, in the words that the sieve reads."""
    rules = [f"text-align:{alignment(paragraph)}"] if alignment(paragraph) else []
    for rule, names in INDENTS.items():
        for name, unit, suffix in names:
            length = whole(paragraph.get(f"ind-{name}", "0"), 0)
            if length:
                rules.append(f"{rule}:{length / unit:g}{suffix}")
                break
    return ";".join(rules)
