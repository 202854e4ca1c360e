"""Where recipients live, as lists say it: no township guessed, village and group apart
or in one cell."""

from __future__ import annotations

from typing import Any

import pytest

from directories.models import AgencyKind
from notices.recipient_checks import Rules, findings_of
from notices.recipients import RefusedLines, take_lines
from notices.structures.registry import structure_of
from tests.factories import agency
from tests.factories.subsidies import PEOPLE, list_of, payment_draft, subsidy_draft

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
