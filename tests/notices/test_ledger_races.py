"""Two people at one slot at once, in two connections to a real server."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from directories.models import Role, Slot
from disclosure_portal.foundation.workflow import TransitionError
from notices.drafting import WrongSlot
from notices.fulfilling import explain, link, strike
from notices.ledger_checking import check_ledger
from notices.ledger_reminding import remind
from notices.models import Fulfilment, SentReminder, Tick
from notices.publication import sign, withdraw
from tests.factories import member, published_notice, submitted_notice
from tests.factories.ledger import duty, slots_of

from .test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]


@pytest.fixture
def slot(db):
    return slots_of(duty(since=date(2025, 1, 1)))[0]


def clerks(slot):
    return [member(Role.EDITOR, slot.agency) for _clerk in range(2)]


def copies(slot):
    rows = Slot.objects.select_related("agency", "item")
    return [rows.get(pk=slot.pk) for _clerk in range(2)]


def is_whole():
    return check_ledger() == "0 slots corrected, 0 fillings ended"


@pytest.mark.parametrize("turn", range(3))
def test_one_explains_while_another_fills(slot, turn):
    notice = published_notice(unit=slot.agency)
    (one, other), (first, second) = clerks(slot), copies(slot)

    failures = at_once(
        lambda: explain(first, "本期无此业务。", by=one),
        lambda: link(second, notice, by=other),
    )

    fresh = Slot.objects.get(pk=slot.pk)
    assert [type(error) for error in failures] in ([], [TransitionError])
    assert fresh.filled_on is not None
    assert (fresh.explained_on is None) == bool(failures)
    assert is_whole()


@pytest.mark.parametrize("turn", range(3))
def test_one_notice_is_linked_once_by_two(slot, turn):
    notice = published_notice(unit=slot.agency)
    (one, other), (first, second) = clerks(slot), copies(slot)

    failures = at_once(
        lambda: link(first, notice, by=one), lambda: link(second, notice, by=other)
    )

    assert [type(error) for error in failures] == [WrongSlot]
    assert Fulfilment.objects.count() == 1
    assert is_whole()


@pytest.mark.parametrize("turn", range(3))
def test_a_signature_and_a_link_fill_one_period_twice_and_both_stay(slot, turn):
    draft = submitted_notice(unit=slot.agency, slot=slot)
    notice = published_notice(unit=slot.agency)
    approver, clerk = member(Role.APPROVER, slot.agency), clerks(slot)[0]

    failures = at_once(
        lambda: sign(draft, by=approver, ticks=Tick.values),
        lambda: link(slot, notice, by=clerk),
    )

    assert failures == []
    assert Fulfilment.objects.standing().count() == 2
    assert is_whole()


@pytest.mark.parametrize("turn", range(3))
def test_a_withdrawal_and_a_link_leave_an_empty_slot_or_a_refusal(slot, turn):
    notice = published_notice(unit=slot.agency)
    approver, clerk = member(Role.APPROVER, slot.agency), clerks(slot)[0]
    same = type(notice).objects.select_related("agency").get(pk=notice.pk)

    at_once(
        lambda: withdraw(notice, by=approver, ground="wrong", reason="内容有误。"),
        lambda: link(slot, same, by=clerk),
    )

    assert not Fulfilment.objects.standing().exists()
    assert Slot.objects.get(pk=slot.pk).filled_on is None


@pytest.mark.parametrize("turn", range(3))
def test_a_statement_is_struck_once(slot, turn):
    made = explain(slot, "误登。", by=clerks(slot)[0])
    officers = [member(Role.APPROVER, slot.agency) for _officer in range(2)]
    rows = [Fulfilment.objects.get(pk=made.pk) for _officer in range(2)]

    failures = at_once(
        lambda: strike(rows[0], by=officers[0], reason="误登。"),
        lambda: strike(rows[1], by=officers[1], reason="误登。"),
    )

    assert [type(error) for error in failures] == [TransitionError]
    assert is_whole()


def test_two_runs_of_the_reminders_tell_each_once(slot, time_machine):
    clerks(slot)

    failures = at_once(remind, remind)

    told = SentReminder.objects.values_list("slot", "rung", "due_on")
    assert failures == []
    assert told.exists()
    assert len(set(told)) == len(told)
