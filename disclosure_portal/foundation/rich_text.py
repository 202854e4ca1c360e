"""The text of a notice: what people paste becomes a small, safe set of elements that
keeps the layout of an official document. Pure: no Django.

Three steps. A parser of current HTML drops what is active and repairs the rest; the
reader turns what is left into blocks; and the last gate lets nothing through that is
not on the list, whatever the reader did.

The site's style indents every paragraph by two characters, as official documents do
(GB/T 9704); only departures from that are marked, by the classes of `CLASSES`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from . import lazy
from .official_text import (
    is_addressee,
    looks_like_html,
    paragraphs,
    without_controls,
    without_tables,
)
from .rich_text_blocks import Node, render, texts
from .rich_text_reader import Reader
from .rich_text_styles import CLASSES

if TYPE_CHECKING:
    import nh3
    from lxml import etree
else:
    nh3 = lazy.Module("nh3")
    etree = lazy.Module("lxml.etree")

__all__ = [
    "CLASSES",
    "Cleaned",
    "clean",
    "clean_with_report",
    "gated",
    "looks_like_html",
    "nodes_of",
    "outbound_links",
    "paragraphs",
    "plain_text",
    "shielded",
    "summary",
]

INLINE_TAGS = {"a", "br", "em", "s", "strong", "sub", "sup", "u"}
BLOCK_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
TAGS = INLINE_TAGS | BLOCK_TAGS
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ALLOWED_CLASSES = {tag: set(CLASSES) for tag in ("p", "td", "th", "h2", "h3", "h4")}
SCHEMES = {"http", "https", "mailto", "tel"}

# Elements whose content is no text of the document.
DROPPED_WHOLE = {
    *("script", "style", "xml", "head", "title", "template", "noscript", "iframe"),
    *("object", "video", "audio", "canvas", "svg", "math", "select", "textarea"),
    *("button", "datalist", "frameset", "applet", "map"),
}
# What the reader understands beyond the list, and drops itself.
READ_TAGS = TAGS | {
    *("h1", "h5", "h6", "b", "i", "ins", "strike", "del", "span", "font", "img"),
    *("div", "center", "section", "article", "header", "footer", "main", "aside"),
    *("nav", "address", "figure", "figcaption", "pre", "dl", "dt", "dd", "form"),
    *("fieldset", "legend", "details", "summary", "tfoot", "dir", "menu"),
}
READ_ATTRIBUTES = {
    "*": {"style", "align", "class"},
    **ATTRIBUTES,
}
# Refused later, so that the report can say so.
READ_SCHEMES = SCHEMES | {"javascript", "vbscript", "data", "file", "ftp", "blob"}

COUNTED = re.compile(
    r"<(script|style|iframe|frame|object|embed|applet|video|audio|svg|canvas|math"
    r"|form|input|select|textarea|button)\b",
    re.IGNORECASE,
)
COUNTED_AS = {
    **dict.fromkeys(("iframe", "frame"), "frames"),
    **dict.fromkeys(("object", "embed", "applet", "video", "audio"), "media"),
    **dict.fromkeys(("svg", "canvas", "math"), "drawings"),
    **dict.fromkeys(("form", "input", "select", "textarea", "button"), "forms"),
    "script": "scripts",
    "style": "styles",
}

# The parser takes quadratic time to write these two: it sees others instead, which no
# text holds any more by then.
STAND_INS = {"&": "\ufdd0", "\xa0": "\ufdd1"}
# No named reference is longer.
REFERENCE = re.compile(r"&(?:#?[a-z0-9]{1,32};?)?", re.IGNORECASE)
# Nesting beyond this is no document: parsers take minutes over it, or give up.
MAX_NESTING = 120
# In a source, elements that are often left open do not count.
LEFT_OPEN = "br|hr|img|p|li|td|tr|th|dt|dd|input|link|meta|col"
SOURCE_TAG = re.compile(
    rf"<(/?)(?!(?:{LEFT_OPEN})\b)[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE
)
TIDY_TAG = re.compile(r"<(/?)(?!br>|hr>|img>)[a-z][a-z0-9]*[ >]")
VOID = re.compile(r"<(br|hr|img)( [^<>]*)?>")
FLAT_TAGS = {"p", "br"}


class Cleaned(NamedTuple):
    """A cleaned body, and what was left out of it: kind → how many."""

    html: str
    dropped: Mapping[str, int]


def clean(html: str) -> str:
    """The body as it may be stored and shown; cleaning it again changes nothing."""
    return clean_with_report(html).html


def clean_with_report(html: str) -> Cleaned:
    """Clean a body and count what was dropped.

    Kinds: images, scripts, styles, frames, media, drawings, forms, links (addresses
    that a body may not point to), hidden (text set not to show), nesting.
    """
    nodes, dropped = _read(html)
    return Cleaned(_gate(render(nodes)), MappingProxyType(dict(dropped)))


def nodes_of(html: str) -> list[Node]:
    """The blocks of a body, for those who write it in another form than HTML."""
    return _read(html)[0]


def plain_text(html: str) -> str:
    """The text a reader sees, one block a line: for search, reports and duplicates."""
    return "\n".join(texts(_read(html)[0]))


def summary(html: str, limit: int = 100) -> str:
    """The beginning of a text on one line, at most `limit` characters with its 「…」.

    The line that names the addressees says nothing about the matter and is passed
    over, and so are tables.
    """
    said = texts(_read(without_tables(html))[0])
    blocks = [" ".join(text.split()) for text in said]
    if len(blocks) > 1 and is_addressee(blocks[0]):
        blocks = blocks[1:]
    text = " ".join(blocks)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    sentence = max(cut.rfind(mark) for mark in "。！？")
    if sentence >= limit * 0.6:
        return cut[: sentence + 1]
    return cut.rstrip(" ，、；：") + "…"


def outbound_links(html: str, rewrite: Callable[[str], str]) -> str:
    """The body with `rewrite` applied to every web address in it.

    The caller knows which hosts are its own and gives those back unchanged. Relative,
    mail and telephone addresses stay.
    """

    def change(tag: str, attribute: str, value: str) -> str:
        if (tag, attribute) != ("a", "href"):
            return value
        value = _restored(value, "&", "\xa0")
        is_web = value.lower().startswith(("http://", "https://"))
        return rewrite(value) if is_web else value

    return _gate(html, change)


def gated(html: str) -> str:
    """What was cleaned elsewhere, by a process that is not to be believed: nothing
    but allowed elements is left."""
    return _gate(html)


# --- Steps --------------------------------------------------------------------------


def _read(html: str) -> tuple[list[Node], Counter[str]]:
    source = without_controls(html)
    reader = Reader()
    for found in COUNTED.finditer(_without_comments(source)):
        reader.dropped[COUNTED_AS[found[1].lower()]] += 1
    if _nesting(source, SOURCE_TAG) > MAX_NESTING:
        source = SOURCE_TAG.sub("<p>", source)
        reader.dropped["nesting"] += 1
    tidy = _tidy(source, READ_TAGS)
    if _nesting(tidy, TIDY_TAG) > MAX_NESTING:
        tidy = _tidy(source, FLAT_TAGS)
        reader.dropped["nesting"] += 1
    return reader.read(_tree(tidy)), reader.dropped


def _without_comments(source: str) -> str:
    """Without a regular expression: one would search to the end for every `<!--`."""
    first, *rest = source.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _tree(tidy: str) -> etree._Element:
    """Repaired HTML read as XML: an HTML parser of the old kind would repair it again,
    by other rules, and lose a bold that stands around paragraphs."""
    page = VOID.sub(r"<\1\2/>", tidy)
    parser = etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True)
    return etree.fromstring(f"<body>{page}</body>".encode(), parser)


def _tidy(source: str, tags: set[str]) -> str:
    """Parse as a browser would, without what is active."""
    tidy = nh3.clean(
        shielded(source),
        tags=tags,
        clean_content_tags=DROPPED_WHOLE,
        attributes=READ_ATTRIBUTES,
        url_schemes=READ_SCHEMES,
        link_rel=None,
    )
    # References to characters have been resolved only now.
    return without_controls(_restored(tidy, "&amp;", "\xa0").replace("&nbsp;", "\xa0"))


def _gate(html: str, change: Callable[[str, str, str], str] | None = None) -> str:
    gated = nh3.clean(
        shielded(html),
        tags=TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        allowed_classes=ALLOWED_CLASSES,
        attribute_filter=change,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return _restored(gated, "&amp;", "&nbsp;")


def shielded(source: str) -> str:
    """The source with a stand-in for each ampersand that means itself and each
    no-break space, typed or referred to: whatever the parser makes of the rest."""
    return REFERENCE.sub(_shield, source).replace("\xa0", STAND_INS["\xa0"])


def _shield(found: re.Match[str]) -> str:
    reference = found[0]
    meant = unescape(reference)
    if meant == reference:
        return STAND_INS["&"] + reference[1:]
    # What follows decides whether an open reference is one: the parser knows where.
    follows = found.string[found.end() : found.end() + 1]
    is_open = not reference.endswith(";") and (follows == "=" or follows.isalnum())
    return reference if is_open else STAND_INS.get(meant, reference)


def _restored(text: str, ampersand: str, space: str) -> str:
    return text.replace(STAND_INS["&"], ampersand).replace(STAND_INS["\xa0"], space)


def _nesting(html: str, tag: re.Pattern[str]) -> int:
    """How deep elements stand in one another, by a count of their tags."""
    depth = deepest = 0
    for found in tag.finditer(html):
        depth += -1 if found[1] else 1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return deepest
