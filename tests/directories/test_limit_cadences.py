"""Every time limit that a standard can state becomes a cadence, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from directories.cadences import FixedDay, Periodic, Standing, due_of_period
from directories.limit_cadences import cadence_of
from directories.models import columns_of
from directories.models.duty_rules import CadenceKind
from directories.periods import period_of
from directories.time_limits import Cadence, LimitRule, Period, Span, Trigger
from tests.work_calendars import SHIPPED

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@st.composite
def limits(draw):
    """What the columns of a standard's limit may hold, sensible or not."""
    number = draw(st.none() | st.integers(0, 400))
    span = draw(st.sampled_from(Span)) if number is not None else None
    day = draw(st.none() | st.integers(1, 31))
    return LimitRule(
        draw(st.sampled_from(Cadence)),
        tuple(draw(st.lists(st.sampled_from(Trigger), max_size=2, unique=True))),
        number,
        span,
        period=draw(st.none() | st.sampled_from(Period)),
        month=draw(st.none() | st.integers(1, 12)) if day else None,
        day=day,
    )


@given(st.lists(limits(), max_size=4))
@settings(max_examples=400)
def test_every_limit_gives_a_cadence_that_can_be_stored_or_none(rules):
    cadence = cadence_of(rules)

    if cadence is None:
        assert not rules or any(rule.cadence is Cadence.PERIODIC for rule in rules)
        return
    columns = columns_of(cadence)
    assert columns["cadence"] in CadenceKind.values
    assert -11 <= columns["months_after"] <= 12
    assert 0 <= columns["day"] <= 31


@given(limits(), DAYS)
@settings(max_examples=400)
def test_what_comes_by_the_calendar_is_never_due_before_its_period(rule, day):
    cadence = cadence_of([rule])
    if not isinstance(cadence, Periodic | Standing):
        return
    span = cadence.span if isinstance(cadence, Periodic) else cadence.review
    period = period_of(day, span)

    due_on, _provisional = due_of_period(cadence, period.last, SHIPPED)

    assert due_on >= period.first


CASES = {
    "by the end of March is in the year itself": (
        LimitRule(Cadence.PERIODIC, period=Period.YEAR, month=3, day=31),
        FixedDay(-9, 31),
    ),
    "by the tenth of each month is in the next one": (
        LimitRule(Cadence.PERIODIC, period=Period.MONTH, day=10),
        FixedDay(1, 10),
    ),
    "a month named of a quarter says nothing": (
        LimitRule(Cadence.PERIODIC, period=Period.QUARTER, month=1, day=10),
        FixedDay(1, 10),
    ),
}


@pytest.mark.parametrize(("rule", "due"), CASES.values(), ids=CASES.keys())
def test_a_named_day_is_in_the_month_that_is_meant(rule, due):
    cadence = cadence_of([rule])

    assert isinstance(cadence, Periodic)
    assert cadence.due == due
