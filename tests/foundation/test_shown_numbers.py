"""Figures of opened spreadsheets stand as their cells show them, or plainly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.spreadsheets.number_formats import format_of
from disclosure_portal.foundation.spreadsheets.shown_numbers import (
    hides_text,
    shown_day,
    shown_number,
)

ACCOUNT = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("99999.5", "#,##0", "100,000"),
        ("-0.001", "0.00", "0.00"),
        ("7", "000", "007"),
        ("12", "0.0##", "12.0"),
        ("0.285", "0.0%", "28.5%"),
        ("13", "[$¥-804]#,##0.00", "¥13.00"),
        ("-1234.5", "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
        ("-5", ACCOUNT, "-5.00"),
        ("0", ACCOUNT, "-"),
        ("7", '0"亩"', "7亩"),
        ("7.5", 'General"元"', "7.5元"),
        ("7.5", "G/通用格式", "7.5"),
        ("12345678", '0!.0,"万元"', "1234.6万元"),
        ("12345678", '0.00,,"百万"', "12.35百万"),
        ("4008123123", "000-000-0000", "400-812-3123"),
        ("5", ";;;", ""),
        ("5", "@", "5"),
    ],
)
def test_a_number_stands_as_its_cell_shows_it(value, code, shown):
    assert shown_number(Decimal(value), code) == shown


@pytest.mark.parametrize(
    "code",
    [
        "",
        "# ?/?",
        "[DBNum1]0",
        '[>3]"高";"低"',
        "0.00E+00",
        "[h]:mm",
        "0" * 300,
        "0.0.0",
    ],
)
def test_a_format_that_is_not_read_leaves_the_plain_number(code):
    assert shown_number(Decimal("1.5"), code) is None


def test_a_number_of_three_hundred_digits_ends_nothing():
    assert shown_number(Decimal("1e300"), "#,##0.00") is None


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.text('0#?.,%;"!_-¥[]@E+/元', max_size=20),
)
def test_no_format_raises(value, code):
    shown = shown_number(value, code)

    assert shown is None or isinstance(shown, str)


@given(st.integers(min_value=0, max_value=10**14))
def test_groups_of_three_are_those_of_python(value):
    assert shown_number(Decimal(value), "#,##0") == f"{value:,}"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"d"日"', "2026年3月5日"),
        ('[$-804]yyyy"年"m"月";@', "2026年3月"),
        ("yyyy/m/d", "2026/3/5"),
        ("yyyy.mm", "2026.03"),
        ("yyyy年m月d日 aaaa", "2026年3月5日 星期四"),
        ("m/d/yy", None),
        ("[$-F800]dddd, mmmm dd, yyyy", None),
        ("[DBNum1]yyyy年m月", None),
        ("h:mm", None),
        ("", None),
    ],
)
def test_a_day_stands_as_its_cell_shows_it_where_that_is_clear(code, shown):
    assert shown_day("2026-03-05", code) == shown


def test_a_day_with_a_time_stands_whole():
    assert shown_day("2026-03-05 08:30", "yyyy年m月d日") is None


def test_only_a_fourth_empty_part_hides_words():
    assert hides_text(";;;")
    assert not hides_text(";;")
    assert not hides_text(ACCOUNT)
    assert not hides_text("@")


def test_formats_without_a_code_are_known_by_their_number():
    assert format_of(4).code == "#,##0.00"
    assert format_of(31).code == "yyyy年m月d日"
    assert format_of(14).code == ""
    assert format_of(0).code == ""
    assert format_of(200, "@").code == ""
    assert format_of(200, '0.0"亩"').code == '0.0"亩"'
