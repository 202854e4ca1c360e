"""How a slot stands: one table, read by Python and by SQL."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from dataclasses import astuple, fields, replace
from datetime import date, timedelta
from operator import methodcaller

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.workdays import working_days_between
from notices.slot_states import (
    FILLED_STATES,
    TABLE,
    WARNING_DAYS,
    Comparison,
    Filling,
    Flag,
    Operator,
    SlotFacts,
    SlotState,
    counted_filling,
    horizon,
    reckon,
    state_of,
)
from tests.work_calendars import CALENDARS, DAYS, SHIPPED

ONE_DAY = timedelta(days=1)
# Within weeks of each other, so that every comparison falls on both sides and on equal.
NEAR_DAYS = st.dates(date(2026, 1, 20), date(2026, 3, 10))
FACTS = st.builds(
    SlotFacts, NEAR_DAYS, st.none() | NEAR_DAYS, st.booleans(), st.none() | NEAR_DAYS
)


def day(text: str | None) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


def facts(due, filled=None, explained=None, *, migrated=False) -> SlotFacts:
    due_on = date.fromisoformat(f"2026-{due}")
    return SlotFacts(due_on, day(filled), migrated, day(explained))


def stands(slot: SlotFacts, today: str, warning_days: int = WARNING_DAYS) -> SlotState:
    on = date.fromisoformat(f"2026-{today}")
    return state_of(slot, horizon(on, warning_days, SHIPPED))


# Due on Friday 13 February, the working day before the worked Saturday 14 February.
STATES = {
    "nothing yet": (facts("02-13"), "02-11", SlotState.PENDING),
    "the working day before": (facts("02-13"), "02-12", SlotState.DUE_SOON),
    "on the due day": (facts("02-13"), "02-13", SlotState.DUE_SOON),
    "the day after": (facts("02-13"), "02-14", SlotState.OVERDUE),
    "before the festival": (facts("02-24"), "02-13", SlotState.PENDING),
    "last working day before it": (facts("02-24"), "02-14", SlotState.DUE_SOON),
    "all through the festival": (facts("02-24"), "02-23", SlotState.DUE_SOON),
    "filled early": (facts("02-13", "02-01"), "02-11", SlotState.IN_TIME),
    "filled on the day": (facts("02-13", "02-13"), "03-01", SlotState.IN_TIME),
    "filled a day late": (facts("02-13", "02-14"), "03-01", SlotState.LATE),
    "filled tomorrow": (facts("02-13", "02-12"), "02-11", SlotState.PENDING),
    "migrated": (facts("02-13", "03-05", migrated=True), "03-09", SlotState.MIGRATED),
    "explained in time": (facts("02-13", None, "02-10"), "02-11", SlotState.EXPLAINED),
    "explained late": (facts("02-13", None, "03-01"), "03-09", SlotState.EXPLAINED),
    "explained tomorrow": (facts("02-13", None, "02-12"), "02-11", SlotState.PENDING),
    "explained, then filled late": (
        facts("02-13", "03-01", "02-10"),
        "03-09",
        SlotState.LATE,
    ),
    "filled, then explained": (
        facts("02-13", "02-13", "03-01"),
        "03-09",
        SlotState.IN_TIME,
    ),
}


@pytest.mark.parametrize(("slot", "today", "state"), STATES.values(), ids=STATES.keys())
def test_a_slot_stands(slot, today, state):
    assert stands(slot, today) is state


@pytest.mark.parametrize(
    ("warning_days", "first"), [(0, "02-13"), (1, "02-12"), (5, "02-06"), (9, "02-02")]
)
def test_a_site_sets_how_soon_it_warns(warning_days, first):
    on = date.fromisoformat(f"2026-{first}")

    slot = facts("02-13")

    assert reckon(slot, on, warning_days, SHIPPED).warned_from == on
    assert reckon(slot, on, warning_days, SHIPPED).state is SlotState.DUE_SOON
    before = reckon(slot, on - ONE_DAY, warning_days, SHIPPED)
    assert before.state is SlotState.PENDING


RECKONED = {
    "days left": (facts("02-24"), "02-11", "02-11", 13, 4),
    "the last day": (facts("02-24"), "02-24", "02-24", 0, 0),
    "late over days off": (facts("02-14"), "02-20", "02-20", -6, 0),
    "late by a working day": (facts("02-14"), "02-24", "02-24", -10, -1),
    "published early": (facts("02-24", "02-13"), "03-09", "02-13", 11, 2),
    "published late": (facts("02-13", "02-25"), "03-09", "02-25", -12, -3),
    "explained late": (facts("02-13", None, "02-14"), "03-09", "02-14", -1, -1),
    "migrated": (facts("02-13", "02-25", migrated=True), "03-09", "02-25", None, None),
}


@pytest.mark.parametrize(
    ("slot", "today", "measured", "days", "working"),
    RECKONED.values(),
    ids=RECKONED.keys(),
)
def test_days_are_counted_to_the_due_day(slot, today, measured, days, working):
    found = reckon(slot, date.fromisoformat(f"2026-{today}"), 1, SHIPPED)

    assert found.measured_on == day(measured)
    assert (found.days, found.working_days) == (days, working)
    assert found.due_on == slot.due_on


def test_a_page_can_say_which_comparisons_decided():
    found = reckon(facts("02-13", "02-12"), date(2026, 3, 9), 1, SHIPPED)

    assert found.row.conditions == (
        Comparison("filled_on", Operator.BY, "today"),
        Comparison("filled_on", Operator.BY, "due_on"),
    )


def test_of_fillings_the_first_that_stands_counts():
    second, first = Filling(date(2026, 2, 20)), Filling(date(2026, 2, 10))

    assert counted_filling([second, first], date(2026, 3, 1)) == first
    assert counted_filling([], date(2026, 3, 1)) is None


def test_a_withdrawn_filling_empties_its_slot_on_that_day():
    taken_back = Filling(date(2026, 2, 10), withdrawn_on=date(2026, 2, 20))

    assert counted_filling([taken_back], date(2026, 2, 10)) == taken_back
    assert counted_filling([taken_back], date(2026, 2, 19)) == taken_back
    assert counted_filling([taken_back], date(2026, 2, 20)) is None


def test_what_follows_a_withdrawn_filling_counts_from_its_own_day():
    fillings = [
        Filling(date(2026, 2, 10), withdrawn_on=date(2026, 2, 20)),
        Filling(date(2026, 2, 25)),
    ]

    counted = counted_filling(fillings, date(2026, 3, 1))

    assert counted == fillings[1]
    assert stands(facts("02-13", "02-25"), "03-01") is SlotState.LATE


def test_a_migrated_filling_hides_no_late_one():
    late, migrated = Filling(date(2026, 3, 1)), Filling(date(2026, 1, 5), True)

    assert counted_filling([migrated, late], date(2026, 3, 2)) == late
    assert counted_filling([migrated, late], date(2026, 2, 28)) == migrated


def sql_of_the_table() -> str:
    """The table as one CASE, as the ledger's query makes it."""
    rows = []
    for row in TABLE[:-1]:
        conditions = [
            one.name
            if isinstance(one, Flag)
            else f"{one.day} {one.operator.value} {one.other}"
            for one in row.conditions
        ]
        rows.append(f"WHEN {' AND '.join(conditions)} THEN '{row.state.value}'")
    return f"CASE {' '.join(rows)} ELSE '{TABLE[-1].state.value}' END"


