"""What holds of every clock, whatever the calendar and the pauses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    is_working_day,
    version,
)
from feedback.clocks import (
    Count,
    Course,
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

pytestmark = pytest.mark.once

DAY = timedelta(days=1)
TODAY = date(2026, 6, 1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
CALENDARS = st.builds(
    WorkCalendar,
    st.frozensets(DAYS, max_size=40),
    st.frozensets(DAYS, max_size=20),
    DAYS,
)
LIMITS = st.builds(Limit, st.integers(1, 40), st.booleans(), st.integers(0, 10))


@st.composite
def _pause(draw: st.DrawFn) -> Pause:
    first = draw(DAYS)
    return Pause(first, first + draw(st.integers(0, 30)) * DAY)


PAUSES = st.lists(_pause(), max_size=4)
COURSES = st.builds(Course, DAYS, LIMITS, PAUSES, st.none() | DAYS)


def loop(course: Course, calendar: WorkCalendar) -> date:
    """Day by day, as a clerk counts on a wall calendar."""
    day, left = course.restarted or course.received, course.limit.days
    left += course.limit.added
    while left > 0:
        day += DAY
        if not waits(course.pauses, day) and (
            not course.limit.is_working or is_working_day(day, calendar)
        ):
            left -= 1
    if is_working_day(day, calendar):
        return day
    while waits(course.pauses, day) or not is_working_day(day, calendar):
        day += DAY
    return day


def waits(pauses: Sequence[Pause], day: date) -> bool:
    return any(p.first < day and p.last is not None and day <= p.last for p in pauses)


def kinds(result: Count, kind: LineKind) -> list[int]:
    return [line.days for line in result.lines if line.kind is kind]


@given(COURSES, CALENDARS)
def test_the_last_day_is_that_of_a_wall_calendar(
    course: Course, calendar: WorkCalendar
) -> None:
    assert count(course, calendar, TODAY).due_on == loop(course, calendar)


@given(COURSES, CALENDARS)
def test_the_last_day_is_worked(course: Course, calendar: WorkCalendar) -> None:
    assert is_working_day(count(course, calendar, TODAY).due_on, calendar)


@given(COURSES, CALENDARS)
def test_the_counted_stretches_add_up_to_the_limit(
    course: Course, calendar: WorkCalendar
) -> None:
    result = count(course, calendar, TODAY)

    assert sum(kinds(result, LineKind.COUNTED)) == course.limit.total
    assert result.used + result.left == course.limit.total


@given(COURSES, CALENDARS, st.integers(0, 20))
def test_more_time_never_ends_sooner(
    course: Course, calendar: WorkCalendar, more: int
) -> None:
    longer = Course(
        course.received,
        Limit(course.limit.days + more, course.limit.is_working, course.limit.added),
        course.pauses,
        course.restarted,
    )

    due = count(course, calendar, TODAY).due_on
    assert count(longer, calendar, TODAY).due_on >= due


@given(COURSES, CALENDARS, _pause())
def test_a_pause_never_brings_the_end_nearer(
    course: Course, calendar: WorkCalendar, pause: Pause
) -> None:
    paused = Course(
        course.received, course.limit, [*course.pauses, pause], course.restarted
    )

    due = count(course, calendar, TODAY).due_on
    assert count(paused, calendar, TODAY).due_on >= due
    if pause.first >= due:
        assert count(paused, calendar, TODAY).due_on == due


@given(COURSES, CALENDARS, st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_are_told_changes_nothing(
    course: Course, calendar: WorkCalendar, random: st.DataObject
) -> None:
    pauses = list(course.pauses)
    random.shuffle(pauses)  # type: ignore[attr-defined]
    other = Course(course.received, course.limit, pauses, course.restarted)

    assert count(other, calendar, TODAY) == count(course, calendar, TODAY)


@given(COURSES, CALENDARS, DAYS)
def test_what_goes_on_counts_as_if_it_ended_today(
    course: Course, calendar: WorkCalendar, first: date
) -> None:
    def with_pause(last: date | None) -> date:
        pauses = [*course.pauses, Pause(first, last)]
        paused = Course(course.received, course.limit, pauses, course.restarted)
        return count(paused, calendar, TODAY).due_on

    assert with_pause(None) == with_pause(TODAY)


@given(DAYS, st.integers(1, 40), PAUSES, CALENDARS)
def test_an_answer_on_the_last_day_took_the_whole_limit(
    received: date, days: int, pauses: list[Pause], calendar: WorkCalendar
) -> None:
    course = Course(received, Limit(days), pauses)
    due = count(course, calendar, TODAY).due_on

    assert days_taken(course, due, calendar) == days


@given(DAYS, DAYS, CALENDARS)
def test_a_standing_never_gets_better_as_days_pass(
    due: date, today: date, calendar: WorkCalendar
) -> None:
    order = list(Standing)
    now, later = (
        order.index(standing(due, day, calendar)) for day in (today, today + DAY)
    )

    assert later >= now


@given(st.dates(date(2024, 1, 1), date(2029, 1, 1)), st.integers(0, 80))
def test_rows_and_pages_agree_on_the_alarm(received: date, days: int) -> None:
    today = received + days * DAY

    assert (received <= last_silent_day(today)) == (alarm_from(received) <= today)


@given(CALENDARS, CALENDARS)
def test_calendars_have_one_version_only_where_they_are_alike(
    one: WorkCalendar, other: WorkCalendar
) -> None:
    assert (version(one) == version(other)) == (one == other)
