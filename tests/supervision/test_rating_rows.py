"""Rows of ratings: written in bulk, again in place, and after an objection as if all
had been rated anew."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.marking import Given, UnfitMark
from supervision.models import InspectionRound, RoundStatus, SheetStatus, UnitRating
from supervision.objecting import uphold
from supervision.rating import close_sheets, name_model_units, reopen_sheets
from supervision.rating_rows import FIGURES, rate

from ..factories.inspections import (
    MARKS,
    filled_sheet,
    marker_of,
    objection,
    provisional_round,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import overseer, published_checklist

pytestmark = pytest.mark.django_db
QUOTAS = {"grading": {"quotas": [{"grade": "优秀", "number": 1}], "lowest": "合格"}}
BANDS = {"grading": {"bands": [{"grade": "优秀", "lowest": "90"}], "lowest": "合格"}}


def told(round_):
    """Everything but the moment."""
    names = [name for name in FIGURES if name != "scored_at"]
    rows = UnitRating.objects.filter(unit__round=round_).order_by("unit")
    return list(rows.values_list("pk", "is_model", *names))


def filled_round(units):
    round_ = running_round(units)
    for unit in round_.units.all():
        filled_sheet(sheet_of(unit), MARKS)
    return round_


def grades(round_):
    rows = UnitRating.objects.filter(unit__round=round_).order_by("unit")
    return list(rows.values_list("rank", "grade"))


@pytest.mark.parametrize("choices", [QUOTAS, BANDS], ids=["quotas", "bands"])
def test_after_an_objection_all_stands_as_if_rated_anew(choices):
    round_ = provisional_round(3, checklist=published_checklist(choices=choices))
    before = grades(round_)
    last = UnitRating.objects.latest("unit_id")
    given = Given(value=Decimal(0))

    uphold(objection(last), "属实。", given, by=overseer())

    after = told(round_)
    assert grades(round_) != before
    assert grades(round_)[-1][0] == 1
    rate(InspectionRound.objects.get(pk=round_.pk), by=overseer())
    assert told(round_) == after


def test_with_a_quota_the_line_of_the_grade_goes_with_it():
    round_ = provisional_round(2, checklist=published_checklist(choices=QUOTAS))
    first, last = UnitRating.objects.order_by("unit_id")
    assert [line["particulars"]["grade"] for line in first.lines[-1:]] == ["优秀"]

    uphold(objection(last), "属实。", Given(value=Decimal(0)), by=overseer())

    first.refresh_from_db()
    quota = [line for line in first.lines if line["rule"] == "quota"]
    assert [line["particulars"]["grade"] for line in quota] == ["合格"]
    assert (first.rank, first.grade) == (2, "合格")
    assert round_.units.count() == 2


def test_sheets_closed_a_second_time_write_the_same_rows_again():
    round_, office = provisional_round(2), overseer()
    first = UnitRating.objects.earliest("unit_id")
    name_model_units(round_, [first.unit.agency_id], by=office)
    before = told(round_)

    reopen_sheets(round_, "漏记一处。", by=office)
    close_sheets(round_, by=office)

    assert told(round_) == before
    assert before[0][1]


@pytest.mark.parametrize(
    ("ties", "ranks"), [("1224", [1, 2, 2, 4]), ("1223", [1, 2, 2, 3])]
)
def test_units_with_one_total_share_a_rank(ties, ranks):
    checklist = published_checklist(choices={"ties": ties})
    round_ = running_round(4, checklist=checklist)
    faults = ("0", "2", "2", "5")
    for unit, count in zip(round_.units.order_by("pk"), faults, strict=True):
        filled_sheet(sheet_of(unit), {**MARKS, "1.2": count})

    close_sheets(round_, by=overseer())

    assert [rank for rank, _grade in grades(round_)] == ranks


def test_a_unit_to_which_nothing_applies_is_named_and_nothing_is_written():
    round_ = running_round(2)
    first, last = round_.units.order_by("pk")
    filled_sheet(sheet_of(first))
    sheet = sheet_of(last)
    for code in MARKS:
        put(sheet, code, None, is_applicable=False)
    # As one that came before handing in asked for a score.
    sheet.move(SheetStatus.HANDED_IN, by=marker_of(sheet))

    with pytest.raises(UnfitMark) as unfit:
        close_sheets(round_, by=overseer())

    assert str(last.agency) in str(unfit.value)
    assert str(first.agency) not in str(unfit.value)
    round_.refresh_from_db()
    assert round_.status == RoundStatus.SCORING
    assert not UnitRating.objects.exists()


def test_closing_asks_as_often_for_many_units_as_for_few():
    few, many = filled_round(1), filled_round(4)
    close_sheets(filled_round(1), by=overseer())  # lays out what is held

    counts = []
    for round_ in (few, many):
        office = overseer()
        with CaptureQueriesContext(connection) as queries:
            close_sheets(round_, by=office)
        counts.append(len(queries))

    assert counts[0] == counts[1]
