"""What is done is found by an index of its state, newest first."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection

from directories.models import Role, Slot
from notices.desk_ledger import ORDER
from notices.ledger_states import DONE, done, horizon_today, state_now
from tests.factories import agency, county, member
from tests.factories.ledger import duty, slots_of as slots_of_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return member(Role.OVERSEER, county())


def plan_of(rows):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A few rows are read quicker without an index.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return rows.explain()


@pytest.mark.parametrize("state", DONE)
def test_a_done_state_is_read_from_its_own_index(state, office):
    rows = done(Slot.objects.all(), state, horizon_today())
    plan = plan_of(rows.order_by(*[f"-{name}" for name in ORDER])[:51])

    assert f"slot_{state.value}" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_the_conditions_of_the_indexes_leave_no_slot_of_their_state_out(office):
    with time_machine.travel("2026-01-05T01:00Z", tick=False):
        duties = [duty(agency(), since=date(2026, 1, 1)) for _one in range(3)]
    first, second, third = (slots_of_duty(item)[0] for item in duties)
    days = [date(2026, 3, 31), date(2026, 7, 20), None]
    Slot.objects.filter(pk=first.pk).update(filled_on=days[0], due_on=days[0])
    Slot.objects.filter(pk=second.pk).update(filled_on=days[1])
    Slot.objects.filter(pk=third.pk).update(explained_on=date(2026, 10, 9))

    with time_machine.travel("2026-11-27T01:00Z", tick=False):
        today = horizon_today()
        for state in DONE:
            by_case = {
                slot for slot in Slot.objects.all() if state_now(slot, today) is state
            }
            assert set(done(Slot.objects.all(), state, today)) == by_case
            assert by_case