def test_the_table_as_sql_agrees_on_ten_thousand_slots():
    chance = random.Random(8)
    today = date(2026, 2, 12)
    at = horizon(today, WARNING_DAYS, SHIPPED)

    def some_day():
        return today + chance.randint(-12, 12) * ONE_DAY

    slots = [
        SlotFacts(
            some_day(),
            some_day() if chance.random() < 0.5 else None,
            chance.random() < 0.3,
            some_day() if chance.random() < 0.3 else None,
        )
        for _ in range(10_000)
    ]
    names = ", ".join(field.name for field in fields(SlotFacts))
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE slot ({names})")
        texts = methodcaller("isoformat")
        database.executemany(
            "INSERT INTO slot VALUES (?, ?, ?, ?)",
            [
                [texts(one) if isinstance(one, date) else one for one in astuple(slot)]
                for slot in slots
            ],
        )
        query = f"""SELECT {sql_of_the_table()} FROM slot,
            (SELECT ? AS today, ? AS soon_until) ORDER BY slot.rowid"""
        answers = database.execute(query, [*map(texts, astuple(at))]).fetchall()

    expected = [state_of(slot, at).value for slot in slots]
    assert [answer for (answer,) in answers] == expected
    assert min(Counter(expected)[state.value] for state in SlotState) > 100


@given(FACTS, NEAR_DAYS, st.integers(0, 10), CALENDARS)
def test_the_warning_begins_when_so_many_working_days_are_left(
    slot, today, warning_days, calendar
):
    empty = SlotFacts(slot.due_on)

    found = reckon(empty, today, warning_days, calendar)

    left = working_days_between(today, empty.due_on, calendar)
    if today > empty.due_on:
        assert found.state is SlotState.OVERDUE
    else:
        is_near = found.state is SlotState.DUE_SOON
        assert is_near == (left <= warning_days) == (found.warned_from <= today)


@given(FACTS, NEAR_DAYS, CALENDARS)
def test_in_time_and_late_agree_with_the_days_counted(slot, today, calendar):
    found = reckon(slot, today, WARNING_DAYS, calendar)

    assert (found.days is None) == (found.state is SlotState.MIGRATED)
    assert (found.working_days is None) == (found.days is None)
    if found.days is not None and found.working_days is not None:
        late = {SlotState.LATE, SlotState.OVERDUE}
        in_time = {SlotState.IN_TIME, SlotState.DUE_SOON, SlotState.PENDING}
        assert found.state not in (late if found.days >= 0 else in_time)
        assert abs(found.working_days) <= abs(found.days)
        assert found.working_days * found.days >= 0


@given(FACTS, NEAR_DAYS, st.integers(0, 60))
def test_what_is_filled_stays_as_it_is_whatever_day_it_gets(slot, today, later):
    at = horizon(today, WARNING_DAYS, SHIPPED)
    state = state_of(slot, at)

    after = state_of(slot, horizon(today + later * ONE_DAY, WARNING_DAYS, SHIPPED))

    assert after is state or state not in FILLED_STATES


@given(FACTS, NEAR_DAYS)
def test_what_lies_ahead_changes_nothing_today(slot, today):
    at = horizon(today, WARNING_DAYS, SHIPPED)
    known = replace(
        slot,
        filled_on=slot.filled_on
        if slot.filled_on and slot.filled_on <= today
        else None,
        explained_on=slot.explained_on
        if slot.explained_on and slot.explained_on <= today
        else None,
    )

    assert state_of(slot, at) is state_of(known, at)


@given(DAYS, st.integers(0, 15), CALENDARS, st.integers(0, 40))
def test_the_horizon_is_the_last_due_day_that_is_near(today, days, calendar, ahead):
    due_on = today + ahead * ONE_DAY

    soon = horizon(today, days, calendar).soon_until

    left = working_days_between(today, due_on, calendar)
    assert (due_on <= soon) == (left <= days)
