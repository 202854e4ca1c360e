"""A year of the ledger, played through with moved time."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from directories.adopting import adopt
from directories.cadences import Periodic, Within
from directories.catalogue_editions import open_edition
from directories.catalogue_entries import change_entry, leave_out
from directories.due_days import recompute_due_days
from directories.merging import close, merge
from directories.models import (
    AgencyKind,
    Catalogue,
    CatalogueItem,
    DueChange,
    DutyRule,
    Role,
    Slot,
    StandardItem,
)
from directories.periods import Span
from directories.slot_opening import open_all
from directories.standard_defaults import load
from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.models import CalendarOverride, ConfirmedYear
from notices.fulfilling import explain
from notices.ledger_states import horizon_today, missing, state_now, with_states
from notices.models import Fulfilment
from notices.publication import withdraw
from notices.slot_states import SlotState
from tests.factories import agency, county, member
from tests.factories.ledger import duty, entry, fulfilled, put_in_force, slots_of

pytestmark = pytest.mark.django_db

NEW_YEAR = "2026-01-05T09:00"
FIRST = date(2026, 1, 1)


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


def state_of(slot: Slot) -> SlotState:
    """As SQL says it, and Python agrees."""
    found = with_states(Slot.objects.filter(pk=slot.pk), horizon_today()).get()
    state = SlotState(found.__dict__["state"])
    assert state is state_now(found, horizon_today())
    return state


def first_quarters(count: int) -> list[Slot]:
    with on(NEW_YEAR):
        return [slots_of(duty(agency(), since=FIRST))[0] for _unit in range(count)]


def test_a_quarter_is_posted_in_time_late_explained_and_missed():
    slots = first_quarters(4)

    # Twenty working days after 31 March 2026: 6 April was off.
    assert {(slot.key, slot.due_on) for slot in slots} == {
        ("2026-Q1", date(2026, 4, 29))
    }
    with on("2026-04-10T09:00"):
        assert state_of(slots[0]) is SlotState.PENDING
    with on("2026-04-28T09:00"):
        assert state_of(slots[0]) is SlotState.DUE_SOON
    with on("2026-04-29T23:30"):
        fulfilled(slots[0])
    with on("2026-04-30T00:30"):
        fulfilled(slots[1])
        clerk = member(Role.EDITOR, slots[2].agency)
        explain(slots[2], "本季度没有此项业务。", by=clerk)
        assert [state_of(slot) for slot in slots] == [
            SlotState.IN_TIME,
            SlotState.LATE,
            SlotState.EXPLAINED,
            SlotState.OVERDUE,
        ]
        assert list(missing(Slot.objects.all(), date(2026, 4, 30))) == [slots[3]]


def test_the_next_period_opens_with_the_one_before_it():
    (slot,) = first_quarters(1)
    with on("2026-03-31T23:00"):
        assert open_all() == 0
    with on("2026-04-01T01:00"):
        assert open_all() == 1
        assert open_all() == 0

    assert [one.key for one in slots_of(slot.item)] == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_a_withdrawal_empties_the_slot_and_keeps_its_history():
    (slot,) = first_quarters(1)
    with on("2026-04-20T09:00"):
        notice = fulfilled(slot)
    with on("2026-05-20T09:00"):
        approver = member(Role.APPROVER, notice.agency)
        withdraw(notice, by=approver, ground="wrong", reason="内容有误。")

        assert state_of(slot) is SlotState.OVERDUE
    kept = Fulfilment.objects.get(slot=slot)
    assert (kept.notice, kept.on, kept.ended_on) == (
        notice,
        date(2026, 4, 20),
        date(2026, 5, 20),
    )


def test_days_off_announced_later_move_what_is_not_judged_yet_and_leave_a_trace():
    empty, filled = first_quarters(2)
    ConfirmedYear.objects.create(year=2026, source="国办发明电〔2025〕7号")
    with on(NEW_YEAR):
        recompute_due_days()
    with on("2026-04-28T09:00"):
        fulfilled(filled)
    with on("2026-05-06T09:00"):
        CalendarOverride.objects.create(
            day=date(2026, 4, 29), is_working=False, note="省政府办公厅通知"
        )
        assert recompute_due_days() == 1
        assert recompute_due_days() == 0

    empty.refresh_from_db()
    filled.refresh_from_db()
    assert (empty.due_on, filled.due_on) == (date(2026, 4, 30), date(2026, 4, 29))
    trace = DueChange.objects.get()
    assert (trace.before, trace.after, trace.slots) == (
        date(2026, 4, 29),
        date(2026, 4, 30),
        1,
    )


def test_a_due_day_in_a_year_not_announced_is_provisional_until_it_is():
    with on("2026-12-01T09:00"):
        item = duty(since=date(2026, 10, 1))
        slot = slots_of(item)[0]
        assert (slot.key, slot.is_provisional) == ("2026-Q4", True)

        ConfirmedYear.objects.create(year=2027, source="国办发明电〔2026〕9号")
        recompute_due_days()

    slot.refresh_from_db()
    assert not slot.is_provisional


def test_a_merged_units_empty_slots_are_owed_by_its_successor():
    gone, stays = first_quarters(2)
    with on("2026-04-20T09:00"):
        done = fulfilled(gone)
    with on("2026-05-11T09:00"):
        open_all()
        into = stays.agency
        office = member(Role.OVERSEER, county())
        merge(gone.agency, into=into, by=office, on=date(2026, 5, 11))

    first, second = slots_of(gone.item)
    assert (first.agency, first.filled_on) == (done.agency, date(2026, 4, 20))
    # Of the second quarter it owed the days until it was merged.
    assert (second.agency, second.period_end) == (into, date(2026, 5, 10))
    assert CatalogueItem.objects.get(pk=gone.item_id).ends_on == date(2026, 5, 10)


def test_a_closed_units_empty_slots_stay_under_its_name():
    (slot,) = first_quarters(1)
    with on("2026-05-11T09:00"):
        office = member(Role.OVERSEER, county())
        close(slot.agency, by=office, on=date(2026, 5, 11))
        with on("2027-01-11T09:00"):
            assert open_all() == 0

    assert [one.key for one in slots_of(slot.item)] == ["2026-Q1", "2026-Q2"]


def test_a_shorter_time_limit_moves_the_due_days_of_what_is_running():
    with on(NEW_YEAR):
        item = duty(since=FIRST)
    with on("2026-03-02T09:00"):
        second_edition(item, rule=Periodic(Span.QUARTER, Within(10)))

    slot = slots_of(item)[0]
    # Ten working days after 31 March.
    assert (slot.key, slot.due_on) == ("2026-Q1", date(2026, 4, 15))
    trace = DueChange.objects.get(item=item, period_end=slot.period_end)
    assert (trace.before, trace.after) == (date(2026, 4, 29), date(2026, 4, 15))


def test_longer_periods_are_laid_out_from_the_day_of_the_edition():
    with on(NEW_YEAR):
        item = duty(since=FIRST)
    with on("2026-05-06T09:00"):
        second_edition(item, rule=Periodic(Span.YEAR))

    found = [(slot.key, slot.period_start) for slot in slots_of(item)]
    assert found == [
        ("2026-Q1", FIRST),
        ("2026", date(2026, 5, 6)),
        ("2027", date(2027, 1, 1)),
    ]


def test_a_duty_that_an_edition_leaves_out_is_asked_for_no_longer():
    with on(NEW_YEAR):
        item = duty(since=FIRST)
    with on("2026-05-06T09:00"):
        second_edition(item, rule=None)
    with on("2026-10-09T09:00"):
        open_all()

    ends = [(slot.key, slot.period_end) for slot in slots_of(item)]
    assert ends == [("2026-Q1", date(2026, 3, 31)), ("2026-Q2", date(2026, 5, 5))]


def second_edition(item: CatalogueItem, *, rule: Periodic | None) -> Catalogue:
    """With another rule for the duty, or without the duty."""
    clerk, office = member(Role.EDITOR, item.agency), member(Role.OVERSEER, county())
    catalogue = open_edition(item.agency, by=clerk)
    kept = catalogue.entries.get(item=item)
    if rule is None:
        entry(catalogue, by=clerk)
        leave_out(kept, by=clerk)
    else:
        change_entry(kept, by=clerk, rule=DutyRule.objects.of(rule))
    put_in_force(catalogue, by=clerk, office=office)
    return catalogue


def test_fifty_units_adopt_the_regulations_classes_and_owe_them():
    with on(NEW_YEAR):
        load()
        office, second = (member(Role.OVERSEER, county()) for _one in range(2))
        units = [agency(kind=AgencyKind.TOWNSHIP) for _unit in range(50)]
        items = StandardItem.objects.filter(is_proactive=True)

        done = adopt(items, units, by=office)
        for unit in units:
            edition = Catalogue.objects.get(agency=unit)
            put_in_force(edition, by=office, office=second, since=FIRST)

    assert set(done.added.values()) == {items.count()}
    # This year's review and, opened with it, that of the next.
    assert Slot.objects.count() == 50 * items.count() * 2
    assert adopt(items, units, by=office).there == 50 * items.count()
