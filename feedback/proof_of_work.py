"""A little work of the writer's device, which a flood of letters could not afford: a
number with which the hash of the form's token begins with so many zero bits. Pure."""

from __future__ import annotations

from hashlib import sha256

# A number of so many digits is beyond any work that is asked for.
LONGEST = 12


def is_done(token: str, answer: str, bits: int) -> bool:
    is_number = answer.isascii() and answer.isdigit() and len(answer) <= LONGEST
    return is_number and zero_bits(token, answer) >= bits


def zero_bits(token: str, answer: str) -> int:
    """With how many zero bits the hash of both begins."""
    digest = sha256(f"{token}:{answer}".encode())
    return digest.digest_size * 8 - int.from_bytes(digest.digest()).bit_length()
