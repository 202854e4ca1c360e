"""What holds for the slots of any duty, under any calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from directories.cadences import (
    AdHoc,
    Duty,
    FixedDay,
    LimitUnit,
    Periodic,
    Phased,
    Stage,
    Standing,
    Trigger,
    Within,
    slots_between,
    slots_opening,
)
from directories.periods import MONTHS, Period, Span, period_of
from disclosure_portal.foundation.days import months_later
from disclosure_portal.foundation.workdays import next_working_day, working_days_between
from tests.work_calendars import CALENDARS, DAYS

ONE_DAY = timedelta(days=1)
SPANS = st.sampled_from(Span)
LIMITS = st.builds(Within, st.integers(0, 40), st.sampled_from(LimitUnit))
MONTHS_AFTER = st.integers(0, 6)
NAMED = st.builds(FixedDay, MONTHS_AFTER, st.integers(1, 31))
TRIGGERS = st.lists(DAYS, max_size=5, unique=True).map(
    lambda days: tuple(Trigger(day.isoformat(), day) for day in days)
)
STAGES = st.lists(DAYS, max_size=6).map(
    lambda days: tuple(Stage(str(n), day) for n, day in enumerate(days))
)


@st.composite
def within_or_named(draw, span):
    inside = st.builds(FixedDay, st.integers(1 - MONTHS[span], 6), st.integers(1, 31))
    return draw(st.one_of(LIMITS, inside))


@st.composite
def cadences(draw):
    span = draw(SPANS)
    rule = draw(within_or_named(span))
    return draw(
        st.sampled_from(
            [
                Periodic(span, rule),
                Standing(span, rule, draw(LIMITS)),
                Phased(draw(STAGES), draw(LIMITS)),
                AdHoc(draw(LIMITS)),
            ]
        )
    )


@st.composite
def duties(draw, made=None):
    cadence = draw(cadences() if made is None else made)
    begins_on = draw(DAYS)
    ends_on = draw(
        st.none() | st.integers(0, 900).map(lambda n: begins_on + n * ONE_DAY)
    )
    return Duty(cadence, begins_on, ends_on, draw(TRIGGERS))


PERIODIC = duties(st.builds(Periodic, SPANS, LIMITS))
WINDOWS = st.lists(DAYS, min_size=2, max_size=2).map(sorted)
THREE_DAYS = st.lists(DAYS, min_size=3, max_size=3, unique=True).map(sorted)


@given(PERIODIC, WINDOWS, CALENDARS)
def test_periods_cover_what_the_duty_binds_without_gap_or_overlap(
    duty, window, calendar
):
    found = slots_between(duty, window[0], window[1], calendar)

    for one, following in pairwise(found):
        assert following.period_start == one.period_end + ONE_DAY
    first, last = max(window[0], duty.begins_on), window[1]
    last = min(last, duty.ends_on) if duty.ends_on else last
    assert bool(found) == (first <= last)
    if found:
        assert found[0].period_start <= first
        assert last <= found[-1].period_end


@given(duties(), WINDOWS, CALENDARS)
def test_named_days_leave_no_gap_between_periods_either(duty, window, calendar):
    whole = slots_between(replace(duty, triggers=()), window[0], window[1], calendar)

    spans = dict.fromkeys((slot.period_start, slot.period_end) for slot in whole)
    for one, following in pairwise(spans):
        assert following[0] == one[1] + ONE_DAY


@given(duties(), WINDOWS, CALENDARS)
def test_slots_stand_in_order_with_keys_of_their_own_inside_the_duty(
    duty, window, calendar
):
    found = slots_between(duty, window[0], window[1], calendar)

    assert len({slot.key for slot in found}) == len(found)
    assert found == sorted(found, key=lambda slot: (slot.period_start, slot.period_end))
    for slot in found:
        assert duty.begins_on <= slot.opens_on <= slot.period_start <= slot.period_end
        assert duty.ends_on is None or slot.period_end <= duty.ends_on
        assert slot.period_start <= window[1]
        assert window[0] <= slot.period_end


@given(duties(), WINDOWS, CALENDARS, CALENDARS)
def test_a_change_of_calendar_changes_due_days_only(duty, window, calendar, other):
    before = slots_between(duty, window[0], window[1], calendar)
    after = slots_between(duty, window[0], window[1], other)

    def alike(slot):
        return replace(slot, due_on=slot.period_end, is_provisional=False)

    assert [alike(slot) for slot in before] == [alike(slot) for slot in after]


@given(duties(), THREE_DAYS, CALENDARS)
def test_a_window_cut_in_two_shows_the_same_slots(duty, days, calendar):
    first, cut, last = days

    whole = slots_between(duty, first, last, calendar)
    parts = [
        *slots_between(duty, first, cut, calendar),
        *slots_between(duty, cut + ONE_DAY, last, calendar),
    ]

    assert {slot.key for slot in parts} == {slot.key for slot in whole}
    assert all(slot in whole for slot in parts)


@given(duties(), THREE_DAYS, CALENDARS)
def test_each_slot_opens_on_one_day_only(duty, days, calendar):
    first, cut, last = days

    whole = slots_opening(duty, first, last, calendar)
    parts = [
        *slots_opening(duty, first, cut, calendar),
        *slots_opening(duty, cut + ONE_DAY, last, calendar),
    ]

    by_key = sorted(parts, key=lambda slot: slot.key)
    assert by_key == sorted(whole, key=lambda slot: slot.key)


@given(duties(), DAYS, CALENDARS)
def test_no_slot_that_touches_today_was_left_unopened(duty, today, calendar):
    opened = slots_opening(duty, duty.begins_on, today, calendar)

    assert all(slot in opened for slot in slots_between(duty, today, today, calendar))


@given(PERIODIC, WINDOWS, CALENDARS)
def test_a_due_day_lies_as_far_behind_its_period_as_was_set(duty, window, calendar):
    limit = duty.cadence.due

    for slot in slots_between(duty, window[0], window[1], calendar):
        if limit.unit is LimitUnit.WORKING_DAYS:
            away = working_days_between(slot.period_end, slot.due_on, calendar)
            assert away == limit.count
        else:
            months = limit.unit is LimitUnit.MONTHS
            last = (
                months_later(slot.period_end, limit.count)
                if months
                else slot.period_end + limit.count * ONE_DAY
            )
            assert slot.due_on == next_working_day(last, calendar)
        assert slot.is_provisional == (slot.due_on > calendar.confirmed_until)


@given(duties(st.builds(Periodic, SPANS, st.one_of(LIMITS, NAMED))), WINDOWS, CALENDARS)
def test_who_ends_first_is_due_first(duty, window, calendar):
    due_days = [
        slot.due_on for slot in slots_between(duty, window[0], window[1], calendar)
    ]

    assert due_days == sorted(due_days)


@given(PERIODIC, WINDOWS, CALENDARS, st.integers(0, 400))
def test_a_duty_that_begins_later_owes_the_last_of_the_same_keys(
    duty, window, calendar, later
):
    begins_on = duty.begins_on + later * ONE_DAY
    if duty.ends_on:
        begins_on = min(begins_on, duty.ends_on)
    late = replace(duty, begins_on=begins_on)

    keys = [slot.key for slot in slots_between(duty, window[0], window[1], calendar)]
    late_keys = [
        slot.key for slot in slots_between(late, window[0], window[1], calendar)
    ]

    assert keys[len(keys) - len(late_keys) :] == late_keys


@given(duties(st.builds(Phased, STAGES, LIMITS)), CALENDARS)
def test_stages_cover_the_matter_up_to_the_last_promise(duty, calendar):
    days = [stage.promised_on for stage in duty.cadence.stages]
    bound = sorted({day for day in days if duty.binds_on(day)})
    window = duty.begins_on, max([duty.begins_on, *days])

    found = slots_between(duty, window[0], window[1], calendar)

    shown = sorted({(slot.period_start, slot.period_end) for slot in found})
    starts = [duty.begins_on, *(day + ONE_DAY for day in bound)]
    assert shown == list(zip(starts, bound, strict=False))
    assert len(found) == sum(duty.binds_on(day) for day in days)


@given(DAYS, SPANS)
def test_a_period_holds_its_day_and_ends_where_the_next_begins(day, span):
    period = period_of(day, span)

    assert period.first <= day <= period.last
    assert period.after.first == period.last + ONE_DAY
    assert period.after.before == period
    assert period_of(period.last, span) == period


@given(DAYS, SPANS, st.integers(1, 60))
def test_keys_of_periods_are_their_own(day, span, further):
    period = period_of(day, span)

    assert period.key != Period(span, period.ordinal + further).key
