"""A year of the ledger, played through."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from directories.models import Role, Slot
from disclosure_portal.foundation.days import LOCAL
from notices.fulfilling import explain
from notices.ledger_states import horizon_today, with_states
from notices.slot_states import SlotState
from tests.factories import agency, member
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def state_of(slot: Slot) -> SlotState:
    found = with_states(Slot.objects.filter(pk=slot.pk), horizon_today()).get()
    return SlotState(found.state)


def test_a_quarter_is_posted_in_time_late_explained_and_missed():
    with time_machine.travel(moment("2026-01-05T09:00"), tick=False):
        units = [agency() for _unit in range(4)]
        first = [slots_of(duty(unit, since=date(2026, 1, 1)))[0] for unit in units]

    assert {slot.key for slot in first} == {"2026-Q1"}
    # Twenty working days after 31 March 2026; 4 to 6 April and 1 to 5 May are off.
    assert {slot.due_on for slot in first} == {date(2026, 4, 29)}
    assert state_of_on(first[0], "2026-04-10T09:00") is SlotState.PENDING
    assert state_of_on(first[0], "2026-04-28T09:00") is SlotState.DUE_SOON
    with time_machine.travel(moment("2026-04-29T23:30"), tick=False):
        fulfilled(first[0])
    with time_machine.travel(moment("2026-04-30T00:30"), tick=False):
        fulfilled(first[1])
        clerk = member(Role.EDITOR, units[2])
        explain(first[2], "本季度没有此项业务。", by=clerk)
        assert [state_of(slot) for slot in first] == [
            SlotState.IN_TIME,
            SlotState.LATE,
            SlotState.EXPLAINED,
            SlotState.OVERDUE,
        ]


def state_of_on(slot: Slot, at: str) -> SlotState:
    with time_machine.travel(moment(at), tick=False):
        return state_of(slot)
