"""How often a duty to disclose falls due: its cadence becomes its slots (公开任务).

Pure. Four cadences: what stands and is kept up to date, what comes with each period,
what follows the stages of a matter (事前 事中 事后), and what an event calls for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from disclosure_portal.foundation.days import months_later
from disclosure_portal.foundation.workdays import (
    DAY,
    WorkCalendar,
    due_in_calendar_days,
    due_on as due_in_working_days,
    is_provisional,
    next_working_day,
)

from .periods import (
    LAST_DAY_OF_MONTH,
    MONTHS,
    Period,
    Span,
    period_of,
    periods_between,
)


class LimitUnit(Enum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Within:
    """So long after a day, which is day 0. Days of the calendar and months that end on
    a day off roll to the next working day (民法典 art. 201 to 203)."""

    count: int
    unit: LimitUnit = LimitUnit.WORKING_DAYS

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("A time limit can't be negative")

    def after(self, day: date, calendar: WorkCalendar) -> date:
        if self.unit is LimitUnit.WORKING_DAYS:
            return due_in_working_days(day, self.count, calendar)
        if self.unit is LimitUnit.DAYS:
            return due_in_calendar_days(day, self.count, calendar)
        return next_working_day(months_later(day, self.count), calendar)


# 条例 art. 26: 自政府信息形成或者变更之日起20个工作日内.
REGULATION = Within(20)


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A day that the rule names, worked or not: it is no period that could roll.

    "Before" includes it: 3月31日前 (条例 art. 49) is by the end of 31 March. A month
    without the day has it on its last. `months_after` counts from the last month of
    the period: 每月10日前 is (1, 10), the annual report's 3月31日前 of the next year
    (3, 31), a budget's 3月31日前 of its own year (-9, 31).
    """

    months_after: int
    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.day <= LAST_DAY_OF_MONTH:
            raise ValueError("No month has such a day")

    def of(self, period: Period) -> date:
        return period.day_after_months(self.months_after, self.day)


LAST_DAY_OF_PERIOD = FixedDay(0, LAST_DAY_OF_MONTH)


@dataclass(frozen=True, slots=True)
class Standing:
    """Kept up to date: renewed `within` a time after each change, and looked through
    once in a period even if nothing changed."""

    review: Span = Span.YEAR
    review_by: Within | FixedDay = LAST_DAY_OF_PERIOD
    within: Within = REGULATION

    def __post_init__(self) -> None:
        _check(self.review, self.review_by)


@dataclass(frozen=True, slots=True)
class Periodic:
    """Published anew for each period."""

    span: Span
    due: Within | FixedDay = REGULATION

    def __post_init__(self) -> None:
        _check(self.span, self.due)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a matter with the day that was promised for it."""

    key: str
    promised_on: date


@dataclass(frozen=True, slots=True)
class Phased:
    """The stages of one matter, each public `within` a time after its promised day."""

    stages: tuple[Stage, ...]
    within: Within = REGULATION

    def __post_init__(self) -> None:
        _distinct(stage.key for stage in self.stages)


@dataclass(frozen=True, slots=True)
class AdHoc:
    """Only when something happens, `within` a time after it."""

    within: Within = REGULATION


Cadence = Standing | Periodic | Phased | AdHoc


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event, or a change of what stands, and the day of it."""

    key: str
    on: date


