"""From the cadence of a duty to its slots."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from directories.cadences import (
    AdHoc,
    Duty,
    FixedDay,
    LimitUnit,
    Periodic,
    Phased,
    Slot,
    Stage,
    Standing,
    Trigger,
    Within,
    slots_between,
    slots_opening,
)
from directories.periods import Span
from disclosure_portal.foundation.workdays import WorkCalendar
from tests.work_calendars import SHIPPED

CALENDAR, MONTHS = LimitUnit.DAYS, LimitUnit.MONTHS


def day(text: str) -> date:
    return date.fromisoformat(text)


def slots(duty: Duty, first: str, last: str) -> list[Slot]:
    return slots_between(duty, day(first), day(last), SHIPPED)


def duty(
    cadence, begins: str = "2024-01-01", ends: str | None = None, **fields
) -> Duty:
    return Duty(cadence, day(begins), day(ends) if ends else None, **fields)


def keys(found: list[Slot]) -> list[str]:
    return [slot.key for slot in found]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span.MONTH, ["2026-11", "2026-12", "2027-01"]),
        (Span.QUARTER, ["2026-Q4", "2027-Q1"]),
        (Span.HALF_YEAR, ["2026-H2", "2027-H1"]),
        (Span.YEAR, ["2026", "2027"]),
    ],
)
def test_a_periodic_duty_has_a_slot_for_each_period(span, expected):
    found = slots(duty(Periodic(span)), "2026-11-30", "2027-01-01")

    assert keys(found) == expected


def test_a_slot_spans_its_period_and_opens_with_the_one_before():
    [slot] = slots(duty(Periodic(Span.QUARTER)), "2026-02-01", "2026-03-31")

    assert (slot.period_start, slot.period_end) == (
        day("2026-01-01"),
        day("2026-03-31"),
    )
    assert slot.opens_on == day("2025-10-01")


DUE = {
    # Spring Festival 2025
    "3 working days over it": ("2025-01", Within(3), "2025-02-07"),
    "the Saturday worked for it": ("2025-01", Within(4), "2025-02-08"),
    "10 working days": ("2025-01", Within(10), "2025-02-17"),
    "20 working days": ("2025-01", Within(20), "2025-03-03"),
    "3 days end in it": ("2025-01", Within(3, CALENDAR), "2025-02-05"),
    "8 days end on the worked Saturday": ("2025-01", Within(8, CALENDAR), "2025-02-08"),
    "9 days end on the Sunday after": ("2025-01", Within(9, CALENDAR), "2025-02-10"),
    # Spring Festival 2026
    "10 working days before it": ("2026-01", Within(10), "2026-02-13"),
    "11 end on the worked Saturday": ("2026-01", Within(11), "2026-02-14"),
    "12 lie behind it": ("2026-01", Within(12), "2026-02-24"),
    "16 end on the second Saturday": ("2026-01", Within(16), "2026-02-28"),
    "20 working days, again": ("2026-01", Within(20), "2026-03-05"),
    "14 days end on the Saturday": ("2026-01", Within(14, CALENDAR), "2026-02-14"),
    "15 days end in it": ("2026-01", Within(15, CALENDAR), "2026-02-24"),
    "a month ends with the next": ("2026-05", Within(1, MONTHS), "2026-06-30"),
    "a month ends on a Saturday": ("2025-12", Within(1, MONTHS), "2026-02-02"),
    "a month ends on a worked one": ("2026-01", Within(1, MONTHS), "2026-02-28"),
    "at once": ("2026-01", Within(0), "2026-01-31"),
    # Days that the rule names
    "每月10日前": ("2026-01", FixedDay(1, 10), "2026-02-10"),
    "a named day in it stays": ("2026-01", FixedDay(1, 18), "2026-02-18"),
    "the 31st of a short month": ("2026-01", FixedDay(1, 31), "2026-02-28"),
    "the next year": ("2025-12", FixedDay(1, 10), "2026-01-10"),
}


@pytest.mark.parametrize(("month", "rule", "due"), DUE.values(), ids=DUE.keys())
def test_a_month_is_due(month, rule, due):
    [slot] = slots(duty(Periodic(Span.MONTH, rule)), f"{month}-05", f"{month}-05")

    assert slot.due_on == day(due)


YEARLY = {
    "the annual report": (FixedDay(3, 31), "2026-03-31"),
    "a department's report": (FixedDay(1, 31), "2026-01-31"),
    "a budget in its own year": (FixedDay(-9, 31), "2025-03-31"),
    "a plan in January": (FixedDay(-11, 31), "2025-01-31"),
    "the last day": (FixedDay(0, 31), "2025-12-31"),
    "29 February where there is none": (FixedDay(2, 29), "2026-02-28"),
}


@pytest.mark.parametrize(("rule", "due"), YEARLY.values(), ids=YEARLY.keys())
def test_a_year_is_due_on_a_named_day(rule, due):
    [slot] = slots(duty(Periodic(Span.YEAR, rule)), "2025-06-01", "2025-06-01")

    assert slot.due_on == day(due)


def test_a_duty_that_begins_and_ends_within_periods_owes_their_parts():
    quarterly = duty(Periodic(Span.QUARTER, Within(5)), "2026-02-10", "2026-05-20")

    first, last = slots(quarterly, "2020-01-01", "2030-01-01")

    assert (first.key, first.period_start) == ("2026-Q1", day("2026-02-10"))
    assert (last.key, last.period_end) == ("2026-Q2", day("2026-05-20"))
    assert last.due_on == day("2026-05-27")
    assert {first.opens_on, last.opens_on} == {day("2026-02-10")}


@pytest.mark.parametrize(
    ("begins", "ends", "owed"),
    [
        ("2026-03-31", None, ["2026", "2027"]),
        ("2026-04-01", None, ["2027"]),
        ("2025-06-01", "2027-03-31", ["2026", "2027"]),
        ("2025-06-01", "2027-03-30", ["2026"]),
    ],
)
def test_a_day_within_the_period_is_owed_by_whom_the_duty_binds_on_it(
    begins, ends, owed
):
    budget = duty(Periodic(Span.YEAR, FixedDay(-9, 31)), begins, ends)

    assert keys(slots(budget, "2026-01-01", "2027-12-31")) == owed


def test_who_is_closed_in_may_owes_no_review_by_june():
    standing = duty(Standing(Span.HALF_YEAR), "2025-01-01", "2026-05-20")

    assert keys(slots(standing, "2025-07-01", "2026-12-31")) == ["2025-H2"]


def test_a_report_on_a_past_year_is_owed_though_the_duty_has_ended():
    report = duty(Periodic(Span.YEAR, FixedDay(3, 31)), "2024-01-01", "2025-08-31")

    *_, last = slots(report, "2024-01-01", "2026-12-31")

    assert (last.key, last.due_on) == ("2025", day("2026-03-31"))


def test_what_stands_is_looked_through_each_period_and_renewed_after_a_change():
    standing = duty(
        Standing(Span.HALF_YEAR, within=Within(5)),
        triggers=(Trigger("17", day("2026-02-18")),),
    )

    found = slots(standing, "2026-01-01", "2026-12-31")

    assert [(slot.key, slot.due_on.isoformat()) for slot in found] == [
        ("2026-H1", "2026-06-30"),
        ("event-17", "2026-02-28"),
        ("2026-H2", "2026-12-31"),
    ]


def test_what_stands_is_due_within_20_working_days_unless_set_otherwise():
    standing = duty(Standing(), triggers=(Trigger("1", day("2026-01-31")),))

    [change] = slots_opening(standing, day("2026-01-31"), day("2026-01-31"), SHIPPED)

    assert change.due_on == day("2026-03-05")


def test_stages_follow_each_other_and_open_one_ahead():
    stages = (
        Stage("acceptance", day("2026-09-01")),
        Stage("tender", day("2026-02-10")),
        Stage("award", day("2026-03-20")),
    )
    project = duty(Phased(stages, Within(7)), "2026-01-05")

    found = slots(project, "2026-01-01", "2026-12-31")

    rows = [
        (slot.key, *(str(day)[5:] for day in (slot.period_start, slot.period_end)))
        for slot in found
    ]
    assert rows == [
        ("stage-tender", "01-05", "02-10"),
        ("stage-award", "02-11", "03-20"),
        ("stage-acceptance", "03-21", "09-01"),
    ]
    opened = [str(slot.opens_on)[5:] for slot in found]
    assert opened == ["01-05", "01-05", "02-11"]
    assert [str(slot.due_on)[5:] for slot in found] == ["02-26", "03-31", "09-10"]


def test_stages_promised_for_one_day_share_it():
    stages = tuple(Stage(key, day("2026-03-20")) for key in ("award", "contract"))

    found = slots(duty(Phased(stages), "2026-01-05"), "2026-01-01", "2026-12-31")

    assert {(slot.period_start, slot.period_end) for slot in found} == {
        (day("2026-01-05"), day("2026-03-20"))
    }
    assert keys(found) == ["stage-award", "stage-contract"]


def test_a_promise_that_moves_keeps_its_key():
    def tender_on(text: str) -> Slot:
        stages = (Stage("tender", day(text)), Stage("award", day("2026-05-01")))
        return slots(duty(Phased(stages)), "2024-01-01", "2026-12-31")[0]

    before, after = tender_on("2026-02-10"), tender_on("2026-04-10")

    assert before.key == after.key == "stage-tender"
    assert before.due_on < after.due_on


def test_an_event_opens_and_is_owed_on_its_day_only_while_the_duty_binds():
    floods = tuple(
        Trigger(text, day(text)) for text in ("2026-07-02", "2025-12-31", "2026-08-01")
    )
    warned = duty(AdHoc(Within(1)), "2026-01-01", "2026-07-31", triggers=floods)

    [slot] = slots(warned, "2020-01-01", "2030-12-31")

    assert slot.key == "event-2026-07-02"
    assert {slot.period_start, slot.period_end, slot.opens_on} == {day("2026-07-02")}
    assert slot.due_on == day("2026-07-03")


def test_slots_open_a_period_ahead_and_once():
    monthly = duty(Periodic(Span.MONTH), "2026-01-15")

    at_the_beginning = slots_opening(
        monthly, day("2026-01-15"), day("2026-01-31"), SHIPPED
    )
    in_february = slots_opening(monthly, day("2026-02-01"), day("2026-02-28"), SHIPPED)

    assert keys(at_the_beginning) == ["2026-01", "2026-02"]
    assert keys(in_february) == ["2026-03"]


def test_stages_far_ahead_wait_until_the_one_before_them_begins():
    stages = tuple(
        Stage(str(year), date(year, 6, 30)) for year in (2026, 2027, 2028, 2029)
    )
    road = duty(Phased(stages), "2026-01-01")

    found = slots_opening(road, day("2026-01-01"), day("2026-07-01"), SHIPPED)

    assert keys(found) == ["stage-2026", "stage-2027", "stage-2028"]


def test_a_calendar_not_yet_announced_makes_a_due_day_provisional():
    monthly = duty(Periodic(Span.MONTH, Within(10)))

    found = slots(monthly, "2026-11-01", "2027-01-31")

    assert [slot.is_provisional for slot in found] == [False, True, True]


def test_a_named_day_is_never_provisional():
    monthly = duty(Periodic(Span.MONTH, FixedDay(1, 10)))

    found = slots(monthly, "2026-12-01", "2027-06-30")

    assert not any(slot.is_provisional for slot in found)


def test_a_new_holiday_moves_the_due_day_and_nothing_else():
    monthly = duty(Periodic(Span.MONTH, Within(10)))
    holidays = SHIPPED.holidays | {day("2026-06-03")}
    changed = WorkCalendar(holidays, SHIPPED.makeup_days, SHIPPED.confirmed_until)

    [before] = slots_between(monthly, day("2026-05-01"), day("2026-05-31"), SHIPPED)
    [after] = slots_between(monthly, day("2026-05-01"), day("2026-05-31"), changed)

    assert (before.due_on, after.due_on) == (day("2026-06-12"), day("2026-06-15"))
    assert before.key == after.key
    assert before.period_end == after.period_end


def test_nothing_is_owed_outside_the_duty_or_in_a_window_turned_round():
    monthly = duty(Periodic(Span.MONTH), "2026-01-01", "2026-03-31")

    assert slots(monthly, "2026-04-01", "2026-12-31") == []
    assert slots(monthly, "2025-01-01", "2025-12-31") == []
    assert slots(monthly, "2026-03-01", "2026-01-01") == []


def test_many_years_have_neither_gap_nor_overlap():
    for span in Span:
        found = slots(duty(Periodic(span)), "2024-01-01", "2031-12-31")
        for one, following in pairwise(found):
            assert following.period_start == one.period_end + timedelta(days=1)


REFUSED = {
    "a negative limit": (lambda: Within(-1), "negative"),
    "day 0": (lambda: FixedDay(1, 0), "No month"),
    "day 32": (lambda: FixedDay(1, 32), "No month"),
    "a day before its month": (
        lambda: Periodic(Span.MONTH, FixedDay(-1, 10)),
        "before its period",
    ),
    "a day before its year": (
        lambda: Standing(Span.YEAR, FixedDay(-12, 31)),
        "before its period",
    ),
    "an end before the beginning": (
        lambda: duty(AdHoc(), "2026-01-02", "2026-01-01"),
        "before it begins",
    ),
    "two stages of one key": (
        lambda: Phased((Stage("a", day("2026-01-01")), Stage("a", day("2026-02-01")))),
        "one key",
    ),
    "two events of one key": (
        lambda: duty(AdHoc(), triggers=(Trigger("a", day("2026-01-01")),) * 2),
        "one key",
    ),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_nonsense_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
