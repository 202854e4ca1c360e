"""The times that figures of letters are asked for: a year, its halves, quarters and
months, as an address spells them. Pure."""

from __future__ import annotations

from datetime import date

from directories.periods import MONTHS, Period, Span, period_of, periods_between

FIRST_YEAR = 2000
SPANS = (Span.YEAR, Span.HALF_YEAR, Span.QUARTER, Span.MONTH)
PARTS = (
    *(f"H{number}" for number in (1, 2)),
    *(f"Q{number}" for number in range(1, 5)),
    *(f"{number:02}" for number in range(1, 13)),
)
_LETTERS = {"H": Span.HALF_YEAR, "Q": Span.QUARTER}


def period_named(year: int, part: str = "") -> Period:
    """The whole year, or one of `PARTS` of it."""
    if not part:
        return period_of(date(year, 1, 1), Span.YEAR)
    span = _LETTERS.get(part[0], Span.MONTH)
    number = int(part.lstrip("HQ"))
    return period_of(date(year, (number - 1) * MONTHS[span] + 1, 1), span)


def begun_in(period: Period, today: date) -> list[Period]:
    """The period and the shorter ones that make it up, longest first, as far as they
    have begun."""
    last = min(period.last, today)
    return [
        each
        for span in SPANS
        if MONTHS[span] <= MONTHS[period.span]
        for each in periods_between(period.first, last, span)
    ]
