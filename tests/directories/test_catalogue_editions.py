"""Editions of a unit's catalogue: who may do what in which state, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from directories.cadences import AdHoc, Periodic, Within
from directories.catalogue_editions import (
    CatalogueUnfit,
    UnitClosed,
    file,
    hand_in,
    open_edition,
    publish,
    send_back,
)
from directories.catalogue_entries import add_entry, change_entry, leave_out
from directories.edition_changes import changes_of
from directories.merging import close
from directories.models import (
    Catalogue,
    CatalogueItem,
    CatalogueStatus,
    DueChange,
    DutyRule,
    Role,
    Slot,
)
from directories.periods import Span
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.ledger import QUARTERLY, duty, entry, put_in_force, slots_of

pytestmark = pytest.mark.django_db

S = CatalogueStatus
REASON: dict[str, Any] = {"reason": "请补充时限。"}
DEEDS: dict[str, Any] = {
    "hand in": (hand_in, {}, S.COMPILING, S.COLLATING),
    "file": (file, {}, S.COLLATING, S.FILED),
    "publish": (publish, {}, S.FILED, S.PUBLISHED),
}
COMPILERS = {Role.EDITOR, Role.APPROVER, Role.OVERSEER}


def edition_in(status, unit):
    """An edition with one item, brought to a status by the deeds that lead there."""
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    catalogue = open_edition(unit, by=clerk)
    entry(catalogue, by=clerk)
    steps = [(hand_in, clerk), (file, office), (publish, office)]
    order = [S.COMPILING, S.COLLATING, S.FILED, S.PUBLISHED]
    if status == S.SUPERSEDED:
        put_in_force(catalogue, by=clerk, office=office, since=day(-1))
        put_in_force(open_edition(unit, by=clerk), by=clerk, office=office)
        catalogue.refresh_from_db()
        return catalogue
    for deed, person in steps[: order.index(status)]:
        deed(catalogue, by=person)
    return catalogue


def day(after):
    return local_day(clock.now()) + timedelta(days=after)


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", DEEDS)
def test_each_deed_is_for_its_role_and_its_state(name, role, status):
    deed, answers, before, after = DEEDS[name]
    unit = agency()
    catalogue = edition_in(status, unit)
    person = member(role, unit)
    allowed = COMPILERS if deed is hand_in else {Role.OVERSEER}

    if role in allowed and status == before:
        deed(catalogue, by=person, **answers)
        assert Catalogue.objects.get(pk=catalogue.pk).status == after
        line = AuditEntry.objects.filter(action="moved").latest("pk")
        assert (line.before, line.after, line.actor) == (before, after, person)
    else:
        with pytest.raises((NotAllowed, CatalogueUnfit, TransitionError)):
            deed(catalogue, by=person, **answers)
        assert Catalogue.objects.get(pk=catalogue.pk).status == status


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("role", Role.values)
def test_the_office_sends_back_what_is_with_it(role, status):
    unit = agency()
    catalogue = edition_in(status, unit)
    person = member(role, unit)

    if role == Role.OVERSEER and status in (S.COLLATING, S.FILED):
        send_back(catalogue, by=person, **REASON)
        assert catalogue.return_reason == REASON["reason"]
        assert catalogue.filing_number == ""
        assert Catalogue.objects.get(pk=catalogue.pk).status == S.COMPILING
    else:
        with pytest.raises((NotAllowed, TransitionError)):
            send_back(catalogue, by=person, **REASON)
        assert Catalogue.objects.get(pk=catalogue.pk).status == status


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("role", Role.values)
def test_entries_are_written_by_compilers_while_it_is_compiled(role, status):
    unit = agency()
    catalogue = edition_in(status, unit)
    row = catalogue.entries.get()
    person = member(role, unit)
    deeds = [
        lambda: add_entry(catalogue, by=person, domain="社会救助", level_1="新"),
        lambda: change_entry(row, by=person, section="办公室"),
        lambda: leave_out(row, by=person),
    ]

    may = role in COMPILERS and status == S.COMPILING
    for deed in deeds:
        if may:
            deed()
        else:
            with pytest.raises((NotAllowed, CatalogueUnfit)):
                deed()
    names = catalogue.entries.values_list("level_1", flat=True)
    assert list(names) == (["新"] if may else [row.level_1])


def test_a_superuser_is_bound_as_anybody():
    catalogue = edition_in(S.COLLATING, agency())

    with pytest.raises(NotAllowed):
        file(catalogue, by=user(is_superuser=True))


def test_an_overseer_of_another_branch_files_nothing():
    catalogue = edition_in(S.COLLATING, agency())

    with pytest.raises(NotAllowed):
        file(catalogue, by=member(Role.OVERSEER, agency()))


def test_who_handed_it_in_neither_files_nor_publishes_it():
    unit = agency()
    office = member(Role.OVERSEER, unit)
    catalogue = open_edition(unit, by=office)
    entry(catalogue, by=office)
    hand_in(catalogue, by=office)

    for deed, answers in ((file, {}), (send_back, REASON), (publish, {})):
        with pytest.raises(NotAllowed):
            deed(catalogue, by=office, **answers)


def test_two_people_who_hand_in_at_once_are_one_and_a_refusal():
    unit = agency()
    catalogue = edition_in(S.COMPILING, unit)
    seen_before = Catalogue.objects.get(pk=catalogue.pk)
    hand_in(catalogue, by=member(Role.EDITOR, unit))

    with pytest.raises(StaleStatusError):
        hand_in(seen_before, by=member(Role.APPROVER, unit))


def test_an_entry_typed_while_another_hands_in_is_refused():
    unit = agency()
    catalogue = edition_in(S.COMPILING, unit)
    clerk = member(Role.EDITOR, unit)
    row = Catalogue.objects.get(pk=catalogue.pk).entries.get()
    assert row.catalogue.status == S.COMPILING
    hand_in(catalogue, by=clerk)

    with pytest.raises(CatalogueUnfit):
        change_entry(row, by=clerk, section="办公室")


def test_an_empty_edition_is_not_handed_in():
    unit = agency()
    clerk = member(Role.EDITOR, unit)

    with pytest.raises(CatalogueUnfit):
        hand_in(open_edition(unit, by=clerk), by=clerk)


def test_an_item_that_stands_in_it_twice_is_named():
    unit = agency()
    clerk = member(Role.EDITOR, unit)
    catalogue = open_edition(unit, by=clerk)
    entry(catalogue, "低保名单", by=clerk)
    entry(catalogue, "低保名单", by=clerk)

    with pytest.raises(CatalogueUnfit, match="低保名单"):
        hand_in(catalogue, by=clerk)


def test_a_closed_unit_begins_and_publishes_nothing():
    unit = agency()
    catalogue = edition_in(S.FILED, unit)
    office = member(Role.OVERSEER, county())
    close(unit, on=day(0), by=office)
    catalogue = Catalogue.objects.select_related("agency").get(pk=catalogue.pk)

    with pytest.raises(UnitClosed):
        publish(catalogue, by=office)
    with pytest.raises(UnitClosed):
        open_edition(catalogue.agency, by=office)


def test_an_entry_without_a_rule_is_owed_and_has_no_slot():
    item = duty(cadence=None)

    assert item.begins_on == day(0)
    assert slots_of(item) == []


# --- A second edition: slots follow ---------------------------------------------------


@pytest.fixture
def spring():
    """The tenth of April: the first quarter is over and not due yet."""
    with time_machine.travel("2026-04-10 10:00 +0800", tick=False) as moment:
        yield moment


def next_edition(item, change, *, since):
    """The next edition, with one entry changed by `change`, put in force."""
    clerk = member(Role.EDITOR, item.agency)
    catalogue = open_edition(item.agency, by=clerk)
    change(catalogue.entries.get(item=item), clerk)
    if not catalogue.entries.exists():
        entry(catalogue, by=clerk)
    office = member(Role.OVERSEER, county())
    put_in_force(catalogue, by=clerk, office=office, since=since)
    return catalogue


def to(cadence):
    def change(row, clerk):
        rule = DutyRule.objects.of(cadence) if cadence else None
        change_entry(row, by=clerk, rule=rule)

    return change


def ends_of(item):
    return [slot.period_end for slot in slots_of(item)]


def test_other_words_alone_leave_the_slots_as_they_are(spring):
    item = duty(since=date(2026, 1, 1))
    before = [(slot.pk, slot.due_on) for slot in slots_of(item)]

    next_edition(
        item,
        lambda row, clerk: change_entry(row, by=clerk, content="新的内容。"),
        since=date(2026, 4, 1),
    )

    assert [(slot.pk, slot.due_on) for slot in slots_of(item)] == before
    words = CatalogueItem.objects.values_list("entry__content", flat=True)
    assert words.get(pk=item.pk) == "新的内容。"


def test_the_same_periods_move_their_due_days_with_a_trace(spring):
    item = duty(since=date(2026, 1, 1))
    first, running, _ahead = slots_of(item)

    next_edition(item, to(Periodic(Span.QUARTER, Within(5))), since=date(2026, 4, 1))

    kept, moved, _ahead = slots_of(item)
    assert (kept.pk, kept.due_on) == (first.pk, first.due_on)
    assert moved.pk == running.pk
    assert moved.due_on < running.due_on
    trace = DueChange.objects.get(item=item, period_end=running.period_end)
    assert (trace.before, trace.after) == (running.due_on, moved.due_on)
    assert trace.reason == "duty"


def test_other_periods_are_laid_out_from_the_day_of_the_edition(spring):
    item = duty(since=date(2026, 1, 1))

    next_edition(item, to(Periodic(Span.MONTH)), since=date(2026, 4, 1))

    assert ends_of(item)[0] == date(2026, 3, 31)
    assert ends_of(item)[1] == date(2026, 4, 30)
    assert date(2026, 6, 30) not in ends_of(item)


@pytest.mark.parametrize("cadence", [None, AdHoc()], ids=["no rule", "by an event"])
def test_without_periods_nothing_more_is_asked_for(spring, cadence):
    item = duty(since=date(2026, 1, 1))

    next_edition(item, to(cadence), since=date(2026, 4, 1))

    assert ends_of(item) == [date(2026, 3, 31)]


def test_a_rule_settled_later_opens_slots_from_its_edition(spring):
    item = duty(cadence=None, since=date(2026, 1, 1))

    next_edition(item, to(QUARTERLY), since=date(2026, 4, 1))

    assert ends_of(item) == [date(2026, 6, 30), date(2026, 9, 30)]


def test_what_is_dropped_ends_and_its_running_slot_is_cut(spring):
    item = duty(since=date(2026, 1, 1))

    second = next_edition(
        item, lambda row, clerk: leave_out(row, by=clerk), since=date(2026, 4, 8)
    )

    item.refresh_from_db()
    assert item.ends_on == date(2026, 4, 7)
    assert ends_of(item) == [date(2026, 3, 31), date(2026, 4, 7)]
    assert [each.item for each in changes_of(second).left_out] == [item]


def test_what_was_dropped_may_be_added_again_as_a_new_duty(spring):
    item = duty(name="低保名单", since=date(2026, 1, 1))
    next_edition(
        item, lambda row, clerk: leave_out(row, by=clerk), since=date(2026, 4, 8)
    )
    clerk, office = member(Role.EDITOR, item.agency), member(Role.OVERSEER, county())
    third = open_edition(item.agency, by=clerk)
    again = entry(third, "低保名单", by=clerk)

    put_in_force(third, by=clerk, office=office, since=date(2026, 4, 9))

    assert again.item_id != item.pk
    assert CatalogueItem.objects.get(pk=again.item_id).begins_on == date(2026, 4, 9)
    begun = Slot.objects.filter(item=again.item_id).order_by("period_start")
    assert [slot.period_end for slot in begun] == [date(2026, 6, 30), date(2026, 9, 30)]
