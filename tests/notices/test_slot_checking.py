"""A slot of the ledger that somebody alters behind the portal's back is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from directories.cadences import AdHoc, Periodic
from directories.duty_events import register_event
from directories.merging import merge
from directories.models import CatalogueItem, Role, Slot
from directories.periods import Span
from directories.slot_opening import open_all
from notices.fulfilling import explain
from notices.slot_checking import slot_findings
from tests import factories as make
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

NOON = "2026-05-06T04:00Z"


@pytest.fixture(autouse=True)
def a_day_in_may():
    with time_machine.travel(NOON, tick=False):
        yield


def found() -> list[str]:
    return [str(each) for each in slot_findings(lambda _count: None)]


def lived_in() -> tuple[Slot, Slot]:
    """A duty by quarters since January, something disclosed, something explained, and
    a duty by events with one."""
    item = duty(since=date(2026, 1, 1))
    first, second, *_others = slots_of(item)
    fulfilled(first)
    overseer = make.member(Role.OVERSEER, make.county())
    explain(second, "本季度没有发生。", by=overseer)
    called = duty(cadence=AdHoc(), since=date(2026, 1, 1))
    slot = register_event(called, on=date(2026, 4, 1), about="换届", by=overseer)
    return first, slot


def test_nothing_is_named_while_nobody_altered_anything():
    lived_in()
    duty(cadence=Periodic(Span.MONTH), since=date(2019, 3, 7))

    assert Slot.objects.count() > 60
    assert found() == []


COLUMNS = [
    each.name for each in Slot._meta.concrete_fields if each.name not in ("id", "item")
]


def other_value(slot: Slot, name: str):
    value = getattr(slot, name)
    if name == "agency":
        return make.agency()
    if name == "rule":
        return duty(cadence=Periodic(Span.YEAR)).entry.rule
    if name == "sort":
        return "stage" if value != "stage" else "event"
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1 if name in ("period_end", "due_on") else -1)
    return date(2026, 5, 1) if value is None else f"{value}改"


@pytest.mark.parametrize("which", [0, 1], ids=["by the calendar", "by an event"])
@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_that_is_altered_is_named(name, which):
    slot = lived_in()[which]
    slot.refresh_from_db()
    value = other_value(slot, name)
    assert found() == []

    Slot.objects.filter(pk=slot.pk).update(**{name: value})

    assert any(f" {slot.pk}：" in words for words in found())


def test_a_slot_given_to_another_duty_is_named_with_both():
    slot, _event = lived_in()
    other = duty(cadence=Periodic(Span.MONTH))

    Slot.objects.filter(pk=slot.pk).update(item=other)

    assert any(f" {slot.pk}：" in words for words in found())


@pytest.mark.parametrize("place", [0, 1, -1])
def test_a_slot_that_was_taken_out_is_named_with_its_duty(place):
    item = duty(cadence=Periodic(Span.MONTH), since=date(2026, 1, 1))
    slots = slots_of(item)
    Slot.objects.filter(pk=slots[place].pk).delete()

    if place == 0:
        # What a duty began with long ago can't be known from what is left.
        assert len(found()) <= 1
    else:
        (words,) = found()
        assert f" {item.pk} " in words


def test_what_a_merged_unit_left_is_owed_by_its_successor():
    one, into = make.agency(), make.agency()
    duty(one, since=date(2026, 1, 1))
    overseer = make.member(Role.OVERSEER, make.county())

    merge(one, into=into, by=overseer, on=date(2026, 5, 6), note="机构改革。")

    assert Slot.objects.filter(agency=into).exists()
    assert found() == []


def test_slots_opened_day_by_day_are_in_order():
    item = duty(cadence=Periodic(Span.MONTH), since=date(2026, 1, 15))
    for month in (6, 7, 8):
        with time_machine.travel(f"2026-{month:02}-02T04:00Z", tick=False):
            open_all()
            assert found() == []
    assert CatalogueItem.objects.get(pk=item.pk).slots.count() == 9
