"""Unified social credit codes (GB 32100-2015) that are valid in shape. Pure.

The division 990421 does not exist, so no code made here belongs to anybody.
"""

from __future__ import annotations

from disclosure_portal.foundation.credit_codes import check_character

_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DIVISION = "990421"


def organisation_code(serial: int) -> str:
    """Nine characters with the check character of GB 11714."""
    body = f"{serial:08d}"
    total = sum(
        _BODY_ALPHABET.index(char) * weight
        for char, weight in zip(body, _BODY_WEIGHTS, strict=True)
    )
    check = (11 - total % 11) % 11
    return body + ("X" if check == 10 else str(check))


def credit_code(category: str, serial: int) -> str:
    """Eighteen characters: category (11 offices, 12 institutions, 54 villages,
    91 companies), division, organisation code, check character."""
    head = category + DIVISION + organisation_code(serial)
    return head + check_character(head)
