"""A slot of the ledger that somebody alters behind the portal's back is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from directories.cadences import AdHoc, FixedDay, Periodic, Standing, Within
from directories.catalogue_editions import open_edition
from directories.catalogue_entries import change_entry
from directories.duty_events import register_event
from directories.merging import merge
from directories.models import CatalogueItem, DueChange, DutyRule, Role, Slot
from directories.periods import Span
from directories.slot_opening import open_all
from disclosure_portal.foundation import clock
from notices.fulfilling import explain
from notices.register_checking import record_registers, register_findings
from notices.slot_checking import slot_findings
from notices.slot_gaps import cadences, duty_findings
from tests import factories as make
from tests.factories.ledger import duty, fulfilled, put_in_force, slots_of

pytestmark = pytest.mark.django_db

NOON = "2026-05-06T04:00Z"


@pytest.fixture(autouse=True)
def a_day_in_may():
    with time_machine.travel(NOON, tick=False):
        yield


def found() -> list[str]:
    return [str(each) for each in slot_findings(lambda _count: None)]


def raw(statement, *values):
    """What somebody does who may write to the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


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
        entry = duty(cadence=Periodic(Span.YEAR)).entry
        assert entry is not None
        return entry.rule
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
@pytest.mark.parametrize(
    "since", [date(2026, 1, 1), date(2025, 11, 20), date(2019, 3, 7)], ids=str
)
def test_a_slot_that_was_taken_out_is_named_with_its_duty(place, since):
    item = duty(cadence=Periodic(Span.MONTH), since=since)
    slot = slots_of(item)[place]
    raw("DELETE FROM directories_slot WHERE id = %s", slot.pk)

    (words,) = found()

    assert f" {item.pk} " in words
    assert slot.key in words


def test_all_slots_of_a_duty_that_were_taken_out_are_told():
    kept, item = duty(since=date(2026, 1, 1)), duty(since=date(2026, 1, 1))
    raw("DELETE FROM directories_slot WHERE item_id = %s", item.pk)

    (words,) = found()

    assert f" {item.pk} " in words
    assert "2026-Q1、2026-Q2、2026-Q3" in words
    assert slots_of(kept)


def test_a_duty_that_began_after_the_day_that_its_rule_names_lacks_nothing():
    """The budget of a year is asked for by 31 March: a unit of April owes none."""
    within = FixedDay(-9, 31)
    item = duty(cadence=Periodic(Span.YEAR, within), since=date(2026, 4, 2))
    assert [slot.key for slot in slots_of(item)] == ["2027"]
    assert found() == []

    raw("DELETE FROM directories_slot WHERE item_id = %s", item.pk)

    assert len(found()) == 1


RULES = {
    "another due day": Periodic(Span.QUARTER, Within(5)),
    "other periods": Periodic(Span.MONTH),
    "kept up to date": Standing(),
    "by events": AdHoc(),
}


def with_another_rule(cadence):
    """By quarters from last summer until May, then by the other rule."""
    with time_machine.travel("2025-07-03T04:00Z", tick=False):
        item = duty(since=date(2025, 7, 1))
    with time_machine.travel("2026-02-03T04:00Z", tick=False):
        open_all()
    clerk = make.member(Role.EDITOR, item.agency)
    edition = open_edition(item.agency, by=clerk)
    words = edition.entries.get(item=item)
    change_entry(words, by=clerk, rule=DutyRule.objects.of(cadence))
    office = make.member(Role.OVERSEER, make.county())
    put_in_force(edition, by=clerk, office=office, since=date(2026, 5, 1))
    return item


@pytest.mark.parametrize("name", RULES)
def test_a_duty_whose_rule_changed_is_in_order(name):
    item = with_another_rule(RULES[name])

    assert found() == []
    with time_machine.travel("2026-09-02T04:00Z", tick=False):
        open_all()
        assert found() == []
    assert slots_of(item)[0].key == "2025-Q3"


@pytest.mark.parametrize("name", RULES)
def test_each_slot_of_a_duty_whose_rule_changed_is_missed(name):
    """Of periods that the change cuts nothing is known: they may have been dropped."""
    item = with_another_rule(RULES[name])
    unnamed = []

    for slot in slots_of(item):
        with transaction.atomic():
            raw("DELETE FROM directories_slot WHERE id = %s", slot.pk)
            if not any(slot.key in words for words in found()):
                unnamed.append(slot.key)
            transaction.set_rollback(True)

    assert unnamed == []


def test_a_due_day_is_not_made_right_by_a_trace_that_somebody_put_in():
    slot, _event = lived_in()
    slot.refresh_from_db()
    record_registers()
    later = slot.due_on + timedelta(days=30)
    raw("UPDATE directories_slot SET due_on = %s WHERE id = %s", later, slot.pk)
    assert any(f" {slot.pk}：" in words for words in found())

    raw(
        "INSERT INTO directories_duechange"
        " (at, reason, rule_id, sort, period_end, before, after, slots)"
        " VALUES (%s, 'calendar', %s, 'period', %s, %s, %s, 1)",
        clock.now(),
        slot.rule_id,
        slot.period_end,
        slot.due_on,
        later,
    )

    (words,) = map(str, register_findings(lambda _count: None))
    assert words.startswith(f"{DueChange._meta.verbose_name} ")
    assert str(DueChange.objects.latest("pk").pk) in words


def test_a_trace_of_a_due_day_that_was_altered_is_named():
    item = with_another_rule(RULES["another due day"])
    change = DueChange.objects.filter(item=item).latest("pk")
    assert list(register_findings(lambda _count: None)) == []

    raw(
        "UPDATE directories_duechange SET before = %s WHERE id = %s",
        change.before - timedelta(days=3),
        change.pk,
    )

    (words,) = map(str, register_findings(lambda _count: None))
    assert f" {change.pk}：" in words


@pytest.mark.parametrize("size", [3, 30])
def test_duties_are_compared_in_as_many_queries_whatever_their_number(
    size, django_assert_num_queries
):
    for _number in range(size):
        duty(since=date(2026, 1, 1))

    # Duties, editions, slots; the days off in two.
    rules = cadences()
    with django_assert_num_queries(5):
        assert list(duty_findings(rules)) == []


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
