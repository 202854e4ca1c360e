"""Why a record was found: its title and a place in its text, with marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..models import SearchText
from .snippets import Piece, marked, snippet


class Reason(NamedTuple):
    """In pieces; `section` is what that part of the text is called, "" for its own."""

    title: list[Piece]
    snippet: list[Piece]
    section: str


def reason(title: str, text: SearchText, words: Sequence[str]) -> Reason:
    pieces, start = snippet(text.body, words)
    place = start
    for piece in pieces:
        if piece.is_marked:
            break
        place += len(piece.text) if piece.text != "…" else 0
    else:  # only the title has it
        place = start
    labels = [label for start, label in text.sections if start <= place]
    return Reason(marked(title, words), pieces, labels[-1] if labels else "")
