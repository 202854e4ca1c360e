"""The piece of a text that shows why it was found, with what was found marked. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .folding import fold, places
from .terms import is_whole

# About two lines on a phone.
WIDTH = 90
LEAD = 20
# Farther down nobody looks for the best place.
READ = 20_000


class Piece(NamedTuple):
    text: str
    is_marked: bool = False


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """The whole text in pieces, as a title is shown."""
    return _cut(text, _hits(text, words), 0, len(text))


def snippet(text: str, words: Sequence[str]) -> tuple[list[Piece], int]:
    """A stretch of the text with as many different words as there are in any, in
    pieces, and where in the text it begins."""
    text = text[:READ]
    hits = _hits(text, words)
    start = _best_start(hits)
    end = min(start + WIDTH, len(text))
    pieces = _cut(text, hits, start, end)
    if start:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return pieces, start


class _Hit(NamedTuple):
    start: int
    end: int
    word: str


def _hits(text: str, words: Iterable[str]) -> list[_Hit]:
    """Where the folded words stand in the text, in their order."""
    folded = fold(text)
    found: list[_Hit] = []
    where = range(len(text) + 1) if len(folded) == len(text) else places(text)
    for word in words:
        place = folded.find(word)
        while place >= 0:
            end = place + len(word)
            if not word.isascii() or is_whole(folded, place, end):
                found.append(_Hit(where[place], where[end], word))
            place = folded.find(word, place + 1)
    return sorted(found)


def _best_start(hits: Sequence[_Hit]) -> int:
    starts = [hit.start for hit in hits]
    best, most = 0, 0
    for number, hit in enumerate(hits):
        last = bisect_right(starts, hit.start + WIDTH - LEAD - 2)
        kinds = len({each.word for each in hits[number : min(last, number + 40)]})
        if kinds > most:
            best, most = hit.start, kinds
    return max(best - LEAD, 0)


def _cut(text: str, hits: Iterable[_Hit], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for first, last in _merged(hits):
        first, last = max(first, place), min(last, end)
        if first >= last:
            continue
        if first > place:
            pieces.append(Piece(text[place:first]))
        pieces.append(Piece(text[first:last], is_marked=True))
        place = last
    if place < end:
        pieces.append(Piece(text[place:end]))
    return pieces


def _merged(hits: Iterable[_Hit]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end, _word in hits:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
