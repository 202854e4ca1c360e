"""From the time limit of a standard catalogue to the cadence of a unit's duty. Pure.

A cell may hold several rules (采购公告：…；中标结果：…): what comes by the calendar
decides, else what is kept up to date, else the shortest time after an event.
"""

from __future__ import annotations

from collections.abc import Sequence

from .cadences import (
    REGULATION,
    AdHoc,
    Cadence,
    FixedDay,
    LimitUnit,
    Periodic,
    Standing,
    Within,
)
from .periods import MONTHS_OF_YEAR, Span
from .time_limits import Cadence as Stated, LimitRule, Period, Span as Unit, Trigger

SPANS = {
    Period.YEAR: Span.YEAR,
    Period.HALF_YEAR: Span.HALF_YEAR,
    Period.QUARTER: Span.QUARTER,
    Period.MONTH: Span.MONTH,
}
HOURS_OF_DAY = 24
DAYS_OF_MONTH = 30


def cadence_of(rules: Sequence[LimitRule]) -> Cadence | None:
    """None where nothing is said that a ledger could count: no rule at all, or weeks,
    which no calendar of the Regulation knows."""
    by_calendar = [rule for rule in rules if rule.cadence is Stated.PERIODIC]
    if by_calendar:
        return _periodic(by_calendar[0])
    standing = [rule for rule in rules if _stands(rule)]
    if standing:
        return Standing(within=min(map(_within, standing), key=_length))
    # What only says how long it hangs, or "at once", is held to the law's 20 days.
    if rules:
        return AdHoc(min(map(_within, rules), key=_length))
    return None


def _stands(rule: LimitRule) -> bool:
    """Always there, or published anew whenever it changes (art. 26)."""
    return rule.cadence is Stated.STANDING or Trigger.CHANGED in rule.triggers


def _periodic(rule: LimitRule) -> Periodic | None:
    span = SPANS.get(rule.period) if rule.period else None
    if span is None:
        return None
    if rule.day is not None:
        return Periodic(span, _fixed_day(rule, rule.day))
    return Periodic(span, _within(rule))


def _fixed_day(rule: LimitRule, day: int) -> FixedDay:
    """每年3月31日前 is a day of the year that it is for (a unit adapts the rule of its
    annual report, which is for the year before); 每月10日前 follows its month. A month
    is of a year: of a shorter period none is named."""
    if rule.month is None or rule.period is not Period.YEAR:
        return FixedDay(1, day)
    return FixedDay(rule.month - MONTHS_OF_YEAR, day)


def _within(rule: LimitRule) -> Within:
    if rule.number is None:
        return REGULATION
    if rule.span is Unit.HOURS:
        return Within(-(-rule.number // HOURS_OF_DAY), LimitUnit.DAYS)
    return Within(rule.number, LimitUnit(rule.span.value if rule.span else "days"))


def _length(within: Within) -> int:
    """About how many days, to tell the shorter one."""
    weights = {LimitUnit.DAYS: 1.0, LimitUnit.WORKING_DAYS: 1.4}
    return round(within.count * weights.get(within.unit, float(DAYS_OF_MONTH)))
