from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from directories.models import Agency
from disclosure_portal.foundation.models import User
from supervision.models import InspectionRound, LineKind, RegisterLine, YearAssessment
from supervision.rating import close_sheets, publish_ratings
from supervision.year_preparing import Share, prepare_year, set_rules, set_shares
from supervision.year_publishing import publish_year
from supervision.year_registers import Entry, confirm, enter

from .directories import agency
from .inspections import after_objections, filled_sheet, running_round, sheet_of
from .supervision_checklists import overseer

HALF, END = date(2026, 6, 30), date(2026, 10, 31)


def marks_for(total: str) -> dict[str, str]:
    """Marks of supervision_checklists.BRANCHES that give this total, from 60 on."""
    rest = Decimal(total) - 60
    of_people = min(30, int(rest) // 2 * 2)
    given = rest - of_people
    return {"1.1": str(given), "1.2": str((30 - of_people) // 2), "2.1": "100"}


def rated_round(
    totals: Mapping[Agency, str], last_day: date = END, **fields: Any
) -> InspectionRound:
    """A published round in which each unit has its total."""
    given = {"title": f"{last_day:%Y年%m月}考核", "last_day": last_day, **fields}
    round_ = running_round(agencies=list(totals), **given)
    for unit in round_.units.select_related("agency").order_by("pk"):
        filled_sheet(sheet_of(unit), marks_for(totals[unit.agency]))
    close_sheets(round_, by=overseer())
    with after_objections(round_):
        publish_ratings(round_, by=overseer())
    return round_


def two_rounds(
    *totals: tuple[str, str], units: Sequence[Agency] = ()
) -> list[InspectionRound]:
    """平时 and 年终, with a pair of totals for each unit."""
    units = units or [agency() for _each in totals]
    return [
        rated_round({u: t[place] for u, t in zip(units, totals, strict=True)}, last)
        for place, last in enumerate((HALF, END))
    ]


def prepared_year(
    rounds: Sequence[InspectionRound],
    percents: Sequence[str] = ("40", "60"),
    choices: Mapping[str, Any] | None = None,
    by: User | None = None,
) -> YearAssessment:
    office = by or overseer()
    made = prepare_year(2026, "2026年度政务公开考核", by=office)
    given = percents if len(rounds) > 1 else ["100"]
    shares = [
        Share(round_, Decimal(percent))
        for round_, percent in zip(rounds, given, strict=True)
    ]
    set_shares(made, shares, version=made.content_version, by=office)
    if choices:
        set_rules(made, choices, version=made.content_version, by=office)
    return made


def entry(unit: Agency, points: str = "2", **fields: Any) -> Entry:
    given = {
        "agency": unit,
        "kind": LineKind.BONUS,
        "ground": "市级表彰",
        "points": Decimal(points),
        "on": date(2026, 6, 30),
        "document": "市政公开办〔2026〕3号",
    }
    return Entry(**{**given, **fields})


def entered_line(
    assessment: YearAssessment, unit: Agency, points: str = "2", **fields: Any
) -> RegisterLine:
    return enter(assessment, entry(unit, points, **fields), by=overseer())


def confirmed_line(
    assessment: YearAssessment, unit: Agency, points: str = "2", **fields: Any
) -> RegisterLine:
    line = entered_line(assessment, unit, points, **fields)
    confirm(line, by=overseer())
    return line


def publish_as_it_is(assessment: YearAssessment, by: User | None = None) -> int:
    assessment.refresh_from_db()
    version = assessment.content_version
    return publish_year(assessment, version=version, by=by or overseer())


def published_year(
    units: int = 2, *, rounds: Sequence[InspectionRound] = (), **more: Any
) -> YearAssessment:
    """The first unit was commended."""
    totals = [(str(90 - number), str(95 - number)) for number in range(units)]
    rounds = rounds or two_rounds(*totals)
    made = prepared_year(rounds, **more)
    confirmed_line(made, rounds[0].units.order_by("pk")[0].agency)
    publish_as_it_is(made)
    return made
