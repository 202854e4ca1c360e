"""Where recipients live, as lists say it: no township guessed, village and group apart
or in one cell."""

from __future__ import annotations

from typing import Any

import pytest

from directories.models import AgencyKind
from notices.lookup_keys import keys_for, lookup_key
from notices.models import CheckKind
from notices.own_line import lines_of
from notices.recipient_checks import Rules, check_of, findings_of, places_of
from notices.recipient_identity import below_township
from notices.recipients import RefusedLines, take_lines
from notices.structures.registry import structure_of
from tests.factories import agency
from tests.factories.subsidies import (
    PEOPLE,
    list_of,
    payment_draft,
    programme,
    published_subsidy,
    subsidy_draft,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = PEOPLE


def without_township(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "township": ""}


# --- Townships ----------------------------------------------------------------------


def test_rows_below_a_township_that_is_written_once_are_named_and_not_guessed():
    rows = [FIRST, without_township(SECOND), THIRD]

    (found,) = findings_of(rows, Rules())

    assert (found.row, found.column, found.is_fault) == (2, "township", True)


def test_such_a_list_is_not_taken_in():
    notice = payment_draft()

    with pytest.raises(RefusedLines):
        take_lines(notice, [FIRST, without_township(SECOND)], by=notice.author)


def test_a_townships_own_list_may_leave_its_name_out_here_and_there():
    unit = agency("清源县石盘镇人民政府", short_name="石盘镇", kind=AgencyKind.TOWNSHIP)

    notice = subsidy_draft(FIRST, without_township(SECOND), unit=unit)

    assert [row["township"] for row in list_of(notice).townships] == ["石盘镇"]


def test_a_list_without_townships_has_no_sum_without_a_name():
    notice = subsidy_draft(*map(without_township, PEOPLE))

    structure = structure_of(notice)

    assert structure is not None
    assert structure["townships"] == []
    assert structure["list"]["count"] == 3


# --- Village and group --------------------------------------------------------------

BY_PLACE = Rules(check_length=None)
APART = {**FIRST, "check": None}
SAID = {
    "apart": {"village": "堰口村", "group": "三组"},
    "in the group's cell": {"village": "", "group": "堰口村三组"},
    "in the village's cell": {"village": "堰口村三组", "group": ""},
    "with a space": {"village": "", "group": "堰口村 三组"},
    "below the township": {"village": "", "group": "石盘镇堰口村三组"},
    "a village below the township": {"village": "石盘镇堰口村", "group": "三组"},
    "the village twice": {"village": "堰口村", "group": "堰口村三组"},
    "no township's column": {
        "township": "", "village": "", "group": "石盘镇堰口村三组",
    },
}  # fmt: skip


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_village_and_group_make_one_key_however_the_list_says_them(said):
    row = {**APART, **said}

    assert findings_of([row], BY_PLACE) == []
    assert places_of(row) == ("堰口村", "三组")
    assert check_of(row, BY_PLACE) == check_of(APART, BY_PLACE)


@pytest.mark.parametrize(
    ("village", "group"),
    [
        ("", "三组"),
        ("堰口村", ""),
        ("堰口村", "堰口村"),
        ("", "堰口村委会"),
        ("堰口村村委会", ""),
        ("", "第三村民小组"),
        ("", ""),
    ],
)
def test_half_a_place_is_too_little_to_be_asked_for(village, group):
    row = {**APART, "village": village, "group": group}

    assert [each.code for each in findings_of([row], BY_PLACE)] == ["missing_place"]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("槐荫社区一组", ("槐荫社区", "一组")),
        ("堰口村第三村民小组", ("堰口村", "第三村民小组")),
        ("新乡村三组", ("新乡村", "三组")),
        ("石盘镇社区一组", ("石盘镇社区", "一组")),
    ],
)
def test_a_cell_of_both_is_divided_behind_the_village(said, places):
    assert places_of({"township": "石盘镇", "group": said}) == places


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("石盘镇堰口村三组", "堰口村三组"),
        ("清源县石盘镇堰口村三组", "堰口村三组"),
        ("石盘镇 堰口村 三组", "堰口村 三组"),
        ("城关街道槐荫社区一组", "槐荫社区一组"),
        ("石盘镇新乡村三组", "新乡村三组"),
        ("堰口村三组", "堰口村三组"),
        ("石盘镇社区一组", "石盘镇社区一组"),
        ("东乡村三组", "东乡村三组"),
        ("990421197001010017", "990421197001010017"),
    ],
)
def test_a_township_is_taken_off_what_is_typed(typed, found):
    assert below_township(typed) == found


def test_the_keys_are_as_many_whatever_is_typed():
    with_township = keys_for("钟厚朴", "石盘镇堰口村三组")

    assert len(with_township) == len(keys_for("钟厚朴", "010017"))
    assert lookup_key("钟厚朴", "堰口村三组") in with_township


@pytest.mark.parametrize("typed", ["堰口村三组", "石盘镇堰口村三组", "堰口村 三组"])
def test_a_line_of_a_list_with_one_cell_for_both_is_found(typed):
    paid_by = programme(check_kind=CheckKind.NONE, check_length=0)
    row = {**APART, **SAID["in the group's cell"]}
    notice = published_subsidy(row, paid_by=paid_by)

    (line,) = lines_of("钟厚朴", typed).lines

    assert (line["line_village"], line["line_group"]) == ("堰口村", "三组")
    assert list_of(notice).count == 1