@dataclass(frozen=True, slots=True)
class Duty:
    """What a unit must disclose, from one day to another, both included."""

    cadence: Cadence
    begins_on: date
    ends_on: date | None = None
    triggers: tuple[Trigger, ...] = ()

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise ValueError("A duty can't end before it begins")
        _distinct(trigger.key for trigger in self.triggers)

    def binds_on(self, day: date) -> bool:
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing owed. `key` stays whatever moves; of a duty that begins or ends within
    a period, only the days that it binds are the slot's. A due day that rests on days
    off not yet announced is provisional."""

    key: str
    period_start: date
    period_end: date
    opens_on: date
    due_on: date
    is_provisional: bool


def slots_between(
    duty: Duty, first: date, last: date, calendar: WorkCalendar
) -> list[Slot]:
    """The slots whose period has a day in common with `first` to `last`, in order.

    Periods and stages follow each other without gap or overlap; stages promised for
    one day share it. Events and changes are days of their own among them.
    """
    slots = [
        slot
        for slot in _laid_out(duty, first, last, calendar)
        if slot.period_start <= last and first <= slot.period_end
    ]
    return sorted(
        slots, key=lambda slot: (slot.period_start, slot.period_end, slot.key)
    )


def slots_opening(
    duty: Duty, first: date, last: date, calendar: WorkCalendar
) -> list[Slot]:
    """The slots that open from `first` to `last`, in order of their periods. A period
    opens with the one before it and a stage with the one before it, so that a clerk
    sees what comes next; an event on its day. None opens before its duty begins."""
    slots = slots_between(duty, first, _last_day_open(duty.cadence, last), calendar)
    return [slot for slot in slots if first <= slot.opens_on <= last]


def _last_day_open(cadence: Cadence, day: date) -> date:
    """No period that ends after it is open on `day`."""
    match cadence:
        case Standing(review=span) | Periodic(span=span):
            return period_of(day, span).after.last
        case _:
            return date.max


def _laid_out(
    duty: Duty, first: date, last: date, calendar: WorkCalendar
) -> Iterator[Slot]:
    match duty.cadence:
        case Standing(review, review_by, within):
            yield from _of_periods(duty, review, review_by, first, last, calendar)
            yield from _of_events(duty, within, calendar)
        case Periodic(span, due):
            yield from _of_periods(duty, span, due, first, last, calendar)
        case Phased(stages, within):
            yield from _of_stages(duty, stages, within, calendar)
        case ad_hoc:
            yield from _of_events(duty, ad_hoc.within, calendar)


def _of_periods(
    duty: Duty,
    span: Span,
    rule: Within | FixedDay,
    first: date,
    last: date,
    calendar: WorkCalendar,
) -> Iterator[Slot]:
    begins_on, ends_on = duty.begins_on, duty.ends_on or date.max
    window = max(first, begins_on), min(last, ends_on)
    for period in periods_between(*window, span):
        if _is_owed(duty, rule, period):
            start, end = max(period.first, begins_on), min(period.last, ends_on)
            opens_on = max(period.before.first, begins_on)
            due = _due(rule, period, end, calendar)
            yield Slot(period.key, start, end, opens_on, *due)


def _is_owed(duty: Duty, rule: Within | FixedDay, period: Period) -> bool:
    """A day named within the period is owed only by whom the duty binds on it: a unit
    founded in May owes no budget by March, one closed in May no review by June."""
    if isinstance(rule, Within):
        return True
    day = rule.of(period)
    return day > period.last or duty.binds_on(day)


def due_of_period(
    cadence: Standing | Periodic, end: date, calendar: WorkCalendar
) -> tuple[date, bool]:
    """When what a period asks for is due that ends, for its duty, on `end`; and whether
    that is provisional."""
    match cadence:
        case Standing(review=span, review_by=rule):
            return _due(rule, period_of(end, span), end, calendar)
        case Periodic(span, rule):
            return _due(rule, period_of(end, span), end, calendar)


def _due(
    rule: Within | FixedDay, period: Period, end: date, calendar: WorkCalendar
) -> tuple[date, bool]:
    """The due day of a period that ends on `end` for its duty, and whether days off
    not yet announced may move it: a day named by the rule stays."""
    if isinstance(rule, FixedDay):
        return rule.of(period), False
    return _after(end, rule, calendar)


def _after(day: date, within: Within, calendar: WorkCalendar) -> tuple[date, bool]:
    due_on = within.after(day, calendar)
    return due_on, is_provisional(due_on, calendar)


def _of_stages(
    duty: Duty, stages: tuple[Stage, ...], within: Within, calendar: WorkCalendar
) -> Iterator[Slot]:
    bound = [stage for stage in stages if duty.binds_on(stage.promised_on)]
    days = sorted({stage.promised_on for stage in bound})
    starts = [duty.begins_on, *(day + DAY for day in days)]
    for stage in bound:
        number = days.index(stage.promised_on)
        start, opens_on = starts[number], starts[max(number - 1, 0)]
        due = _after(stage.promised_on, within, calendar)
        yield Slot(f"stage-{stage.key}", start, stage.promised_on, opens_on, *due)


def _of_events(duty: Duty, within: Within, calendar: WorkCalendar) -> Iterator[Slot]:
    for trigger in duty.triggers:
        if duty.binds_on(trigger.on):
            due = _after(trigger.on, within, calendar)
            days = trigger.on, trigger.on, trigger.on
            yield Slot(f"event-{trigger.key}", *days, *due)


def _check(span: Span, rule: Within | FixedDay) -> None:
    if isinstance(rule, FixedDay) and rule.months_after <= -MONTHS[span]:
        raise ValueError("The day lies before its period")


def _distinct(keys: Iterable[str]) -> None:
    known = list(keys)
    if len(set(known)) < len(known):
        raise ValueError("Two of them have one key")
