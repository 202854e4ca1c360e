"""A redline as paragraphs to read: what did not change is folded where it is long.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .redline import Change, Piece

# Unchanged paragraphs that are shown before and after a change.
NEAR = 1
# So many unchanged paragraphs in a row are worth folding.
WORTH_FOLDING = 3
# Within a paragraph: longer unchanged stretches are shortened to their two ends.
LONG, SHOWN_END = 240, 60
# Of a stretch that came or went so much is read here, at either end.
LONG_CHANGE, CHANGE_END = 2_000, 400
# More changed paragraphs than this nobody reads here: both versions stand whole.
MOST = 300
# Characters that all folded paragraphs may bring along; the rest are counted only.
FOLDED = 20_000
LEFT_OUT = " …… "


@dataclass(frozen=True)
class Paragraph:
    """The pieces of one line."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.change is not Change.SAME for piece in self.pieces)

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True)
class Block:
    """Paragraphs that are shown, or `folded` ones that a reader may open; `hidden`
    ones are too many even for that."""

    paragraphs: tuple[Paragraph, ...]
    is_folded: bool = False
    hidden: int = 0


@dataclass(frozen=True)
class Blocks:
    blocks: tuple[Block, ...]
    # Changed paragraphs beyond what is shown.
    hidden: int = 0
    # Words were left out within a paragraph.
    is_shortened: bool = False


def blocks_of(pieces: Iterable[Piece]) -> Blocks:
    """What there is to read of a redline."""
    paragraphs = list(paragraphs_of(pieces))
    shown, hidden = _cut(paragraphs)
    near = _near_changes(shown)
    found: list[Block] = []
    is_shortened, room = False, FOLDED
    for is_near, group in groupby(range(len(shown)), near.__contains__):
        part = tuple(shown[number] for number in group)
        if is_near or len(part) < WORTH_FOLDING:
            short = tuple(Paragraph(shortened(each.pieces)) for each in part)
            is_shortened = is_shortened or short != part
            found.append(Block(short))
            continue
        room -= sum(each.length for each in part)
        if room >= 0:
            found.append(Block(part, is_folded=True))
        else:
            found.append(Block((), is_folded=True, hidden=len(part)))
    return Blocks(tuple(_together(found)), hidden, is_shortened)


def paragraphs_of(pieces: Iterable[Piece]) -> Iterator[Paragraph]:
    """A line each, without its end; empty ones are left out."""
    line: list[Piece] = []
    for change, text in pieces:
        first, *more = text.split("\n")
        if first:
            line.append(Piece(change, first))
        for each in more:
            yield from _paragraph(line)
            line = [Piece(change, each)] if each else []
    yield from _paragraph(line)


def _paragraph(pieces: Sequence[Piece]) -> Iterator[Paragraph]:
    if any(piece.text.strip() for piece in pieces):
        yield Paragraph(tuple(pieces))


def _cut(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], int]:
    changed = [number for number, each in enumerate(paragraphs) if each.is_changed]
    if len(changed) <= MOST:
        return paragraphs, 0
    return paragraphs[: changed[MOST - 1] + 1], len(changed) - MOST


def _near_changes(paragraphs: Sequence[Paragraph]) -> set[int]:
    return {
        place
        for number, each in enumerate(paragraphs)
        if each.is_changed
        for place in range(number - NEAR, number + NEAR + 1)
    }


def _together(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbours that are both shown as one."""
    for is_folded, group in groupby(blocks, lambda block: block.is_folded):
        if is_folded:
            yield from group
        else:
            yield Block(tuple(each for block in group for each in block.paragraphs))


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Of long stretches that stayed what stands beside the changes; of very long ones
    that came or went their two ends. Nothing of what has no change."""
    if all(piece.change is Change.SAME for piece in pieces):
        return tuple(pieces)
    last = len(pieces) - 1
    return tuple(
        _ends(piece, is_first=number == 0, is_last=number == last)
        for number, piece in enumerate(pieces)
    )


def _ends(piece: Piece, *, is_first: bool, is_last: bool) -> Piece:
    text = piece.text
    if piece.change is not Change.SAME:
        if len(text) <= LONG_CHANGE:
            return piece
        ends = (text[:CHANGE_END], text[-CHANGE_END:])
        return Piece(piece.change, LEFT_OUT.join(ends))
    if len(text) <= LONG:
        return piece
    head = "" if is_first else text[:SHOWN_END]
    tail = "" if is_last else text[-SHOWN_END:]
    return Piece(Change.SAME, f"{head}{LEFT_OUT}{tail}".strip())
