"""Running clocks: cards by unit and kind, months, rules, the workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from directories.models import Agency, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User
from supervision.cards import Rule
from supervision.models import CardRule, ClockKind
from supervision.monitoring import (
    Cards,
    by_month,
    by_unit,
    card_today,
    running,
    set_rules,
    watch_of,
)
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import duty, fulfilled, slots_of
from tests.factories.letters import accusing_letter, handled_letter
from tests.factories.orders import (
    answered_order,
    closed_order,
    issued_order,
    overdue_order,
    overseer,
)

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30
PAGE, UNIT = 16, 16


def queries(act: Callable[[], Any]) -> int:
    cache.clear()
    act()
    with CaptureQueriesContext(connection) as asked:
        assert act().status_code == 200
    return len(asked)


def cards_of(user: User, unit: Agency) -> dict[str, Cards]:
    units = {each.agency: each.kinds for each in by_unit(watch_of(user))}
    return {kind.value: cards for kind, cards in units[unit].items()}


def late_letter(unit: Agency, days: int) -> None:
    with clock.frozen_at(clock.now() - timedelta(days=days)):
        handled_letter(unit)


# --- Cards ----------------------------------------------------------------------------


def test_each_clock_of_a_unit_is_counted_by_its_card():
    unit = agency("民政局")
    issued_order(unit)
    overdue_order(unit, late=1)
    overdue_order(unit, late=3)
    overdue_order(unit, late=9)
    answered_order(unit)  # its clock runs no longer
    handled_letter(unit)
    late_letter(unit, 60)

    found = cards_of(overseer(), unit)

    assert found["orders"] == Cards(normal=1, yellow=1, red=2)
    assert found["letters"] == Cards(normal=1, yellow=0, red=1)
    assert found["slots"] == Cards()


def test_slots_are_counted_while_they_are_empty():
    item = duty(agency("民政局"), since=date(2025, 1, 1))
    watch = watch_of(overseer())
    before = running(watch, ClockKind.SLOTS).count()
    first = slots_of(item)[0]

    fulfilled(first)

    assert running(watch, ClockKind.SLOTS).count() == before - 1
    assert cards_of(overseer(), item.agency)["slots"].red > 0


def test_the_database_counts_the_cards_that_each_row_would_be_told():
    unit = agency("民政局")
    for late in range(8):
        overdue_order(unit, late=late)
    watch = watch_of(overseer())

    rows = running(watch, ClockKind.ORDERS)
    told = [card_today(watch, ClockKind.ORDERS, row.due_on).value for row in rows]

    counted = cards_of(overseer(), unit)["orders"]
    assert counted == Cards(*(told.count(c) for c in ("normal", "yellow", "red")))


def test_rules_are_data_of_the_county():
    unit = agency("民政局")
    issued_order(unit, days=2)
    rules = {kind: Rule(-5, 1) for kind in ClockKind}

    set_rules(rules, by=overseer())

    assert cards_of(overseer(), unit)["orders"] == Cards(yellow=1)
    assert CardRule.objects.count() == 3
    assert AuditEntry.objects.filter(action="card_rule_set").count() == 3


# --- Who sees what --------------------------------------------------------------------


def test_nobody_is_shown_a_letter_that_accuses_their_house(client: Client):
    unit = agency("民政局")
    letter = accusing_letter(unit)
    barred = member(Role.OVERSEER, county())
    barred.memberships.create(agency=unit, role=Role.EDITOR)
    with clock.frozen_at(clock.now() + timedelta(days=60)):
        assert not running(watch_of(barred), ClockKind.LETTERS).exists()
        client.force_login(barred)
        for door in (
            "/desk/monitoring/",
            f"/desk/monitoring/?unit={letter.agency.code}",
        ):
            assert letter.number not in client.get(door).text
        assert letter.number not in str(_cells(client.get("/desk/monitoring.xlsx")))
        # The same doors show it to who may read it: the test can fail.
        client.force_login(overseer())
        assert letter.number in str(_cells(client.get("/desk/monitoring.xlsx")))


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OVERSEER, 200), (Role.APPROVER, 200)]
    + [
        (role, 403)
        for role in Role.values
        if role not in (Role.OVERSEER, Role.APPROVER)
    ],
)
def test_who_may_look(role: str, status: int, client: Client):
    client.force_login(member(role, agency("民政局")))

    for door in ("/desk/monitoring/", "/desk/monitoring.xlsx"):
        assert client.get(door).status_code == status
    assert client.get("/desk/monitoring/rules/").status_code == 403


def test_a_head_of_a_unit_sees_that_unit_alone(client: Client):
    mine, other = agency("民政局"), agency("水利局")
    issued_order(mine)
    issued_order(other)
    client.force_login(member(Role.APPROVER, mine))

    page = client.get("/desk/monitoring/").text

    assert "民政局" in page
    assert "水利局" not in page
    assert client.get(f"/desk/monitoring/?unit={other.code}").status_code == 404


# --- Pages ----------------------------------------------------------------------------


def test_from_all_units_to_one_unit_to_one_clock(client: Client):
    order = overdue_order(agency("民政局"), late=5)
    client.force_login(overseer())

    page = client.get("/desk/monitoring/").text
    assert f"?unit={order.agency.code}" in page
    unit = client.get(f"/desk/monitoring/?unit={order.agency.code}").text
    assert f"/desk/orders/{order.pk}/" in unit
    assert "■" in unit
    assert "红牌" in unit


def test_the_pages_ask_the_same_of_few_clocks_and_of_many(client: Client):
    unit = agency("民政局")

    def more(count: int) -> None:
        for _number in range(count):
            overdue_order(unit)
            overdue_order(agency())

    more(FEW)
    client.force_login(overseer())
    doors = ("/desk/monitoring/", f"/desk/monitoring/?unit={unit.code}")
    few = [queries(partial(client.get, door)) for door in doors]
    more(MANY - FEW)

    many = [queries(partial(client.get, door)) for door in doors]
    assert many == few == [PAGE, UNIT]


def test_cards_fall_by_what_the_office_types(client: Client):
    client.force_login(overseer())
    fields = {f"{kind}_yellow": -2 for kind in ClockKind}
    fields |= {f"{kind}_red": 1 for kind in ClockKind}

    wrong = client.post("/desk/monitoring/rules/", {**fields, "orders_yellow": 4})
    assert wrong.status_code == 400
    assert "红牌须晚于黄牌" in wrong.text
    client.post("/desk/monitoring/rules/", fields)

    row = CardRule.objects.get(kind=ClockKind.ORDERS)
    assert (row.yellow_from, row.red_from) == (-2, 1)


# --- Months and workbook --------------------------------------------------------------


def test_months_tell_what_was_due_and_what_became_of_it():
    unit = agency("民政局")
    with clock.frozen_at(clock.now() - timedelta(days=200)):
        closed_order(unit, days=2)
        order = issued_order(unit, days=2)
    month = order.due_on.replace(day=1)

    figures = by_month(watch_of(overseer()))[month][ClockKind.ORDERS]

    assert (figures.due, figures.in_time, figures.late, figures.undone) == (2, 1, 0, 1)
    assert figures.timeliness == 1 / 2


def _cells(answer: Any) -> list[Any]:
    book = load_workbook(BytesIO(answer.content))
    return [[list(row) for row in sheet.values] for sheet in book.worksheets]


def test_the_workbook_has_units_months_and_clocks(client: Client):
    order = overdue_order(agency("民政局"), late=5)
    client.force_login(overseer())

    units, months, clocks = _cells(client.get("/desk/monitoring.xlsx"))

    assert units[1][0] == "民政局"
    assert months[1][1] == "限期整改"
    assert clocks[1][2] == order.number
    assert clocks[1][4] == "■ 红牌"
    assert AuditEntry.objects.filter(action="exported").count() == 1
