"""Clocks of letters, by days that were counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure_portal.foundation.workdays import WorkCalendar
from feedback.clocks import (
    Course,
    Grades,
    Limit,
    LineKind,
    Pause,
    Standing,
    alarm_from,
    count,
    days_taken,
    last_silent_day,
    standing,
)
from tests.work_calendars import SHIPPED

pytestmark = pytest.mark.once

# As if nothing of 2026 were announced yet.
BEFORE_THE_NOTICE = WorkCalendar(frozenset(), frozenset(), date(2025, 12, 31))
TODAY = date(2026, 3, 31)
# Monday; five working days end on Monday 9 March.
MONDAY = date(2026, 3, 2)
FIVE = Limit(5)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def pause(first: str, last: str | None) -> Pause:
    return Pause(day(first), day(last) if last else None)


SPRING = {
    "2025: Thursday before": ("2025-01-23", 5, "2025-02-06"),
    "2025: Friday, over the worked Sunday": ("2025-01-24", 3, "2025-02-05"),
    "2025: the free Saturday": ("2025-01-25", 5, "2025-02-07"),
    "2025: the worked Sunday, to the worked Saturday": ("2025-01-26", 5, "2025-02-08"),
    "2025: the eve": ("2025-01-27", 5, "2025-02-10"),
    "2025: within": ("2025-01-30", 5, "2025-02-10"),
    "2025: the last day off": ("2025-02-04", 5, "2025-02-10"),
    "2025: Friday, Saturday is worked": ("2025-02-07", 5, "2025-02-13"),
    "2026: Thursday before": ("2026-02-12", 5, "2026-02-26"),
    "2026: Friday, Saturday is worked": ("2026-02-13", 5, "2026-02-27"),
    "2026: the worked Saturday, to the other": ("2026-02-14", 5, "2026-02-28"),
    "2026: within": ("2026-02-18", 5, "2026-02-28"),
    "2026: the last day off": ("2026-02-23", 5, "2026-02-28"),
    "2026: the day after": ("2026-02-24", 5, "2026-03-02"),
    "2026: one day, over it all": ("2026-02-14", 1, "2026-02-24"),
    "2026: twenty days": ("2026-02-13", 20, "2026-03-19"),
}


@pytest.mark.parametrize(("received", "days", "due"), SPRING.values(), ids=SPRING)
def test_at_the_spring_festival(received: str, days: int, due: str) -> None:
    course = Course(date.fromisoformat(received), Limit(days))

    assert count(course, SHIPPED, TODAY).due_on == date.fromisoformat(due)


PAUSES = {
    "none": ([], "03-09"),
    "two working days": ([("03-04", "03-06")], "03-11"),
    "asked and answered in a day": ([("03-04", "03-04")], "03-09"),
    "begun on a day off": ([("03-07", "03-10")], "03-11"),
    "ended on a day off": ([("03-05", "03-08")], "03-10"),
    "of a weekend": ([("03-06", "03-08")], "03-09"),
    "begun on the day of receipt": ([("03-02", "03-03")], "03-10"),
    "begun the day before the last, over it": ([("03-06", "03-12")], "03-13"),
    "begun on the last day": ([("03-09", "03-20")], "03-09"),
    "begun after the last day": ([("03-11", "03-20")], "03-09"),
    "two of them": ([("03-03", "03-04"), ("03-05", "03-09")], "03-12"),
    "one right after the other": ([("03-03", "03-04"), ("03-04", "03-05")], "03-11"),
    "going on": ([("03-04", None)], "04-03"),
    "going on since the last day": ([("03-09", None)], "03-09"),
}


@pytest.mark.parametrize(("pauses", "due"), PAUSES.values(), ids=PAUSES)
def test_a_pause(pauses: list[tuple[str, str | None]], due: str) -> None:
    course = Course(MONDAY, FIVE, [pause(*each) for each in pauses])

    assert count(course, SHIPPED, TODAY).due_on == day(due)


def test_a_pause_over_the_festival_leaves_out_worked_days_only() -> None:
    course = Course(day("02-12"), FIVE, [pause("02-13", "02-24")])

    result = count(course, SHIPPED, TODAY)

    assert result.due_on == day("02-28")
    (told,) = [line for line in result.lines if line.kind is LineKind.PAUSED]
    assert told.days == 2  # Saturday 14, which is worked, and Tuesday 24 February


def test_a_pause_that_ends_on_a_worked_saturday_leaves_it_out() -> None:
    course = Course(day("02-24"), FIVE, [pause("02-26", "02-28")])

    assert count(course, SHIPPED, TODAY).due_on == day("03-04")


CALENDAR_DAYS = {
    "ends on a working day": ("03-02", 10, [], "03-12"),
    "ends on a Saturday": ("03-04", 10, [], "03-16"),
    "ends on a worked Saturday": ("02-04", 10, [], "02-14"),
    "ends in the festival": ("02-05", 10, [], "02-24"),
    "sixty days": ("01-05", 60, [], "03-06"),
    "a pause leaves out every day": ("03-02", 10, [("03-04", "03-07")], "03-16"),
    "a pause begun on the free end": ("03-04", 10, [("03-14", "03-18")], "03-19"),
}


@pytest.mark.parametrize(
    ("received", "days", "pauses", "due"), CALENDAR_DAYS.values(), ids=CALENDAR_DAYS
)
def test_calendar_days(
    received: str, days: int, pauses: list[tuple[str, str]], due: str
) -> None:
    limit = Limit(days, is_working=False)
    course = Course(day(received), limit, [pause(*each) for each in pauses])

    assert count(course, SHIPPED, TODAY).due_on == day(due)


@pytest.mark.parametrize(("received", "due"), [("03-02", "03-16"), ("02-10", "03-02")])
def test_more_time_is_counted_on(received: str, due: str) -> None:
    course = Course(day(received), Limit(5, added=5))

    assert count(course, SHIPPED, TODAY).due_on == day(due)


@pytest.mark.parametrize(
    ("again", "days", "due"),
    [("03-02", 15, "03-23"), ("02-18", 3, "02-26"), ("02-28", 1, "03-02")],
)
def test_what_is_taken_up_again_counts_from_that_day(
    again: str, days: int, due: str
) -> None:
    course = Course(day("01-26"), Limit(days), restarted=day(again))

    assert count(course, SHIPPED, TODAY).due_on == day(due)


def test_a_late_notice_of_days_off_moves_the_end_and_settles_it() -> None:
    course = Course(day("02-13"), FIVE)

    before, after = (
        count(course, calendar, TODAY) for calendar in (BEFORE_THE_NOTICE, SHIPPED)
    )

    assert (before.due_on, before.is_provisional) == (day("02-20"), True)
    assert (after.due_on, after.is_provisional) == (day("02-27"), False)


def test_each_step_of_the_arithmetic_is_told_in_order() -> None:
    course = Course(day("02-10"), Limit(5, added=2), [pause("02-11", "02-13")])

    told = [
        (line.kind, line.day, line.last, line.days)
        for line in count(course, SHIPPED, TODAY).lines
    ]

    assert told == [
        (LineKind.RECEIVED, day("02-10"), None, 0),
        (LineKind.FIRST, day("02-11"), None, 0),
        (LineKind.COUNTED, day("02-11"), day("02-11"), 1),
        (LineKind.PAUSED, day("02-11"), day("02-13"), 2),
        (LineKind.COUNTED, day("02-14"), day("02-14"), 1),
        (LineKind.WORKED, day("02-14"), None, 0),
        (LineKind.OFF, day("02-15"), day("02-23"), 9),
        (LineKind.COUNTED, day("02-24"), day("02-28"), 5),
        (LineKind.WORKED, day("02-28"), None, 0),
        (LineKind.ADDED, day("02-28"), None, 2),
        (LineKind.DUE, day("02-28"), None, 7),
    ]


def test_of_calendar_days_no_day_off_is_left_out() -> None:
    course = Course(day("02-10"), Limit(10, is_working=False))

    told = {line.kind: line for line in count(course, SHIPPED, TODAY).lines}

    assert told[LineKind.FIRST].day == day("02-11")
    assert told[LineKind.COUNTED].last == day("02-20")
    assert told[LineKind.ROLLED].last == day("02-24")
    assert not {LineKind.OFF, LineKind.WORKED} & told.keys()


def test_a_worked_saturday_within_a_pause_is_not_said_to_count() -> None:
    course = Course(day("02-12"), FIVE, [pause("02-13", "02-24")])

    worked = [
        line.day
        for line in count(course, SHIPPED, TODAY).lines
        if line.kind is LineKind.WORKED
    ]

    assert worked == [day("02-28")]


def test_while_the_writer_is_waited_for_nothing_more_is_used() -> None:
    course = Course(MONDAY, FIVE, [pause("03-04", None)])

    early, late = (count(course, SHIPPED, day(text)) for text in ("03-06", "03-18"))

    assert (early.used, early.left) == (late.used, late.left) == (2, 3)
    assert (early.due_on, late.due_on) == (day("03-11"), day("03-23"))
    kinds = [line.kind for line in late.lines]
    assert LineKind.WAITING in kinds
    assert kinds[-1] is LineKind.IF_TODAY


def test_whom_one_asks_again_the_same_day_is_waited_for_once() -> None:
    pauses = [pause("03-04", "03-04"), pause("03-04", None)]

    kinds = [
        line.kind
        for line in count(Course(MONDAY, FIVE, pauses), SHIPPED, day("03-06")).lines
    ]

    assert kinds.count(LineKind.WAITING) == 1
    assert LineKind.PAUSED not in kinds


@pytest.mark.parametrize(
    ("today", "used"), [("03-02", 0), ("03-04", 2), ("03-08", 4), ("03-30", 5)]
)
def test_days_used_and_left(today: str, used: int) -> None:
    result = count(Course(MONDAY, FIVE), SHIPPED, day(today))

    assert (result.used, result.left) == (used, 5 - used)


def test_a_limit_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        count(Course(MONDAY, Limit(0)), SHIPPED, TODAY)


TAKEN = {
    "the same day": ("03-02", "03-02", [], 0),
    "over a weekend": ("03-06", "03-09", [], 1),
    "on a day off": ("03-06", "03-08", [], 0),
    "over the festival": ("02-13", "02-24", [], 2),
    "less a pause": ("03-02", "03-11", [("03-04", "03-06")], 5),
    "answered before it came in": ("03-06", "03-02", [], 0),
}


@pytest.mark.parametrize(
    ("received", "answered", "pauses", "days"), TAKEN.values(), ids=TAKEN
)
def test_working_days_that_an_answer_took(
    received: str, answered: str, pauses: list[tuple[str, str]], days: int
) -> None:
    course = Course(day(received), FIVE, [pause(*each) for each in pauses])

    assert days_taken(course, day(answered), SHIPPED) == days


# --- How it stands -----------------------------------------------------------------

STANDINGS = {
    "two days before": ("03-06", "03-04", Standing.IN_TIME),
    "the working day before": ("03-06", "03-05", Standing.WARNED),
    "the last day": ("03-06", "03-06", Standing.WARNED),
    "on the weekend after": ("03-06", "03-07", Standing.OVER),
    "the first working day after": ("03-06", "03-09", Standing.LATE),
    "the second": ("03-06", "03-10", Standing.LATE),
    "the third": ("03-06", "03-11", Standing.VERY_LATE),
    "warned before the festival": ("02-24", "02-14", Standing.WARNED),
    "not before the day before that": ("02-24", "02-13", Standing.IN_TIME),
    "warned throughout the festival": ("02-24", "02-18", Standing.WARNED),
    "after a worked Saturday": ("02-28", "03-01", Standing.OVER),
    "the first after a worked Saturday": ("02-28", "03-02", Standing.LATE),
}


@pytest.mark.parametrize(("due", "today", "stands"), STANDINGS.values(), ids=STANDINGS)
def test_how_it_stands(due: str, today: str, stands: Standing) -> None:
    assert standing(day(due), day(today), SHIPPED) is stands


@pytest.mark.parametrize(
    ("today", "stands"),
    [("03-03", Standing.IN_TIME), ("03-04", Standing.WARNED),
     ("03-09", Standing.OVER), ("03-10", Standing.LATE),
     ("03-12", Standing.LATE), ("03-13", Standing.VERY_LATE)],
)  # fmt: skip
def test_an_office_sets_its_own_grades(today: str, stands: Standing) -> None:
    own = Grades(warned=2, late=2, very_late=5)

    assert standing(day("03-06"), day(today), SHIPPED, grades=own) is stands


@pytest.mark.parametrize(
    ("paused_on", "stands"),
    [("03-05", Standing.PAUSED), ("03-06", Standing.LATE), ("03-09", Standing.LATE)],
)
def test_who_asks_on_the_last_day_stops_nothing(
    paused_on: str, stands: Standing
) -> None:
    found = standing(day("03-06"), day("03-10"), SHIPPED, paused_on=day(paused_on))

    assert found is stands


@pytest.mark.parametrize(
    ("received", "alarm"),
    [("2026-01-15", "2026-03-15"), ("2025-12-31", "2026-02-28"),
     ("2026-01-31", "2026-03-31"), ("2027-12-30", "2028-02-29")],
)  # fmt: skip
def test_the_alarm_sounds_after_two_months(received: str, alarm: str) -> None:
    assert alarm_from(date.fromisoformat(received)) == date.fromisoformat(alarm)


def test_at_the_end_of_february_several_days_alarm_at_once() -> None:
    assert last_silent_day(day("02-27")) == date(2025, 12, 27)
    assert last_silent_day(day("02-28")) == date(2025, 12, 31)
