"""Sub-items of a fee list take from the item above them what they leave out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from disclosure_portal.foundation.spreadsheets.units import unit_of_heading
from notices.fee_rows import arranged, priced

LAW = "计价格〔1999〕466号"


def row(
    number: str, item: str, bases: str = "", standard: str = "80元"
) -> dict[str, Any]:
    return {"number": number, "item": item, "bases": bases, "standard": standard}


def told(*rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (each.values["item"], each.values.get("sub_item"), each.values["bases"])
        for each in arranged(rows)
    ]


def test_a_sub_item_by_its_number_bears_the_name_and_basis_of_its_item():
    assert told(
        row("2", "签证费", LAW), row("2（1）", "代办签证"), row("2.2", "代填申请表")
    ) == [
        ("签证费", None, LAW),
        ("签证费", "代办签证", LAW),
        ("签证费", "代填申请表", LAW),
    ]


def test_among_them_means_the_item_above():
    found = told(row("1", "认证费", LAW), row("", "其中：加急"), row("3", "学费", LAW))

    assert found == [
        ("认证费", None, LAW), ("认证费", "加急", LAW), ("学费", None, LAW),
    ]  # fmt: skip


def test_an_item_with_nothing_of_its_own_heads_its_sub_items_and_is_no_line():
    found = arranged(
        [row("2", "签证费", standard=""), row("2(1)", "代办", LAW), row("2(2)", "代填")]
    )

    assert [(each.number, each.headed_by) for each in found] == [(1, 0), (2, None)]
    assert [each.bases_of for each in found] == [None, 1]
    assert all(each.values["bases"] == LAW and not each.lacks for each in found)


def test_an_item_without_sub_items_lacks_what_it_leaves_out():
    (found,) = arranged([row("2", "签证费", standard="")])

    assert found.lacks == ("standard", "bases")


def test_a_sub_item_without_an_item_above_stands_alone():
    assert told(row("9(1)", "住宿费", LAW)) == [("住宿费", None, LAW)]


@pytest.mark.parametrize("mark", ["(1)", "（一）", "①", "1.", "1、"])
@pytest.mark.parametrize("merged", ["", "1"])
def test_a_mark_before_the_name_makes_a_sub_item_of_the_numbered_item_above(
    mark, merged
):
    found = told(
        row("1", "号牌工本费", LAW, standard=""),
        row(merged, f"{mark}汽车反光号牌"),
        row("", f"{mark} 挂车"),
        row("2", "学费", LAW),
    )

    assert found == [
        ("号牌工本费", "汽车反光号牌", LAW),
        ("号牌工本费", "挂车", LAW),
        ("学费", None, LAW),
    ]


def test_marks_number_the_items_of_a_list_without_numbers():
    assert told(row("", "1.签证费", LAW), row("", "2.学费", LAW)) == [
        ("1.签证费", None, LAW),
        ("2.学费", None, LAW),
    ]


@pytest.mark.parametrize(
    ("heading", "written", "amount", "words", "charged_by"),
    [
        ("征收标准(元)", "80", Decimal(80), "80", ""),
        ("标准(元/件)", "1,200.5", Decimal("1200.5"), "1,200.5", "件"),
        ("标准(万元)", "1.5", Decimal(15000), "1.5万元", ""),
        ("标准(元)", "价款的20%", None, "价款的20%", ""),
        ("标准", "80", None, "80", ""),
    ],
)
def test_a_plain_number_is_money_where_its_heading_says_so(
    heading, written, amount, words, charged_by
):
    _text, unit = unit_of_heading(heading)

    found = priced({"standard": written}, unit)

    assert (found.get("amount"), found["standard"]) == (amount, words)
    assert found.get("unit_of_charge", "") == charged_by
