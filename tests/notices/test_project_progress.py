"""How far a step is, from two days and the day of reading."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from notices.project_progress import StepState, standing_of

TODAY = date(2026, 11, 25)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2029, 1, 1))


@pytest.mark.parametrize(
    ("promised_on", "done_on", "state", "days_late"),
    [
        (None, None, StepState.UNDATED, 0),
        (TOMORROW, None, StepState.PLANNED, 0),
        (TODAY, None, StepState.PLANNED, 0),
        (YESTERDAY, None, StepState.OVERDUE, 1),
        (date(2026, 11, 1), None, StepState.OVERDUE, 24),
        (None, TODAY, StepState.DONE, 0),
        (TODAY, TODAY, StepState.DONE, 0),
        (TOMORROW, TODAY, StepState.DONE, 0),
        (YESTERDAY, TODAY, StepState.DONE_LATE, 1),
        (None, TOMORROW, StepState.PLANNED, 0),
        (TOMORROW, TOMORROW, StepState.PLANNED, 0),
        (YESTERDAY, TOMORROW, StepState.OVERDUE, 1),
    ],
)
def test_a_step_stands_as_its_days_say(promised_on, done_on, state, days_late):
    standing = standing_of(promised_on, done_on, today=TODAY)

    assert (standing.state, standing.days_late) == (state, days_late)


@given(promised_on=DAYS, done_on=DAYS, today=DAYS.filter(bool))
def test_what_is_late_says_by_how_many_days_and_nothing_else_does(
    promised_on, done_on, today
):
    standing = standing_of(promised_on, done_on, today=today)

    is_late = standing.state in (StepState.DONE_LATE, StepState.OVERDUE)
    assert is_late == (standing.days_late > 0)


@given(promised_on=DAYS.filter(bool), today=DAYS.filter(bool))
def test_a_step_that_nobody_does_becomes_overdue_once_and_stays_so(promised_on, today):
    now = standing_of(promised_on, None, today=today)
    later = standing_of(promised_on, None, today=today + timedelta(days=1))

    assert later.state is StepState.OVERDUE or now.state is StepState.PLANNED
