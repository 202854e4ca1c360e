"""What was changed between two texts, for a reader who knows neither. Pure.

Texts are taken apart into numbers, words and single Chinese characters, and compared
from what is surely the same: first whole lines, then their parts. The work grows with
the length of the texts, not with its square: where a stretch offers nothing to hold on
to and is long, it counts as changed as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple, TypeVar

# A number with its point, groups and per cent, or in Chinese signs; a word of letters;
# else one character.
TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*[%‰]?|[〇零一二三四五六七八九十百千万亿]+|[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*|\r?\n|[^\S\n]+|.",
    re.DOTALL,
)
# What is compared one with each, at most: 200 × 200 parts.
WHOLE = 40_000
# Stretches between anchors within stretches between anchors: beyond it nothing is
# sought any more, so that no made-up text costs its square.
DEPTH = 40
# So few characters between two changes are a chance likeness: 「的」 in two sentences.
CHANCE = 2

Item = TypeVar("Item", bound=Hashable)


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


OPPOSITE = {
    Change.SAME: Change.SAME,
    Change.GONE: Change.NEW,
    Change.NEW: Change.GONE,
}


class Piece(NamedTuple):
    """A stretch of text. All but the gone ones make the new text, all but the new
    ones the former one."""

    change: Change
    text: str


class Stretch(NamedTuple):
    """a[a_from:a_to] stands in the place of b[b_from:b_to]."""

    is_same: bool
    a_from: int
    a_to: int
    b_from: int
    b_to: int


def redline(before: str, after: str) -> list[Piece]:
    """The two texts as one, gone parts before what took their place. Taking a change
    back reads as the change did, at the same places."""
    if after < before:
        return _joined(
            Piece(OPPOSITE[change], text) for change, text in redline(after, before)
        )
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for each in stretches(old, new):
        gone = "".join(old[each.a_from : each.a_to])
        if each.is_same:
            pieces.append(Piece(Change.SAME, gone))
        else:
            pieces += _by_parts(gone, "".join(new[each.b_from : each.b_to]))
    return _joined(pieces)


def is_changed(pieces: Iterable[Piece]) -> bool:
    return any(piece.change is not Change.SAME for piece in pieces)


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def _by_parts(before: str, after: str) -> list[Piece]:
    old, new = tokens(before), tokens(after)
    pieces: list[Piece] = []
    for each in stretches(old, new):
        gone = "".join(old[each.a_from : each.a_to])
        if each.is_same:
            pieces.append(Piece(Change.SAME, gone))
        else:
            pieces += _changed(gone, "".join(new[each.b_from : each.b_to]))
    return _without_chance(_joined(pieces))


def _changed(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece(Change.GONE, gone)
    if new:
        yield Piece(Change.NEW, new)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one sort as one; of changes the gone first."""
    found: list[Piece] = []
    gone: list[str] = []
    new: list[str] = []
    same: list[str] = []
    for change, text in pieces:
        if change is Change.SAME:
            found += _changed("".join(gone), "".join(new))
            gone, new = [], []
            same.append(text)
            continue
        if same:
            found.append(Piece(Change.SAME, "".join(same)))
            same = []
        (gone if change is Change.GONE else new).append(text)
    found += _changed("".join(gone), "".join(new))
    if same:
        found.append(Piece(Change.SAME, "".join(same)))
    return found


def _without_chance(pieces: Sequence[Piece]) -> list[Piece]:
    """A few like characters between two changes are changed with them: a reader sees
    one phrase in the place of another."""
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        is_between = 0 < number < len(pieces) - 1
        if piece.change is Change.SAME and is_between and _is_chance(piece.text):
            found.append(Piece(Change.GONE, piece.text))
            found.append(Piece(Change.NEW, piece.text))
        else:
            found.append(piece)
    return _joined(found)


def _is_chance(text: str) -> bool:
    return len(text) <= CHANCE and "\n" not in text and not text[0].isdigit()


