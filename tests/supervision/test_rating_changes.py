"""A unit's rating beside its last one under the same kind of checklist."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supervision.models import Checklist, UnitRating
from supervision.rating import close_sheets, publish_ratings
from supervision.round_preparing import Particulars, assign, prepare, set_units
from supervision.round_running import open_round

from ..factories import agency
from ..factories.inspections import (
    after_objections,
    filled_sheet,
    inspector,
    sheet_of,
)
from ..factories.supervision_checklists import BRANCHES, overseer, published_checklist

pytestmark = pytest.mark.django_db
THEN: dict[str, Any] = {"first_day": date(2025, 1, 1), "last_day": date(2025, 10, 31)}
NOW: dict[str, Any] = {"first_day": date(2026, 1, 1), "last_day": date(2026, 10, 31)}
GOOD = {"1.1": "9", "1.2": "2", "2.1": "90"}  # 9 + 26 + 54
BETTER = {"1.1": "10", "1.2": "2", "2.1": "100"}  # 10 + 26 + 60
WORSE = {"1.1": "9", "1.2": "12", "2.1": "90"}  # 9 + 6 + 54


def rated(
    checklist: Checklist, marks, *, publish: bool = True, **days: Any
) -> UnitRating:
    """The first of the units, published with the others; marks by unit."""
    office = overseer()
    given: dict[str, Any] = {
        "title": f"{days['last_day'].year}年考核",
        "checklist": checklist,
    }
    round_ = prepare(Particulars(**given, **days), by=office)
    set_units(round_, {"": list(marks)}, by=office)
    one = inspector()
    for unit in round_.units.select_related("agency", "round"):
        assign(unit, [one], by=office)
    open_round(round_, by=office)
    for unit in round_.units.select_related("agency"):
        filled_sheet(sheet_of(unit), marks[unit.agency])
    close_sheets(round_, by=office)
    if publish:
        with after_objections(round_):
            publish_ratings(round_, by=overseer())
    first = next(iter(marks))
    return UnitRating.objects.select_related("unit__round").get(
        unit__round=round_, unit__agency=first
    )


@pytest.fixture
def unit():
    return agency("民政局")


@pytest.fixture
def other():
    return agency("水利局")


def change_of(client, rating):
    return client.get(rating.get_absolute_url()).context["change"]


def rows_of(change):
    return {row.what: (row.before, row.now, row.change) for row in change.rows}


def test_total_grade_rank_and_each_dimension_stand_beside_the_last(client, unit, other):
    checklist = published_checklist()
    rated(checklist, {unit: WORSE, other: GOOD}, **THEN)
    now = rated(checklist, {unit: BETTER, other: GOOD}, **NOW)

    change = change_of(client, now)

    rows = rows_of(change)
    assert change.reasons == []
    assert rows["总分"] == ("69", "96", "+27")
    assert rows["等次"] == ("一般", "优秀", "等次有变")
    assert rows["组内名次"] == ("2", "1", "上升 1 位")
    assert rows["组织领导"] == ("15 / 40", "36 / 40", "+21")
    assert rows["政务公开"] == ("54 / 60", "60 / 60", "+6")
    assert "上升 1 位" in client.get(now.get_absolute_url()).text


def test_what_stayed_and_what_fell_is_said(client, unit, other):
    checklist = published_checklist()
    rated(checklist, {unit: GOOD, other: WORSE}, **THEN)
    now = rated(checklist, {unit: WORSE, other: GOOD}, **NOW)

    rows = rows_of(change_of(client, now))

    assert rows["总分"][2] == "−20"
    assert rows["组内名次"][2] == "下降 1 位"
    assert rows["政务公开"][2] == "持平"


def test_a_unit_that_was_never_rated_so_has_no_such_section(client, unit):
    rated(published_checklist(), {unit: GOOD}, **THEN)
    now = rated(published_checklist(), {unit: GOOD}, **NOW)

    assert change_of(client, now) is None
    assert "与上次相比" not in client.get(now.get_absolute_url()).text


def test_what_is_not_published_yet_is_no_last_time(client, unit):
    checklist = published_checklist()
    rated(checklist, {unit: WORSE}, publish=False, **THEN)
    now = rated(checklist, {unit: GOOD}, **NOW)

    assert change_of(client, now) is None


def next_version(old: Checklist, indicators) -> Checklist:
    return published_checklist(code=old.code, year=2027, indicators=indicators)


def test_by_another_version_nothing_is_subtracted_and_the_changes_are_named(
    client, unit, django_assert_num_queries
):
    old = published_checklist()
    rated(old, {unit: WORSE}, **THEN)
    first = BRANCHES[0]
    fewer = {**first["children"][1], "parameters": {"each": "3", "most": "30"}}
    new = next_version(
        old,
        [{**first, "children": [first["children"][0], fewer]}, *BRANCHES[1:]],
    )
    now = rated(new, {unit: GOOD}, **NOW)

    change = change_of(client, now)

    assert len(change.reasons) == 1
    assert old.title in change.reasons[0]
    assert change.altered == ["1.2 信息员（变更）"]
    assert {row.change for row in change.rows} == {""}
    assert rows_of(change)["总分"][:2] == ("69", "87")
    assert "1.2 信息员" in client.get(now.get_absolute_url()).text


def test_the_same_list_of_another_year_can_be_compared(client, unit):
    old = published_checklist()
    rated(old, {unit: WORSE}, **THEN)
    now = rated(next_version(old, BRANCHES), {unit: GOOD}, **NOW)

    change = change_of(client, now)

    assert change.reasons == []
    assert rows_of(change)["总分"][2] == "+20"


def test_without_a_score_last_time_the_page_says_so(client, unit):
    checklist = published_checklist()
    then = rated(checklist, {unit: GOOD}, **THEN)
    now = rated(checklist, {unit: GOOD}, **NOW)
    UnitRating.objects.filter(pk=then.pk).update(total=None, rank=None, grade="")

    rows = rows_of(change_of(client, now))

    assert rows["总分"] == ("不计分", "89", "")


def test_a_dimension_of_another_maximum_is_not_subtracted(client, unit):
    checklist = published_checklist()
    then = rated(checklist, {unit: GOOD}, **THEN)
    now = rated(checklist, {unit: GOOD}, **NOW)
    parts = [[*part[:3], "35"] if part[0] == "1" else part for part in then.parts]
    UnitRating.objects.filter(pk=then.pk).update(parts=parts)

    change = change_of(client, now)

    assert rows_of(change)["组织领导"] == ("35 / 35", "35 / 40", "")
    assert len(change.reasons) == 1


def test_the_page_asks_as_often_for_many_units_as_for_few(
    client, unit, django_assert_num_queries
):
    few, many = published_checklist(), published_checklist()
    first = {}
    for checklist, units in ((few, [unit]), (many, [unit, *map(agency, "甲乙丙丁")])):
        marks = dict.fromkeys(units, GOOD)
        rated(checklist, marks, **THEN)
        first[checklist] = rated(checklist, marks, **NOW).get_absolute_url()
    client.get(first[few])

    with django_assert_num_queries(QUERIES):
        client.get(first[few])
    with django_assert_num_queries(QUERIES):
        client.get(first[many])


QUERIES = 7
