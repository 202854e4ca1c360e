"""Unified social credit codes (GB 32100-2015): eighteen signs, the last of which
checks the others. Pure."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def check_character(head: str) -> str:
    """The eighteenth character for seventeen of them."""
    total = sum(
        ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(head)
    )
    return ALPHABET[(31 - total) % 31]


def is_credit_code(text: str) -> bool:
    """Is it one in form? The number of an identity card is not, but for one in 31."""
    return (
        len(text) == LENGTH
        and set(text) <= set(ALPHABET)
        and check_character(text[:-1]) == text[-1]
    )
