"""Sums as the unit states them: both ways against the list, and no total among them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from notices.line_sheets import ReadSheet, keep_sheet, read_or_drop, take_sheet
from notices.models import Notice, SubsidySum
from notices.recipient_submission import SumsDisagree
from notices.review import submit
from notices.sheet_targets import SheetTarget, target_of
from tests.factories.subsidies import PEOPLE, payment_draft, subsidy_draft
from tests.sheets import workbook

pytestmark = pytest.mark.django_db

HEADINGS = ("乡镇", "村", "户数", "面积(亩)", "金额(元)")
SHIPAN = ("石盘镇", None, 2, 5.5, 530.75)
HUAIYIN = ("槐荫镇", None, 1, 10, 965)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def state(notice: Notice, *rows: tuple[str, str, str]) -> Notice:
    SubsidySum.objects.bulk_create(
        SubsidySum(
            notice=notice,
            position=number,
            township=township,
            village=village,
            amount=Decimal(amount),
        )
        for number, (township, village, amount) in enumerate(rows, start=1)
    )
    return notice


def refusal_of(notice: Notice) -> str:
    with pytest.raises(SumsDisagree) as refused:
        submit(notice, by=notice.author)
    return str(refused.value)


def sums_table(notice: Notice) -> SheetTarget:
    target = target_of(notice.kind, "sums")
    assert target is not None
    return target


def upload(notice: Notice, *rows: tuple[Any, ...]) -> ReadSheet:
    target = sums_table(notice)
    content = workbook([HEADINGS, *rows])
    kept = keep_sheet(
        notice, target, file_name="汇总.xlsx", chunks=[content], by=notice.author
    )
    return read_or_drop(kept, target)


# --- Against the list ---------------------------------------------------------------


def test_a_township_of_the_list_that_nobody_stated_is_named():
    text = refusal_of(state(subsidy_draft(), ("石盘镇", "", "530.75")))

    assert "槐荫镇" in text
    assert "965.00" in text
    assert "石盘镇" not in text


def test_a_village_of_the_list_is_asked_for_where_its_township_states_villages():
    first, second, third = PEOPLE
    notice = subsidy_draft(first, {**second, "village": "柳村"}, third)

    text = refusal_of(
        state(notice, ("石盘镇", "堰口村", "337.75"), ("槐荫镇", "", "965"))
    )

    assert "石盘镇柳村" in text
    assert "橘园村" not in text


def test_recipients_without_a_village_are_missing_among_the_stated_villages():
    first, second, third = PEOPLE
    notice = subsidy_draft(first, {**second, "village": ""}, third)

    text = refusal_of(
        state(notice, ("石盘镇", "堰口村", "337.75"), ("槐荫镇", "", "965"))
    )

    assert "193.00" in text


def test_townships_may_be_stated_by_their_villages():
    notice = state(
        subsidy_draft(), ("石盘镇", "堰口村", "530.75"), ("槐荫镇", "橘园村", "965")
    )

    submit(notice, by=notice.author)


# --- A total among the townships ----------------------------------------------------

TOTALS = ["全县", "合计", "全县合计", "总 计", "清源县"]
AGREE = ("石盘镇", "", "530.75"), ("槐荫镇", "", "965")


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_that_is_off_is_held_against_the_whole(name):
    text = refusal_of(state(subsidy_draft(), *AGREE, (name, "", "1495.76")))

    assert "1,495.76" in text
    assert "1,495.75" in text


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_that_agrees_is_no_township_either(name):
    text = refusal_of(state(payment_draft(), *AGREE, (name, "", "1495.75")))

    assert name in text


@pytest.mark.parametrize("name", ["全县", "清源县"])
def test_a_total_in_a_sheet_is_checked_and_left_out(name):
    notice = payment_draft()

    sheet = upload(notice, SHIPAN, HUAIYIN, (name, None, 3, 15.5, 1495.75))
    take_sheet(notice, sums_table(notice), by=notice.author, token=sheet.token)

    (remark,) = sheet.faults
    assert not remark.is_error
    assert "4" in remark.message
    stated = SubsidySum.objects.filter(notice=notice).order_by("position")
    assert [row.township for row in stated] == ["石盘镇", "槐荫镇"]


@pytest.mark.parametrize(
    "total", [("全县", None, 3, 15.5, 1495.76), ("全县", None, 4, None, 1495.75)]
)
def test_a_total_in_a_sheet_that_is_off_keeps_all_out(total):
    sheet = upload(payment_draft(), total, SHIPAN, HUAIYIN)

    assert [(fault.number, fault.is_error) for fault in sheet.faults] == [(0, True)]
    assert not sheet.may_be_taken


def test_a_total_alone_is_no_sum_by_township():
    assert not upload(payment_draft(), ("全县", None, 3, 15.5, 1495.75)).may_be_taken


def test_a_total_does_not_count_villages_twice():
    village = ("石盘镇", "堰口村", 2, 5.5, 530.75)

    sheet = upload(
        payment_draft(), SHIPAN, village, HUAIYIN, ("全县", None, 3, 15.5, 1495.75)
    )

    assert sheet.may_be_taken
