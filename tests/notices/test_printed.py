"""How values of a structure read in print."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from notices.kind_pages.printed import printed, printed_table
from notices.structures.land import LAND

MONEY = Column(code="amount", label="金额", kind=Kind.MONEY)
AREA = Column(code="area", label="面积", kind=Kind.NUMBER, unit="亩", places=3)
CROP = Column(code="crop", label="作物")
STANDARD = Column(code="standard", label="标准", kind=Kind.MONEY, adds_up=False)


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (MONEY, "1234567.00", "1,234,567"),
        (MONEY, "1234567.50", "1,234,567.50"),
        (MONEY, "0.00", "0"),
        (MONEY, "93.2125", "93.2125"),
        (MONEY, "-400.00", "-400"),
        (AREA, "10.500", "10.5"),
        (AREA, "11931.002", "11,931.002"),
        (Column(code="people", label="人", kind=Kind.WHOLE), 1040, "1,040"),
        (Column(code="day", label="日", kind=Kind.DAY), "2026-03-05", "2026年3月5日"),
        (MONEY, None, ""),
        (CROP, "", ""),
    ],
)
def test_a_value_reads_as_officials_write_it(column, value, text):
    assert printed(column, value) == text


def table_of(*lines):
    table = replace(LAND.tables[0], columns=(CROP, AREA, STANDARD, MONEY))
    return printed_table(table, lines, {})


def line(crop, area, amount, standard="1.00"):
    return {"crop": crop, "area": area, "amount": amount, "standard": standard}


def test_points_of_a_column_stand_one_under_another():
    shown = table_of(line("稻", "2.500", "10.00"), line("麦", "3.125", "10.05"))

    areas = [
        row["cells"][1]["value"] for row in [*shown["lines"], {"cells": shown["sums"]}]
    ]
    amounts = [row["cells"][3]["value"] for row in shown["lines"]]
    assert areas == ["2.500", "3.125", "5.625"]
    assert amounts == ["10.00", "10.05"]


def test_what_does_not_add_up_has_no_sum():
    shown = table_of(line("稻", "1.000", "1.00"), line("麦", "1.000", "2.00"))

    assert [cell["value"] for cell in shown["sums"]] == ["", "2", "", "3"]


def test_a_single_line_has_no_sum():
    assert table_of(line("稻", "1.000", "1.00"))["sums"] == []


def test_a_column_that_holds_nothing_is_not_shown():
    shown = table_of(line("", "1.000", "1.00"), line("", "1.000", None))

    assert [heading["code"] for heading in shown["headings"]] == [
        "area",
        "standard",
        "amount",
    ]
