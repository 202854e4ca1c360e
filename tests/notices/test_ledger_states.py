"""The states of slots as SQL says them, against the pure table."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from directories.models import Slot
from notices.ledger_states import facts_of, missing, with_states
from notices.slot_states import Horizon, SlotState, state_of
from tests.factories.ledger import duty

pytestmark = pytest.mark.django_db

SLOTS = 10_000
BASE = date(2026, 6, 1)


def test_sql_and_the_table_agree_on_ten_thousand_random_slots():
    horizon = Horizon(BASE, BASE + timedelta(days=3))
    make_slots(Random(8))

    found = with_states(Slot.objects.all(), horizon)
    states = {
        SlotState(slot.__dict__["state"]): state_of(facts_of(slot), horizon)
        for slot in found
        if SlotState(slot.__dict__["state"]) is not state_of(facts_of(slot), horizon)
    }
    seen = {slot.__dict__["state"] for slot in found}

    assert states == {}
    assert seen == {state.value for state in SlotState}
    assert found.count() == SLOTS


def test_what_is_missing_is_what_is_overdue():
    horizon = Horizon(BASE, BASE + timedelta(days=3))
    make_slots(Random(9), ahead=False)

    overdue = {
        slot
        for slot in with_states(Slot.objects.all(), horizon)
        if slot.__dict__["state"] == SlotState.OVERDUE.value
    }

    assert overdue
    assert set(missing(Slot.objects.all(), BASE)) == overdue


def make_slots(random: Random, *, ahead: bool = True) -> None:
    """Slots with facts about `BASE`; with days that lie ahead of it unless told."""
    item = duty()
    assert item.entry is not None
    Slot.objects.filter(item=item).delete()

    def some_day(last: int) -> date:
        return BASE + timedelta(days=random.randint(-9, last))

    def perhaps() -> date | None:
        return some_day(9 if ahead else 0) if random.random() < 0.4 else None

    rows = []
    for number in range(SLOTS):
        filled_on = perhaps()
        rows.append(
            Slot(
                item=item,
                agency=item.agency,
                rule=item.entry.rule,
                key=f"n{number}",
                period_start=BASE,
                period_end=BASE,
                opens_on=BASE,
                due_on=some_day(9),
                filled_on=filled_on,
                is_migrated=filled_on is not None and random.random() < 0.2,
                explained_on=perhaps(),
            )
        )
    Slot.objects.bulk_create(rows, batch_size=1000)
