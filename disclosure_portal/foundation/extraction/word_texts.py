"""Documents and plain texts as clean HTML, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import text_files
from ..rich_text import clean, paragraphs
from ..rich_text_shown import shown_text
from ..word.blocks import WordBlock, joined
from ..word.reading import read_docx
from .results import CHARACTERS_A_LEAF, MAX_CHARACTERS, MAX_PART_TEXT, Part, Summary

# What is in a document and not on its page.
LEFT_OUT = ("pictures", "drawings", "text_boxes", "objects", "formulas", "symbols")
# A text without line ends is cut here.
PIECE = 20_000


def docx_parts(path: Path, folder: Path) -> Iterator[Part | Summary]:
    """Hidden text, deletions and comments are left out without a word: they are no
    part of what the unit publishes."""
    word = read_docx(path)
    number = 0
    for number, blocks in enumerate(_pieces(word.blocks), start=1):
        yield _part(number, clean(joined(blocks)), folder)
    omitted = {kind: word.noted[kind] for kind in LEFT_OUT if word.noted.get(kind)}
    yield Summary(number, omitted=omitted)


def txt_parts(path: Path, folder: Path) -> Iterator[Part | Summary]:
    text_file = text_files.inspect(path)
    with text_file.open() as file:
        text = file.read(MAX_CHARACTERS)
        is_whole = not file.read(1)
    number = 0
    for number, piece in enumerate(_cut(text), start=1):
        yield _part(number, paragraphs(piece), folder)
    yield Summary(number, is_whole=is_whole)


def _part(number: int, html: str, folder: Path) -> Part:
    file = f"{number}.html"
    (folder / file).write_text(html, "utf-8")
    return Part(number, text=shown_text(html).strip()[:MAX_PART_TEXT], file=file)


def _pieces(blocks: Iterable[WordBlock]) -> Iterator[list[WordBlock]]:
    """Blocks that fit on one page of the portal together; a table is never cut."""
    piece: list[WordBlock] = []
    size = 0
    for block in blocks:
        if piece and size + len(block.html) > CHARACTERS_A_LEAF:
            yield piece
            piece, size = [], 0
        piece.append(block)
        size += len(block.html)
    if piece:
        yield piece


def _cut(text: str) -> Iterator[str]:
    """Pieces that end with a line, where there are lines."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            line_end = text.rfind("\n", start, end)
            end = line_end + 1 if line_end > start else end
        yield text[start:end]
        start = end
