"""Which word may have been meant: one character wrong, missing, too many, or two
neighbours the wrong way round. Pure."""

from __future__ import annotations


def is_near(word: str, other: str) -> bool:
    """Is one slip between two words? Not where they are the same."""
    if len(word) < len(other):
        word, other = other, word
    if word == other or len(word) - len(other) > 1:
        return False
    start = _common(word, other)
    if len(word) > len(other):
        return word[start + 1 :] == other[start:]
    rest, other_rest = word[start + 1 :], other[start + 1 :]
    is_swapped = word[start : start + 2] == other[start : start + 2][::-1]
    return rest == other_rest or (is_swapped and rest[1:] == other_rest[1:])


def _common(word: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    shorter = min(len(word), len(other))
    return next((n for n in range(shorter) if word[n] != other[n]), shorter)
