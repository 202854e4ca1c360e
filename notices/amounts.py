"""The rule of payments: amount = quantity × standard, rounded half up. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

CENT = Decimal("0.01")
# Products of quantities (14,3) and standards (14,4) are exact within this.
EXACT = 60


def expected_amount(quantity: Decimal, standard: Decimal) -> Decimal:
    """Yuan and fen; a half goes away from zero, as the tables of the offices do."""
    with localcontext(prec=EXACT):
        return (quantity * standard).quantize(CENT, rounding=ROUND_HALF_UP)


def is_off(
    quantity: Decimal,
    standard: Decimal,
    amount: Decimal,
    *,
    tolerance: Decimal = CENT,
) -> bool:
    """Whether the amount differs from the expected one by more than is tolerated."""
    return abs(amount - expected_amount(quantity, standard)) > tolerance
