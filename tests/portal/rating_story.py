"""The round and the rating that the examples of the schema show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from disclosure_portal.foundation import clock
from supervision.models import InspectionRound, UnitRating
from supervision.rating import close_sheets, publish_ratings
from supervision.round_preparing import Particulars, assign, prepare, set_units
from supervision.round_running import open_round
from tests.factories.inspections import filled_sheet, inspector, sheet_of
from tests.factories.supervision_checklists import overseer

from .checklist_story import published_example
from .letter_examples import housing

SEED = "0f2c5a7e4b9d4c1f8a6e3d2b1c0f9e8d"


def at(text: str) -> Any:
    return clock.frozen_at(datetime.fromisoformat(text).astimezone(UTC))


def published_round() -> InspectionRound:
    if found := InspectionRound.objects.published().first():
        return found
    with at("2026-11-02T02:00:00Z"):
        given = Particulars(
            title="2026年年终考核",
            checklist=published_example(),
            first_day=date(2026, 1, 1),
            last_day=date(2026, 10, 31),
        )
        round_ = prepare(given, by=overseer())
        set_units(round_, {"": [housing()]}, by=overseer())
        unit = round_.units.select_related("agency", "round").get()
        assign(unit, [inspector()], by=overseer())
        open_round(round_, by=overseer(), seed=SEED)
    with at("2026-11-16T02:00:00Z"):
        filled_sheet(sheet_of(unit), {"1.1": "1"})
        close_sheets(round_, by=overseer())
    with at("2026-11-27T02:00:00Z"):
        publish_ratings(round_, by=overseer())
    return round_


def of_rounds(_story: Any) -> Any:
    row = published_round()
    return read(f"inspections/{row.pk}/")


def of_ratings(_story: Any) -> Any:
    published_round()
    return read("ratings/")["results"][0]


def of_whole_ratings(_story: Any) -> Any:
    published_round()
    return read(f"ratings/{UnitRating.objects.get().pk}/")


def read(path: str) -> Any:
    with at("2026-11-27T04:00:00Z"):
        return Client().get(f"/api/v1/{path}").json()


# Operation → the answer that its example must be.
ANSWERS = {
    "get /inspections/": of_rounds,
    "get /inspections/{id}/": of_rounds,
    "get /ratings/": of_ratings,
    "get /ratings/{id}/": of_whole_ratings,
}
