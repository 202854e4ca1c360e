from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start
from disclosure_portal.foundation.models import User
from supervision.marking import Given, hand_in, missing_marks, put_mark
from supervision.models import (
    Checklist,
    InspectionRound,
    Mark,
    RoundUnit,
    ScoreSheet,
    SheetKind,
    UnitRating,
)
from supervision.objecting import object_to
from supervision.rating import close_sheets, publish_ratings
from supervision.round_preparing import Particulars, assign, prepare, set_units
from supervision.round_running import open_round

from .directories import agency, county, member
from .supervision_checklists import overseer, published_checklist

# Marks of supervision_checklists.BRANCHES that give 9 + 26 + 54 points.
MARKS: Mapping[str, str] = {"1.1": "9", "1.2": "2", "2.1": "90"}


def inspector(unit: Agency | None = None) -> User:
    """One who scores units, with a seat at the county unless said otherwise."""
    return member(Role.INSPECTOR, unit or county(), is_staff=True)


def prepared_round(
    units: int = 2,
    *,
    checklist: Checklist | None = None,
    agencies: Collection[Agency] = (),
    **fields: Any,
) -> InspectionRound:
    given = {
        "title": "2026年年终考核",
        "checklist": checklist or published_checklist(),
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 10, 31),
    }
    made = prepare(Particulars(**{**given, **fields}), by=overseer())
    groups = {"": agencies or [agency() for _each in range(units)]}
    set_units(made, groups, by=overseer())
    return made


def assigned_round(units: int = 2, **fields: Any) -> InspectionRound:
    """Each unit has an inspector, one for all."""
    round_ = prepared_round(units, **fields)
    one = inspector()
    for unit in round_.units.select_related("agency", "round"):
        assign(unit, [one], by=overseer())
    return round_


def running_round(units: int = 2, **fields: Any) -> InspectionRound:
    round_ = assigned_round(units, **fields)
    open_round(round_, by=overseer())
    second = inspector()
    for unit in round_.units.filter(is_sampled=True).select_related("agency", "round"):
        assign(unit, [second], kind=SheetKind.SECOND, by=overseer())
    return round_


def open_round_for_themselves(units: int = 2, **fields: Any) -> InspectionRound:
    """Units assess themselves first."""
    round_ = assigned_round(units, self_due_on=date(2026, 10, 31), **fields)
    open_round(round_, by=overseer())
    return round_


def first_unit(round_: InspectionRound) -> RoundUnit:
    return round_.units.select_related("agency").order_by("pk")[0]


def after_objections(round_: InspectionRound) -> Any:
    """The morning after the last day for objections."""
    assert round_.object_until is not None
    return clock.frozen_at(day_start(round_.object_until + timedelta(days=1)))


def sheet_of(unit: RoundUnit, kind: str = SheetKind.FIRST) -> ScoreSheet:
    return ScoreSheet.objects.select_related(
        "unit__round__checklist", "unit__agency"
    ).get(unit=unit, kind=kind)


def marker_of(sheet: ScoreSheet) -> User:
    found = sheet.inspectors.first()
    return found or member(Role.EDITOR, sheet.unit.agency)


def put(sheet: ScoreSheet, code: str, value: str | None, **more: Any) -> Mark:
    """A mark in place of whichever stands there."""
    indicator = sheet.unit.round.checklist.indicators.get(code=code)
    known = sheet.marks.filter(indicator=indicator).first()
    given = Given(value=None if value is None else Decimal(value), **more)
    return put_mark(
        sheet,
        indicator,
        given,
        version=known.version if known else 0,
        by=marker_of(sheet),
    )


def filled_sheet(
    sheet: ScoreSheet, marks: Mapping[str, str] = MARKS, *, handed_in: bool = True
) -> ScoreSheet:
    for code, value in marks.items():
        put(sheet, code, value)
    if handed_in:
        assert not missing_marks(sheet)
        hand_in(sheet, by=marker_of(sheet))
    return sheet


def provisional_round(units: int = 2, **fields: Any) -> InspectionRound:
    """Each unit after the first has a fault more."""
    round_ = running_round(units, **fields)
    for number, unit in enumerate(round_.units.order_by("pk")):
        marks = {**MARKS, "1.2": str(2 + number)}
        for kind in ScoreSheet.objects.filter(unit=unit).exclude(kind=SheetKind.SELF):
            filled_sheet(sheet_of(unit, kind.kind), marks)
    close_sheets(round_, by=overseer())
    return round_


def published_round(units: int = 2, **fields: Any) -> InspectionRound:
    round_ = provisional_round(units, **fields)
    with after_objections(round_):
        publish_ratings(round_, by=overseer())
    return round_


def objection(rating: UnitRating, code: str = "1.2", text: str = "人员已到位。") -> Any:
    indicator = rating.unit.round.checklist.indicators.get(code=code)
    clerk = member(Role.EDITOR, rating.unit.agency)
    return object_to(rating, indicator, text, by=clerk)
