"""Decimal arithmetic of scoring: exact where it can be, else to twelve places. Pure.

A quotient that does not end is kept to twelve places, and figures are compared at
eight, so that three thirds are one. Only the total is rounded for people.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

# Wide enough for any product of marks, points and nested weights.
CONTEXT = Context(prec=80, rounding=ROUND_HALF_EVEN)
_KEPT = Decimal(1).scaleb(-12)
_COMPARED = Decimal(1).scaleb(-8)
_DECIMALS = 4
_LONGEST = 15
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(_DECIMALS + 1))


def settled(number: Decimal) -> Decimal:
    """To twelve places: what every product and quotient passes through.

    What has no more comes back as it is, without zeros at the end.
    """
    kept = number.quantize(_KEPT)
    return number if kept == number else kept


def compared(number: Decimal) -> Decimal:
    """What is held against a threshold, or rounded."""
    return number.quantize(_COMPARED)


def rounded(number: Decimal, places: int) -> Decimal:
    return compared(number).quantize(_STEPS[places], rounding=ROUND_HALF_UP)


def is_in_bounds(number: Decimal) -> bool:
    """Finite, not absurdly long, and of four decimals at most."""
    if not number.is_finite() or number.adjusted() >= _LONGEST:
        return False
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -_DECIMALS:
        return True
    return number == number.quantize(_STEPS[_DECIMALS])


def in_words(number: Decimal) -> str:
    """Without an exponent and without zeros at the end."""
    return _words(number) if number else "0"


@lru_cache(maxsize=8_192)
def _words(number: Decimal) -> str:
    """A round writes a million figures, of which few differ."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
