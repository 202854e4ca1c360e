"""Who is reminded of what is not published yet, and on which days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from directories.catalogue_reminders import (
    LADDER,
    Reader,
    Rung,
    last_due_day_told,
    reminders_due,
)
from disclosure_portal.foundation.workdays import working_days_between
from tests.work_calendars import CALENDARS, DAYS, SHIPPED

ONE_DAY = timedelta(days=1)
RUNGS = st.builds(
    lambda reader, days: Rung(f"{reader.value}{days}", reader, days),
    st.sampled_from(Reader),
    st.integers(-10, 10),
)
LADDERS = st.lists(RUNGS, min_size=1, max_size=6, unique=True)


def told(due: str, today: str, sent=()) -> list[str]:
    due_on, on = date.fromisoformat(due), date.fromisoformat(today)
    return [one.rung.code for one in reminders_due(due_on, on, SHIPPED, sent)]


# Due on Tuesday 10 March 2026; on Saturday 28 February people worked.
ORDINARY: tuple[tuple[str, list[str]], ...] = (
    ("2026-03-02", []),
    ("2026-03-03", ["clerk_ahead"]),
    ("2026-03-06", []),
    ("2026-03-09", ["clerk_last_call"]),
    ("2026-03-10", []),
    ("2026-03-11", ["clerk_overdue", "head_overdue"]),
    ("2026-03-12", []),
    ("2026-03-13", ["office_overdue"]),
    ("2026-03-16", []),
    ("2026-06-01", []),
)


def test_the_clerk_then_the_head_then_the_office_each_once():
    sent: list[str] = []
    for text, expected in ORDINARY:
        codes = told("2026-03-10", text, sent)
        assert codes == expected, text
        sent += codes

    assert sent == [rung.code for rung in LADDER]


FESTIVAL = {
    "a week ahead of a day behind it": ("2026-02-25", "2026-02-11", ["clerk_ahead"]),
    "not a day sooner": ("2026-02-25", "2026-02-10", []),
    "the working day before": ("2026-02-24", "2026-02-14", ["clerk_last_call"]),
    "after it": ("2026-02-14", "2026-02-24", ["clerk_overdue", "head_overdue"]),
    "in it nobody is late": ("2026-02-14", "2026-02-23", []),
    # A day that the rule names: after Friday 13 one day of work is left before it.
    "due on a day off": ("2026-02-18", "2026-02-13", ["clerk_last_call"]),
}


@pytest.mark.parametrize(
    ("due", "today", "codes"), FESTIVAL.values(), ids=FESTIVAL.keys()
)
def test_over_the_spring_festival(due, today, codes):
    sent = {"clerk_ahead", "clerk_last_call"} - set(codes)
    assert told(due, today, sent) == codes


def test_a_portal_that_stood_still_tells_each_reader_the_latest_only():
    assert told("2026-03-10", "2026-04-01") == [
        "clerk_overdue",
        "head_overdue",
        "office_overdue",
    ]
    assert told("2026-03-10", "2026-03-10") == ["clerk_last_call"]


def test_nobody_is_told_after_the_due_day_that_it_is_coming():
    only_ahead = [Rung("ahead", Reader.CLERK, -3)]
    due_on = date(2026, 3, 10)

    on_the_day = reminders_due(due_on, due_on, SHIPPED, (), only_ahead)
    after_it = reminders_due(due_on, due_on + ONE_DAY, SHIPPED, (), only_ahead)

    assert [one.rung.code for one in on_the_day] == ["ahead"]
    assert after_it == []


def test_a_reminder_may_fall_on_the_due_day_itself():
    today = [Rung("today", Reader.CLERK, 0)]
    due_on = date(2026, 3, 10)

    assert reminders_due(due_on, due_on - ONE_DAY, SHIPPED, (), today) == []
    assert reminders_due(due_on, due_on, SHIPPED, (), today)[0].fell_on == due_on
    assert reminders_due(due_on, due_on + ONE_DAY, SHIPPED, (), today) == []


@given(DAYS, CALENDARS, LADDERS)
def test_sent_day_by_day_each_goes_out_at_most_once_and_on_its_day(
    due_on, calendar, ladder
):
    sent: set[str] = set()
    for number in range(-60, 61):
        today = due_on + number * ONE_DAY
        for one in reminders_due(due_on, today, calendar, sent, ladder):
            assert one.rung.code not in sent
            assert one.fell_on == today or number == -60
            sent.add(one.rung.code)

    told = {rung.reader for rung in ladder if rung.code in sent}
    assert told == {rung.reader for rung in ladder}


@given(DAYS, st.integers(-40, 40), CALENDARS, LADDERS)
def test_once_all_are_sent_nothing_is_left(due_on, number, calendar, ladder):
    codes = {rung.code for rung in ladder}

    assert (
        reminders_due(due_on, due_on + number * ONE_DAY, calendar, codes, ladder) == []
    )


@given(DAYS, st.integers(-60, 60), CALENDARS, LADDERS)
def test_a_reminder_keeps_its_distance_in_working_days(
    due_on, number, calendar, ladder
):
    today = due_on + number * ONE_DAY

    for one in reminders_due(due_on, today, calendar, (), ladder):
        days = one.rung.working_days
        assert one.fell_on <= today
        if days > 0:
            assert working_days_between(due_on, one.fell_on, calendar) == days
        else:
            assert working_days_between(one.fell_on, due_on, calendar) == -days


@given(DAYS, st.integers(0, 60), CALENDARS, LADDERS)
def test_no_slot_beyond_the_last_due_day_is_told_of(today, number, calendar, ladder):
    last = last_due_day_told(today, calendar, ladder)

    beyond = last + (number + 1) * ONE_DAY
    assert reminders_due(beyond, today, calendar, (), ladder) == []


@pytest.mark.parametrize(
    ("days", "last"), [(-5, "2026-02-27"), (-1, "2026-02-23"), (1, "2026-02-13")]
)
def test_the_last_due_day_over_the_spring_festival(days, last):
    ladder = [Rung("one", Reader.CLERK, days)]

    found = last_due_day_told(date(2026, 2, 13), SHIPPED, ladder)

    assert found == date.fromisoformat(last)


@given(DAYS, CALENDARS, st.integers(-10, 0))
def test_the_last_due_day_is_told_of(today, calendar, days):
    ladder = [Rung("one", Reader.CLERK, days)]

    last = last_due_day_told(today, calendar, ladder)

    assert reminders_due(last, today, calendar, (), ladder)
