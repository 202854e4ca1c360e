"""The characters that a cleaned body shows, and the way to change some of them. Pure.

What `plain_text` gives is for reading; this is the same text piece by piece as it
stands between the tags, so that a changed character finds its way back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import escape, unescape

# Attributes may hold a bare >.
INSIDE = r'(?:[^<>"]|"[^"]*")*'
PIECE = re.compile(rf"<{INSIDE}>|&#?[0-9A-Za-z]+;|[^<&]+|[<&]")
NAME = re.compile(r"</?([a-z0-9]+)")
INLINE = {"a", "em", "s", "strong", "sub", "sup", "u"}
CELLS = {"td", "th"}
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
# What breaks a line within a cell.
IN_CELL = re.compile(r"</?(?:p|br|ul|ol|li|blockquote|h[2-4])\b[^<>]*>")
BETWEEN_CELLS = " ｜ "
LINK = re.compile(rf"<a\b({INSIDE})>(.*?)</a>", re.DOTALL)
TARGET = re.compile(r'\bhref="([^"]*)"', re.IGNORECASE)
# What a link says that is not seen; addresses of pages name no person.
UNSEEN = re.compile(
    r'\b(?:href="(?:mailto|tel):([^"]*)"|title="([^"]*)")', re.IGNORECASE
)


def shown_text(html: str) -> str:
    """Every character between the tags: a line each block, a tab each cell."""
    return "".join(shown for _source, shown in _pieces(html))


def shown_lines(html: str) -> str:
    """The words for a reader: a line each paragraph, and each row of a table with its
    cells side by side; nothing empty."""
    joined = ROW.sub(lambda row: IN_CELL.sub(" ", row[0]), html)
    rows = (line.split("\t") for line in shown_text(joined).splitlines())
    lines = (BETWEEN_CELLS.join(_words(cells)) for cells in rows)
    return "".join(f"{line}\n" for line in lines if line)


def _words(cells: list[str]) -> Iterator[str]:
    yield from filter(None, (" ".join(cell.split()) for cell in cells))


def with_shown_text(html: str, text: str) -> str:
    """The body with these characters in place of those it shows; as many of them."""
    parts: list[str] = []
    at = 0
    for source, shown in _pieces(html):
        changed = text[at : at + len(shown)]
        at += len(shown)
        is_tag = source.startswith("<") and len(source) > 1
        kept = is_tag or changed == shown
        parts.append(source if kept else escape(changed, quote=False))
    return "".join(parts)


def link_words(html: str) -> list[str]:
    """What each link says that is not seen: a mail address, a telephone, a title."""
    return [_unseen(found) for found in LINK.finditer(html)]


def link_targets(html: str) -> list[str]:
    """Where each link leads."""
    found = (TARGET.search(link[1]) for link in LINK.finditer(html))
    return [unescape(target[1]) for target in found if target]


def without_links(html: str, numbers: Collection[int]) -> str:
    """The body with these links, counted from 0, become plain text."""
    count = -1

    def change(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return found[2] if count in numbers else found[0]

    return LINK.sub(change, html)


def _unseen(link: re.Match[str]) -> str:
    words = [found[1] or found[2] or "" for found in UNSEEN.finditer(link[1])]
    return unescape("\n".join(words))


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """Source and what it shows."""
    for found in PIECE.finditer(html):
        source = found[0]
        if source.startswith("<") and len(source) > 1:
            yield source, _break(source)
        elif source.startswith("&") and len(source) > 1:
            yield source, unescape(source)
        else:
            yield source, source


def _break(tag: str) -> str:
    named = NAME.match(tag)
    name = named[1] if named else ""
    if name in INLINE:
        return ""
    return "\t" if name in CELLS else "\n"
