"""The ledger is held against itself each night, and what differs is put right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from directories.models import Role, Slot
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.fulfilling import explain, settle, strike
from notices.ledger_checking import check_ledger, differing
from notices.models import EndReason, Fulfilment, Notice
from notices.publication import archive, withdraw
from tests.factories import agency, member, published_notice
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

QUIET = "0 slots corrected, 0 fillings ended"


@pytest.fixture
def slots(time_machine):
    """A filled, an explained, a struck, an emptied and an empty one."""
    time_machine.move_to("2026-07-30T09:00:00+08:00", tick=False)
    unit = agency()
    found = slots_of(duty(unit, since=date(2025, 4, 1)))
    approver = member(Role.APPROVER, unit)
    clerk = member(Role.EDITOR, unit)
    fulfilled(found[0])
    fulfilled(found[0])
    explain(found[1], "无此业务。", by=clerk)
    strike(explain(found[2], "误登。", by=clerk), by=approver, reason="误登。")
    gone = fulfilled(found[3])
    withdraw(gone, by=approver, ground="wrong", reason="内容有误。")
    return found


def facts(slot):
    return Slot.objects.values_list("filled_on", "is_migrated", "explained_on").get(
        pk=slot.pk
    )


def test_where_all_is_well_nothing_is_found_in_one_query_for_a_stretch(
    slots, django_assert_num_queries
):
    today = local_day(clock.now())

    with django_assert_num_queries(1):
        assert list(differing(Slot.objects.all(), today)) == []
    assert check_ledger() == QUIET


HAND = [
    {"filled_on": None},
    {"filled_on": date(2026, 1, 1)},
    {"is_migrated": True},
    {"explained_on": date(2026, 1, 1)},
    {"explained_on": None, "filled_on": None},
]


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("columns", HAND, ids=range(len(HAND)))
def test_facts_that_a_hand_changed_are_put_right(slots, place, columns):
    slot = slots[place]
    before = facts(slot)
    Slot.objects.filter(pk=slot.pk).update(**columns)
    is_changed = facts(slot) != before

    said = check_ledger()

    assert said == f"{int(is_changed)} slots corrected, 0 fillings ended"
    assert facts(slot) == before


def test_a_filling_whose_notice_is_gone_ends(slots):
    notice = Notice.objects.filter(slot=slots[0]).earliest("pk")
    Fulfilment.objects.exclude(notice=notice).filter(slot=slots[0]).delete()
    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="内容有误。")
    Fulfilment.objects.filter(notice=notice).update(ended_on=None, end_reason="")
    settle([slots[0].pk])

    said = check_ledger()

    made = Fulfilment.objects.get(notice=notice)
    assert said == "0 slots corrected, 1 fillings ended"
    assert (made.end_reason, made.ended_on) == (
        EndReason.WITHDRAWN,
        local_day(clock.now()),
    )
    assert facts(slots[0])[0] is None


def test_an_archived_notice_counts_on(slots):
    notice = fulfilled(slots[4])
    archive(notice, by=member(Role.APPROVER, notice.agency), reason="已过时效。")

    assert check_ledger() == QUIET
    assert facts(slots[4])[0] is not None


def test_what_the_portal_saw_goes_before_what_was_migrated(slots):
    """As the pure rule says it, so says the query."""
    notice = published_notice(unit=slots[4].agency)
    Fulfilment.objects.create(
        slot=slots[4], notice=notice, on=date(2026, 6, 1), is_migrated=True,
        by=notice.author, at=clock.now(),
    )  # fmt: skip
    settle([slots[4].pk])
    assert check_ledger() == QUIET
    fulfilled(slots[4])

    assert check_ledger() == QUIET
    assert facts(slots[4])[:2] == (local_day(clock.now()), False)


def test_a_filling_that_ends_tomorrow_counts_today(slots, time_machine):
    later = local_day(clock.now()) + timedelta(days=1)
    made = Fulfilment.objects.filter(slot=slots[0]).order_by("pk")
    made.update(ended_on=later, end_reason=EndReason.STRUCK)
    assert not differing(Slot.objects.all(), local_day(clock.now())).exists()
    time_machine.move_to("2026-07-31T09:00:00+08:00", tick=False)

    assert check_ledger() == "1 slots corrected, 0 fillings ended"
    assert Notice.objects.count() == 3
    assert facts(slots[0])[0] is None
