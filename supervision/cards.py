"""○ 正常, △ 黄牌, ■ 红牌: which card a running clock has on a day. Pure: no models, no
clock.

A card falls so many working days before or after the due day. The later a clock is
due, the later its card falls: so on one day all that are due up to a threshold have a
card, and a database counts them by comparing a column with two days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from disclosure_portal.foundation.workdays import (
    DAY,
    WorkCalendar,
    add_working_days,
    last_working_day,
)

# A limit of thirty working days never lies more than so many days off.
WIDEST = timedelta(days=200)


class Card(StrEnum):
    NORMAL = "normal"
    YELLOW = "yellow"
    RED = "red"


SHAPES = {Card.NORMAL: "○", Card.YELLOW: "△", Card.RED: "■"}


@dataclass(frozen=True)
class Rule:
    """In working days around the due day: below 0 before it, above 0 after it.

    Raises ValueError where yellow would not come before red, or red not after the due
    day.
    """

    yellow_from: int = 1
    red_from: int = 3

    def __post_init__(self) -> None:
        if self.red_from < 1 or self.yellow_from >= self.red_from:
            raise ValueError("Yellow comes before red, and red after the due day")


@dataclass(frozen=True)
class Thresholds:
    """What is due up to these days has the card today."""

    yellow_until: date
    red_until: date


def falls_on(due_on: date, shift: int, calendar: WorkCalendar) -> date:
    """The day on which a card falls. One that falls with the due day itself, on a day
    off, falls on the last working day before it."""
    return add_working_days(last_working_day(due_on, calendar), shift, calendar)


def card_of(due_on: date, today: date, rule: Rule, calendar: WorkCalendar) -> Card:
    if today >= falls_on(due_on, rule.red_from, calendar):
        return Card.RED
    if today >= falls_on(due_on, rule.yellow_from, calendar):
        return Card.YELLOW
    return Card.NORMAL


def thresholds(today: date, rule: Rule, calendar: WorkCalendar) -> Thresholds:
    return Thresholds(
        _latest(today, rule.yellow_from, calendar),
        _latest(today, rule.red_from, calendar),
    )


def _latest(today: date, shift: int, calendar: WorkCalendar) -> date:
    """The latest due day whose card has fallen by today: halved down, since a later
    due day never has the earlier card."""
    low, high = today - WIDEST, today + WIDEST
    while (high - low) > DAY:
        middle = low + (high - low) // 2
        if falls_on(middle, shift, calendar) <= today:
            low = middle
        else:
            high = middle
    return low
