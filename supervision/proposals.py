"""What a measured figure proposes as a mark, by the indicator's kind. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .scoring_rules import Credit, GivenIn, Indicator, Kind

PLACES = Decimal("0.0001")
COUNTED = frozenset(
    {Kind.PER_OCCURRENCE, Kind.DEDUCTION, Kind.TIERS, Kind.BONUS, Kind.PENALTY}
)


def proposed_value(
    indicator: Indicator, value: int | Fraction | None
) -> Decimal | None:
    """None where nothing was measured, or where the figure says nothing to the kind.

    Counts are taken as they are; of a share a rate is its per cent, a credit as much
    of its points; a veto is held against its threshold in per cent, or in numbers.
    What should not occur passes where it did not.
    """
    if value is None:
        return None
    is_share = isinstance(value, Fraction)
    kind = indicator.rule.kind
    if kind in COUNTED:
        return None if is_share else Decimal(int(value))
    if kind is Kind.RATE:
        return _decimal(Fraction(value) * 100) if is_share else None
    if kind is Kind.VETO:
        return _decimal(Fraction(value) * 100) if is_share else Decimal(int(value))
    if kind is Kind.PASS_FAIL:
        return None if is_share else Decimal(int(value == 0))
    if isinstance(indicator.rule, Credit) and is_share:
        whole = 1 if indicator.rule.given_in is GivenIn.SHARE else indicator.points
        return _decimal(Fraction(value) * Fraction(whole))
    return None


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(PLACES, rounding=ROUND_HALF_UP)


def shown(figure: Decimal | str) -> str:
    """At most four places, without noughts at the end."""
    value = Decimal(figure).quantize(PLACES, rounding=ROUND_HALF_UP)
    text = f"{value:f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"
