"""The limits that a new portal starts with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from disclosure_portal.foundation.workdays import add_working_days
from feedback.models import Complexity, DayUnit, LetterKind, LetterLimit
from feedback.shipped_limits import limits, load
from tests.work_calendars import SHIPPED

pytestmark = pytest.mark.django_db


def test_each_kind_and_complexity_has_one_with_what_it_follows() -> None:
    rows = list(limits())

    assert [(row.kind, row.complexity) for row in rows if row.basis] == [
        (row.kind, row.complexity) for row in rows
    ]
    assert {(row.kind, row.complexity) for row in rows} == {
        (kind, complexity) for kind in LetterKind for complexity in Complexity
    }
    for row in rows:
        row.full_clean()


@pytest.mark.parametrize(
    ("kind", "days", "unit"),
    [
        (LetterKind.CONSULTATION, 5, DayUnit.WORKING),
        (LetterKind.CORRECTION, 3, DayUnit.WORKING),
        (LetterKind.REPORT, 60, DayUnit.CALENDAR),
    ],
)
def test_what_binds_everywhere(kind: str, days: int, unit: str) -> None:
    load()

    row = LetterLimit.objects.get(kind=kind, complexity=Complexity.ORDINARY)
    assert (row.days, row.unit) == (days, unit)


def test_what_the_office_set_stays() -> None:
    LetterLimit.objects.create(kind=LetterKind.HELP, days=2, basis="县政府办规定")

    assert (load(), load()) == (20, 0)
    assert (
        LetterLimit.objects.get(kind=LetterKind.HELP, complexity="ordinary").days == 2
    )


def test_a_report_is_accepted_or_not_within_the_fifteen_days_of_the_law() -> None:
    days = next(
        row for row in limits() if row.kind == LetterKind.REPORT
    ).acceptance_days
    first = date(2024, 1, 1)
    for number in range(3 * 365):
        received = first + timedelta(days=number)
        end = add_working_days(received, days, SHIPPED)
        assert end <= received + timedelta(days=15), received
