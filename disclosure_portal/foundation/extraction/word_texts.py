"""Documents and plain texts as clean HTML, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import text_files
from ..rich_text import clean, paragraphs
from ..rich_text_shown import shown_text
from ..word.blocks import WordBlock, WordPicture, WordText, joined
from ..word.reading import read_docx
from .results import (
    CHARACTERS_A_LEAF,
    MAX_CHARACTERS,
    MAX_PART_TEXT,
    PICTURES_A_LEAF,
    Part,
    Summary,
)
from .word_pictures import Pictures

# What is in a document and not on its page.
LEFT_OUT = ("pictures", "drawings", "text_boxes", "objects", "formulas", "symbols")
# A text without line ends is cut here.
PIECE = 20_000


def docx_parts(path: Path, folder: Path) -> Iterator[Part | Summary]:
    """Hidden text, deletions and comments are left out without a word: they are no
    part of what the unit publishes."""
    word = read_docx(path)
    pictures = Pictures(path, folder)
    number, leaf = 0, Leaf()
    for number, each in enumerate(_pieces(word), start=1):
        if isinstance(each, WordPicture):
            part = pictures.part(each, leaf.with_picture())
        else:
            size = sum(len(block.html) for block in each)
            html = clean(joined(each))
            part = _part(number, html, folder, leaf=leaf.with_text(size))
        if part is not None:
            yield part
    omitted = {kind: word.noted[kind] for kind in LEFT_OUT if word.noted.get(kind)}
    omitted["pictures"] = max(0, omitted.get("pictures", 0) - pictures.shown)
    yield Summary(number, omitted={k: count for k, count in omitted.items() if count})


class Leaf:
    """The page of the portal on which the next part stands."""

    def __init__(self) -> None:
        self.number, self._characters, self._pictures = 1, 0, 0

    def with_text(self, size: int) -> int:
        if self._characters and self._characters + size > CHARACTERS_A_LEAF:
            self._turn()
        self._characters += size
        return self.number

    def with_picture(self) -> int:
        if self._pictures == PICTURES_A_LEAF:
            self._turn()
        self._pictures += 1
        return self.number

    def _turn(self) -> None:
        self.number, self._characters, self._pictures = self.number + 1, 0, 0


def txt_parts(path: Path, folder: Path) -> Iterator[Part | Summary]:
    text_file = text_files.inspect(path)
    with text_file.open() as file:
        text = file.read(MAX_CHARACTERS)
        is_whole = not file.read(1)
    number = 0
    for number, piece in enumerate(_cut(text), start=1):
        yield _part(number, paragraphs(piece), folder)
    yield Summary(number, is_whole=is_whole)


def _part(number: int, html: str, folder: Path, *, leaf: int = 0) -> Part:
    file = f"{number}.html"
    (folder / file).write_text(html, "utf-8")
    return Part(
        leaf or number, text=shown_text(html).strip()[:MAX_PART_TEXT], file=file
    )


def _pieces(word: WordText) -> Iterator[list[WordBlock] | WordPicture]:
    """Blocks that fit on one page of the portal together, as long as no picture stands
    between them; a table is never cut."""
    start = 0
    for picture in word.pictures:
        yield from _divided(word.blocks[start : picture.place])
        yield picture
        start = picture.place
    yield from _divided(word.blocks[start:])


def _divided(blocks: Sequence[WordBlock]) -> Iterator[list[WordBlock]]:
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
