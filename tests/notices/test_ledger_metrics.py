"""What the ledger says of a unit, with the rows that prove it."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
import time_machine

from directories.models import Role
from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.measures import Measure
from notices.fulfilling import explain
from notices.metrics import unit_measures
from tests.factories import agency, member
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


def measured(unit) -> dict[str, Measure]:
    return unit_measures(unit, *YEAR)


def test_a_branch_is_measured_by_what_was_due_and_proved_by_its_slots():
    above = agency()
    with on("2026-01-05T09:00"):
        units = [agency(parent=above) for _unit in range(4)]
        slots = [slots_of(duty(unit, since=YEAR[0]))[0] for unit in units]
        duty(agency(), since=YEAR[0])
    with on("2026-04-20T09:00"):
        fulfilled(slots[0])
    with on("2026-05-08T09:00"):
        fulfilled(slots[1])
        explain(slots[2], "没有此项业务。", by=member(Role.EDITOR, units[2]))
        found = measured(above)

    values = {code: one.value for code, one in found.items()}
    assert values == {
        "coverage": Fraction(1, 2),
        "timeliness": Fraction(1, 4),
        "late": 1,
        "explained": 1,
        "missing": 1,
    }
    proofs = {code: set(one.proof or ()) for code, one in found.items()}
    assert proofs == {
        "coverage": {slots[2], slots[3]},
        "timeliness": set(slots[1:]),
        "late": {slots[1]},
        "explained": {slots[2]},
        "missing": {slots[3]},
    }


def test_what_is_due_today_says_nothing_yet():
    with on("2026-01-05T09:00"):
        unit = agency()
        duty(unit, since=YEAR[0])
    with on("2026-04-29T09:00"):
        assert measured(unit)["coverage"].value is None
    with on("2026-04-30T09:00"):
        assert measured(unit)["coverage"].value == 0