# --- What stays in its place ----------------------------------------------------------


def stretches(a: Sequence[Item], b: Sequence[Item]) -> list[Stretch]:
    """Both sequences from beginning to end, as stretches that are the same or stand
    in each other's place."""
    found: list[Stretch] = []
    # What is still to be compared, the next on top: no recursion, however long.
    waiting = [(0, len(a), 0, len(b), 0)]
    while waiting:
        a_from, a_to, b_from, b_to, depth = waiting.pop()
        head = _common(a, b, a_from, a_to, b_from, b_to)
        if head:
            found.append(Stretch(True, a_from, a_from + head, b_from, b_from + head))
            a_from, b_from = a_from + head, b_from + head
        tail = _common_at_end(a, b, a_from, a_to, b_from, b_to)
        if tail:
            waiting.append((a_to - tail, a_to, b_to - tail, b_to, depth))
            a_to, b_to = a_to - tail, b_to - tail
        if a_from == a_to or b_from == b_to:
            if a_from < a_to or b_from < b_to:
                found.append(Stretch(False, a_from, a_to, b_from, b_to))
            continue
        anchors = _anchors(a, b, a_from, a_to, b_from, b_to) if depth < DEPTH else []
        if anchors:
            parts = _between(anchors, a_from, a_to, b_from, b_to)
            waiting += [(*part, depth + 1) for part in reversed(parts)]
        elif (a_to - a_from) * (b_to - b_from) <= WHOLE:
            found += _compared(a, b, a_from, a_to, b_from, b_to)
        else:
            found.append(Stretch(False, a_from, a_to, b_from, b_to))
    return found


Range = tuple[int, int, int, int]


def _common(
    a: Sequence[Item], b: Sequence[Item], a_from: int, a_to: int, b_from: int, b_to: int
) -> int:
    most, length = min(a_to - a_from, b_to - b_from), 0
    while length < most and a[a_from + length] == b[b_from + length]:
        length += 1
    return length


def _common_at_end(
    a: Sequence[Item], b: Sequence[Item], a_from: int, a_to: int, b_from: int, b_to: int
) -> int:
    most, length = min(a_to - a_from, b_to - b_from), 0
    while length < most and a[a_to - 1 - length] == b[b_to - 1 - length]:
        length += 1
    return length


def _anchors(
    a: Sequence[Item], b: Sequence[Item], a_from: int, a_to: int, b_from: int, b_to: int
) -> list[tuple[int, int]]:
    """Places of what stands once in either part, as many as keep their order."""
    in_a = Counter(a[a_from:a_to])
    in_b = Counter(b[b_from:b_to])
    places = {b[at]: at for at in range(b_from, b_to) if in_b[b[at]] == 1}
    pairs = [
        (at, places[a[at]])
        for at in range(a_from, a_to)
        if in_a[a[at]] == 1 and a[at] in places
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs whose second numbers rise as the first ones do."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_at, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[length], last[length] = place, number
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _between(
    anchors: Sequence[tuple[int, int]], a_from: int, a_to: int, b_from: int, b_to: int
) -> list[Range]:
    """The parts before, between and after the anchors; each begins with its anchor."""
    starts = [(a_from, b_from), *anchors]
    ends = [*anchors, (a_to, b_to)]
    return [
        (a_start, a_end, b_start, b_end)
        for (a_start, b_start), (a_end, b_end) in zip(starts, ends, strict=True)
    ]


def _compared(
    a: Sequence[Item], b: Sequence[Item], a_from: int, a_to: int, b_from: int, b_to: int
) -> Iterator[Stretch]:
    matcher = SequenceMatcher(None, a[a_from:a_to], b[b_from:b_to], autojunk=False)
    for code, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        yield Stretch(
            code == "equal",
            a_from + a_start,
            a_from + a_end,
            b_from + b_start,
            b_from + b_end,
        )
