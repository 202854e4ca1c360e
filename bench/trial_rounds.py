"""A step of bench.trial: townships are marked by a real checklist as inspectors do it,
and their totals held against sums made here from the file alone."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from directories.models import Agency, Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start
from disclosure_portal.foundation.models import User
from supervision.checklist_document import base_points
from supervision.checklist_drafting import confirm_proposals, set_choices
from supervision.checklist_publishing import publish
from supervision.checklist_tree import leaves, written
from supervision.marking import Given, hand_in, put_mark
from supervision.models import (
    Checklist,
    InspectionRound,
    RoundUnit,
    SheetKind,
    UnitRating,
)
from supervision.rating import close_sheets, publish_ratings
from supervision.round_preparing import Particulars, assign, prepare, set_units
from supervision.round_running import open_round
from supervision.stored_trees import document_of

from .trial_site import open_page

ROOT, UNITS = "000000", "130000-01"
# Item 12 loses 2 points for each river that failed; 21 goes with a rate; 六 gives what
# was won in praise. Everything else is points given.
FAULTS, RATE, PRAISE = "12", "21", "六"
TOWNS = 4
YEAR = (date(2018, 1, 1), date(2018, 12, 31))
GRADES = {
    "bands": [{"grade": "优秀", "lowest": "90"}, {"grade": "合格", "lowest": "60"}],
    "lowest": "不合格",
}
PAGE = 8

Row = dict[str, str]


def offices() -> None:
    """Two who run inspections, and an inspector."""
    root = Agency.objects.get(code=ROOT)
    for name, role in (
        ("office", Role.OVERSEER),
        ("second", Role.OVERSEER),
        ("inspector", Role.INSPECTOR),
    ):
        user = User.objects.create(username=f"trial-{name}", name=name)
        Membership.objects.create(user=user, agency=root, role=role)


def rounds(file: str, answer: str) -> None:
    checklist = Checklist.objects.get()
    office, other = map(_person, ("office", "second"))
    confirm_proposals(checklist, version=checklist.content_version, by=office)
    checklist.refresh_from_db()
    choices = {"grading": GRADES}
    set_choices(checklist, choices, version=checklist.content_version, by=office)
    checklist.refresh_from_db()
    publish(checklist, version=checklist.content_version, by=other)
    rows = _rows(file)
    round_ = _marked(checklist, rows, office)
    _published(round_, other)
    rated = UnitRating.objects.select_related("unit__round", "unit__agency")
    ratings = list(rated.order_by("unit"))
    document = document_of(checklist)
    found = list(leaves(document.branches))
    facts = {
        "points": written(base_points(document)),
        "sections": [written(branch.points) for branch in document.branches],
        "indicators": len(found),
        "kinds": dict(sorted(Counter(each.kind or "credit" for each in found).items())),
        "off": list(_wrong(ratings, rows)),
        "digest": _digest(ratings),
        "pages": [
            open_page("checklist", checklist.get_absolute_url(), PAGE),
            open_page("round", round_.get_absolute_url(), PAGE),
            open_page("rating", ratings[0].get_absolute_url(), PAGE),
        ],
    }
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


def _person(name: str) -> User:
    return User.objects.get(username=f"trial-{name}")


def _rows(file: str) -> list[Row]:
    """What has points and is scored: numbered items, and sections without any."""
    with open(file, encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["序号"]]
    return [
        row
        for row, after in zip(rows, [*rows[1:], None], strict=True)
        if row["序号"].isdigit() or after is None or not after["序号"].isdigit()
    ]


def _code(row: Row) -> str:
    return row["序号"].rstrip("、")


# --- Marking ------------------------------------------------------------------------


def _marked(checklist: Checklist, rows: list[Row], office: User) -> InspectionRound:
    inspector = _person("inspector")
    parent = Agency.objects.get(code=UNITS)
    towns = [
        Agency.objects.create(code=f"{UNITS}-9{n}", name=f"第{n}乡镇", parent=parent)
        for n in range(TOWNS)
    ]
    round_ = prepare(Particulars("2018年度考核", checklist, *YEAR), by=office)
    set_units(round_, {"": towns}, by=office)
    units = list(round_.units.select_related("agency", "round").order_by("pk"))
    for unit in units:
        assign(unit, [inspector], by=office)
    open_round(round_, by=office)
    by_code = _by_code(checklist)
    for town, unit in enumerate(units):
        _mark(unit, town, rows, by_code, inspector)
    close_sheets(round_, by=office)
    return round_


def _by_code(checklist: Checklist) -> dict[str, Any]:
    """Indicators by what the sheet calls them."""
    found = checklist.indicators.filter(children=None)
    return {(row.number or row.code).rstrip("、"): row for row in found}


def _mark(
    unit: RoundUnit, town: int, rows: list[Row], by_code: dict[str, Any], by: User
) -> None:
    sheet = unit.sheets.select_related("unit__round__checklist").get(
        kind=SheetKind.FIRST
    )
    for place, row in enumerate(rows):
        given = Given(value=_value(town, place, row))
        put_mark(sheet, by_code[_code(row)], given, version=0, by=by)
    hand_in(sheet, by=by)


def _value(town: int, place: int, row: Row) -> Decimal:
    """Another for each town and item, up to four places."""
    code, points = _code(row), Decimal(row["各项分值"])
    if code == FAULTS:
        return Decimal(town)  # 0 to 3 rivers: 4 points are gone with two
    if code == RATE:
        return Decimal("100") - Decimal("12.345") * town
    if code == PRAISE:
        return Decimal(town)
    return (points - Decimal("0.1237") * (town * place % 5)).max(Decimal(0))


def _published(round_: InspectionRound, by: User) -> None:
    """The morning after the last day for objections."""
    assert round_.object_until is not None
    with clock.frozen_at(day_start(round_.object_until + timedelta(days=1))):
        publish_ratings(round_, by=by)


# --- The same sums, from the file alone ---------------------------------------------


def _wrong(ratings: list[UnitRating], rows: list[Row]) -> Iterator[str]:
    """What differs from arithmetic that knows nothing of the portal's."""
    expected = [_total(town, rows) for town in range(len(ratings))]
    order = sorted(expected, reverse=True)
    for rating, total in zip(ratings, expected, strict=True):
        grade = "优秀" if total >= 90 else "合格" if total >= 60 else "不合格"
        told = (total, order.index(total) + 1, grade)
        if (rating.total, rating.rank, rating.grade) != told:
            yield f"{rating}: {rating.total} {rating.rank} {rating.grade}, {told}"


def _total(town: int, rows: list[Row]) -> Decimal:
    whole = Decimal(0)
    for place, row in enumerate(rows):
        value, points = _value(town, place, row), Decimal(row["各项分值"])
        if _code(row) == FAULTS:
            value = max(points - 2 * value, Decimal(0))
        elif _code(row) == RATE:
            value = points * value / 100
        elif _code(row) == PRAISE:
            value = min(value, points)
        whole += value
    return whole.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _digest(ratings: list[UnitRating]) -> str:
    told = [[str(each.total), each.grade, each.rank, each.lines] for each in ratings]
    plain = re.sub(r"\s", "", json.dumps(told, ensure_ascii=False, sort_keys=True))
    return hashlib.sha256(plain.encode()).hexdigest()
