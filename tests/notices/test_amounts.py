"""amount = quantity × standard, half up, within a tolerance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from notices.amounts import CENT, expected_amount, is_off

QUANTITIES = st.decimals(0, Decimal("99999999999.999"), places=3)
STANDARDS = st.decimals(0, Decimal("9999999999.9999"), places=4)
TOLERANCES = st.sampled_from([Decimal(0), CENT, Decimal("0.1"), Decimal(1)])


@pytest.mark.parametrize(
    ("quantity", "standard", "amount"),
    [
        ("11931.002", "131.42", "1567972.28"),
        ("0.1", "3", "0.30"),
        ("0.5", "0.01", "0.01"),
        ("1.5", "0.01", "0.02"),
        ("0.499", "0.01", "0.00"),
        ("-0.5", "0.01", "-0.01"),
        ("0", "131.42", "0.00"),
        ("99999999999.999", "9999999999.9999", "999999999999980000000.00"),
    ],
)
def test_an_amount_is_rounded_half_up_to_fen(quantity, standard, amount):
    assert str(expected_amount(Decimal(quantity), Decimal(standard))) == amount


@pytest.mark.parametrize(
    ("amount", "tolerance", "off"),
    [
        ("131.42", "0.01", False),
        ("131.43", "0.01", False),
        ("131.41", "0.01", False),
        ("131.44", "0.01", True),
        ("131.43", "0", True),
        ("132.42", "1", False),
        ("-131.42", "0.01", True),
    ],
)
def test_an_amount_is_off_only_beyond_the_tolerance(amount, tolerance, off):
    found = is_off(
        Decimal(1), Decimal("131.42"), Decimal(amount), tolerance=Decimal(tolerance)
    )

    assert found is off


@given(quantity=QUANTITIES, standard=STANDARDS)
def test_rounding_moves_an_amount_by_half_a_fen_at_most(quantity, standard):
    exact = Fraction(quantity) * Fraction(standard)

    moved = Fraction(expected_amount(quantity, standard)) - exact

    assert -Fraction(1, 200) < moved <= Fraction(1, 200)


@given(quantity=QUANTITIES, standard=STANDARDS, tolerance=TOLERANCES)
def test_what_the_rule_gives_is_never_off_and_a_fen_beyond_tolerance_is(
    quantity, standard, tolerance
):
    amount = expected_amount(quantity, standard)

    assert not is_off(quantity, standard, amount, tolerance=tolerance)
    assert not is_off(quantity, standard, amount + tolerance, tolerance=tolerance)
    assert is_off(quantity, standard, amount + tolerance + CENT, tolerance=tolerance)
