"""Text as search compares it: compatibility forms, small letters and traditional
characters folded, each character by itself, so that places can be found again. Pure.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

Folds = dict[int, str]


class _Folds(Folds):
    """A code point → what it folds to, worked out once."""

    def __missing__(self, code: int) -> str:
        character = unicodedata.normalize("NFKC", chr(code)).lower()
        simplified = _simplified()
        folded = "".join(simplified.get(each, each) for each in character)
        self[code] = folded
        return folded


def fold(text: str) -> str:
    """The text as it is compared. It may be longer or shorter than it was."""
    return text.translate(_FOLDS)


def places(text: str) -> list[int]:
    """For each character of fold(text), and for its end, where it stands in `text`."""
    found: list[int] = []
    for place, character in enumerate(text):
        found += [place] * len(_FOLDS[ord(character)])
    return [*found, len(text)]


_SIMPLIFIED: dict[str, str] = {}


def _simplified() -> dict[str, str]:
    if not _SIMPLIFIED:
        text = Path(__file__).with_name("simplified.txt").read_text(encoding="utf-8")
        lines = (line for line in text.splitlines() if not line.startswith("#"))
        _SIMPLIFIED.update(
            (pair[0], pair[1]) for line in lines for pair in line.split()
        )
    return _SIMPLIFIED


_FOLDS = _Folds()
