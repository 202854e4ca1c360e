"""The figures of the ledger, counted each night."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from directories.models import Role
from disclosure_portal.foundation.days import LOCAL
from notices.fulfilling import explain
from notices.ledger_figures import count_ledger, figures_of, sums_by
from notices.models import LedgerFigure
from tests.factories import agency, member
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def branch():
    """Three units that owed a quarter: one was in time, one late, one explained; one
    of another branch owes it still."""
    above = agency()
    with on("2026-01-05T09:00"):
        units = [agency(parent=above) for _unit in range(3)] + [agency()]
        slots = [slots_of(duty(unit, since=SINCE, domain="财政"))[0] for unit in units]
    with on("2026-04-20T09:00"):
        fulfilled(slots[0])
    with on("2026-05-08T09:00"):
        fulfilled(slots[1])
        explain(slots[2], "没有此项业务。", by=member(Role.EDITOR, units[2]))
        assert count_ledger() == "4 figures counted"
        assert count_ledger() == "4 figures counted"
    return above


def test_a_branch_is_added_up_by_domain(branch):
    figures = figures_of(branch.path, 2026)

    assert sums_by(figures, "domain") == [
        {
            "domain": "财政",
            "due": 3,
            "filled": 2,
            "in_time": 1,
            "late": 1,
            "explained": 1,
            "missing": 0,
        }
    ]
    assert len(sums_by(figures, "agency")) == 3


def test_what_is_missing_is_counted_where_it_is_owed(branch):
    other = LedgerFigure.objects.get(missing=1)

    assert not branch.contains(other.agency)
    assert (other.due, other.filled, other.day) == (1, 0, date(2026, 5, 8))


def test_years_before_the_last_stay_as_they_were_counted(branch):
    with on("2028-01-03T09:00"):
        count_ledger()

    assert LedgerFigure.objects.filter(year=2026).count() == 4
