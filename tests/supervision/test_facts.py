"""What the portal itself knows of a unit: every measure by name, what it proposes for
each kind of indicator, and what is kept of it with a mark."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from supervision.facts import SOURCES, measured
from supervision.measure_names import MEASURE_NAMES
from supervision.models import FrozenProof
from supervision.proposals import proposed_value
from supervision.scoring_rules import (
    Bonus,
    Credit,
    Deduction,
    GivenIn,
    Indicator,
    PassFail,
    Penalty,
    PerOccurrence,
    Rate,
    Rule,
    Sum,
    Tier,
    Tiers,
    Veto,
)

from ..factories import agency
from ..factories.inspections import first_unit, put, running_round, sheet_of
from ..factories.ledger import duty, fulfilled, slots_of
from ..factories.orders import overdue_order
from ..factories.supervision_checklists import published_checklist

D = Decimal
LOST = {
    **{"key": "1", "code": "1", "title": "应公开未公开", "points": "100"},
    **{"kind": "deduction", "parameters": {"each": "1"}},
}
THIRD = Fraction(1, 3)


def proposed(rule: Rule, value: int | Fraction | None, points: str = "30") -> Any:
    told = Indicator(code="A", title="A", points=D(points), rule=rule)
    return proposed_value(told, value)


@pytest.mark.parametrize(
    "rule",
    [
        *(Deduction(each=D(2)), PerOccurrence(each=D(2)), Bonus(each=D(1))),
        *(Penalty(each=D(1)), Tiers(tiers=(Tier(bound=D(1), points=D(2)),))),
        Veto(threshold=D(5)),
    ],
    ids=lambda rule: rule.kind,
)
def test_a_count_is_proposed_as_it_is(rule):
    assert proposed(rule, 7) == 7


@pytest.mark.parametrize(
    ("rule", "value", "mark"),
    [
        (Rate(), THIRD, "33.3333"),
        (Veto(threshold=D(5)), Fraction(6, 100), "6"),
        (Credit(), THIRD, "10"),
        (Credit(given_in=GivenIn.SHARE), THIRD, "0.3333"),
        (PassFail(), 0, "1"),
        (PassFail(), 3, "0"),
    ],
    ids=lambda value: getattr(value, "kind", str(value)),
)
def test_a_share_is_proposed_as_the_kind_reads_it(rule, value, mark):
    assert proposed(rule, value) == D(mark)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        *((Rate(), 3), (Credit(), 3), (Deduction(each=D(1)), THIRD)),
        *((PassFail(), THIRD), (Sum(), 3), (Rate(), None), (Veto(), None)),
    ],
    ids=lambda value: getattr(value, "kind", str(value)),
)
def test_what_says_nothing_to_the_kind_proposes_nothing(rule, value):
    assert proposed(rule, value) is None


@pytest.mark.django_db
def test_every_measure_that_may_be_bound_is_known_of_a_unit():
    today = local_day(clock.now())

    found = measured(agency(), MEASURE_NAMES, date(today.year, 1, 1), today)

    assert found.keys() == MEASURE_NAMES.keys()
    assert frozenset().union(*(codes for codes, _of in SOURCES)) == found.keys()
    assert all(measure.code == code for code, measure in found.items())


@pytest.mark.django_db
def test_an_overdue_order_stands_in_the_facts_of_the_next_round():
    order = overdue_order()
    today = local_day(clock.now())
    next_round = date(today.year, today.month, 1), today

    found = measured(order.agency, ["orders_overdue"], *next_round)["orders_overdue"]

    assert (found.value, list(found.proof)) == (1, [order])


@pytest.mark.django_db
def test_a_mark_freezes_what_was_missing_when_it_was_put():
    missing = [{**LOST, "measure": "missing"}]
    checklist = published_checklist(indicators=missing, choices={})
    today = local_day(clock.now())
    since = today - timedelta(days=400)
    days = {"first_day": since, "last_day": today}
    unit = first_unit(running_round(1, checklist=checklist, **days))
    with clock.frozen_at(day_start(since)):
        item = duty(unit.agency, since=since)
    due = [slot for slot in slots_of(item) if slot.due_on < today]

    mark = put(sheet_of(unit), "1", str(len(due)))
    fulfilled(due[0])

    proof = FrozenProof.objects.get(mark=mark)
    assert proof.value == str(len(due)) == str(proof.count)
    assert str(due[0]) in {words for words, _place in proof.rows}
    now = measured(unit.agency, ["missing"], since, today)["missing"].value
    assert now == len(due) - 1
