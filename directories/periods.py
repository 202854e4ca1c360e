"""Periods of the calendar (所属期): months, quarters, half-years and years, each with a
key that nothing moves. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from disclosure_portal.foundation.days import day_of_month

MONTHS_OF_YEAR = 12
LAST_DAY_OF_MONTH = 31


class Span(Enum):
    """How long a period is. Village affairs go by the quarter, busy accounts by the
    month (村民委员会组织法 art. 30), annual reports by the year (条例 art. 49)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF_YEAR: 6, Span.YEAR: 12}
_KEYS = {
    Span.MONTH: "{year}-{number:02}",
    Span.QUARTER: "{year}-Q{number}",
    Span.HALF_YEAR: "{year}-H{number}",
    Span.YEAR: "{year}",
}


@dataclass(frozen=True, slots=True)
class Period:
    """One period: the `ordinal`-th of its span since the year 0, so that the next one
    is the next number."""

    span: Span
    ordinal: int

    @property
    def key(self) -> str:
        """2026, 2026-H2, 2026-Q4 or 2026-12."""
        year, number = divmod(self.ordinal, MONTHS_OF_YEAR // MONTHS[self.span])
        return _KEYS[self.span].format(year=year, number=number + 1)

    @property
    def first(self) -> date:
        return self.day_after_months(1 - MONTHS[self.span], 1)

    @property
    def last(self) -> date:
        return self.day_after_months(0, LAST_DAY_OF_MONTH)

    @property
    def before(self) -> Period:
        return Period(self.span, self.ordinal - 1)

    @property
    def after(self) -> Period:
        return Period(self.span, self.ordinal + 1)

    def day_after_months(self, months: int, day: int) -> date:
        """The day so numbered, `months` months after the period's last month."""
        total = (self.ordinal + 1) * MONTHS[self.span] - 1 + months
        year, month = divmod(total, MONTHS_OF_YEAR)
        return day_of_month(year, month + 1, day)


def period_of(day: date, span: Span) -> Period:
    months = day.year * MONTHS_OF_YEAR + day.month - 1
    return Period(span, months // MONTHS[span])


def periods_between(first: date, last: date, span: Span) -> Iterator[Period]:
    """The periods that have a day in common with `first` to `last`, in order."""
    if first <= last:
        end = period_of(last, span).ordinal
        for ordinal in range(period_of(first, span).ordinal, end + 1):
            yield Period(span, ordinal)
