"""What was read of a Word document: its blocks in order. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple


class Item(NamedTuple):
    """A place in a list: `ul` or `ol`, and the number that Word shows."""

    tag: str
    list_id: str
    number: int


class WordBlock(NamedTuple):
    """A paragraph, heading, list item or table.

    `html` is as free as pasted HTML: the sieve of rich_text comes after it. The HTML of
    a list item is what stands inside its element.
    """

    html: str
    text: str
    align: str = ""  # center, right, or nothing
    size: float = 0.0  # points, of most of its characters; 0 where nothing says it
    is_title: bool = False  # set in the style that Word calls Title
    is_table: bool = False
    item: Item | None = None


class Crop(NamedTuple):
    """What is cut off a picture at each side, as shares of its width or height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


class WordPicture(NamedTuple):
    """A picture of the document: so many blocks stand before it; `part` is its name in
    the container; `words` say what it shows, where the writer has said so."""

    place: int
    part: str
    crop: Crop
    words: str


class WordText(NamedTuple):
    """The blocks, and what was left out or taken over with a change: kind → how many.

    Left out: pictures, drawings, text_boxes, objects (embedded files), hidden,
    deletions, comments, symbols. Kept, but to be looked at: insertions, formulas.
    """

    blocks: Sequence[WordBlock]
    noted: Mapping[str, int]
    pictures: Sequence[WordPicture] = ()


def joined(blocks: Iterable[WordBlock]) -> str:
    """The blocks as the HTML of a body; items that follow one another are one list."""
    parts: list[str] = []
    numbered = list(enumerate(blocks))
    for key, group in groupby(numbered, _list_of):
        members = [block for _place, block in group]
        if key is None:
            parts.extend(block.html for block in members)
        else:
            parts.append(_list(members))
    return "\n".join(parts)


def _list_of(numbered: tuple[int, WordBlock]) -> tuple[str, str, int] | None:
    """One list as long as its numbers run on without a gap or a paragraph between."""
    place, block = numbered
    if block.item is None:
        return None
    tag, list_id, number = block.item
    return tag, list_id, number - place if tag == "ol" else 0


def _list(members: Sequence[WordBlock]) -> str:
    first = members[0].item
    assert first is not None
    start = f' start="{first.number}"' if first.tag == "ol" else ""
    items = "".join(f"<li>{block.html}</li>" for block in members)
    return f"<{first.tag}{start}>{items}</{first.tag}>"
