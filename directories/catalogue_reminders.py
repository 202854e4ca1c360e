"""Who is reminded of an empty slot, and when: the clerk before it is due, then the
clerk, the head of the unit and the office after it (催报). Pure.

The ladder is data, so that a site may set its own days.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from disclosure_portal.foundation.workdays import (
    DAY,
    WorkCalendar,
    add_working_days,
    last_working_day,
)


class Reader(Enum):
    CLERK = "clerk"  # 信息员
    HEAD = "head"  # 单位负责人
    OFFICE = "office"  # 主管部门


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder: below 0 `working_days` remain when it goes out, above 0 so many
    have passed since the due day. `code` is what is kept of one that was sent."""

    code: str
    reader: Reader
    working_days: int

    def falls_on(self, due_on: date, calendar: WorkCalendar) -> date:
        return add_working_days(
            last_working_day(due_on, calendar), self.working_days, calendar
        )


# 预警 on the working day before, △ from the first working day after it and ■ from the
# third (decisions.md, Clocks): the head hears of the yellow card, the office of the
# red. A week ahead is our own addition: a clerk needs days to gather a table.
LADDER = (
    Rung("clerk_ahead", Reader.CLERK, -5),
    Rung("clerk_last_call", Reader.CLERK, -1),
    Rung("clerk_overdue", Reader.CLERK, 1),
    Rung("head_overdue", Reader.HEAD, 1),
    Rung("office_overdue", Reader.OFFICE, 3),
)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A rung to be sent, and the day on which it fell."""

    rung: Rung
    fell_on: date


def reminders_due(
    due_on: date,
    today: date,
    calendar: WorkCalendar,
    sent: Collection[str],
    ladder: Sequence[Rung] = LADDER,
) -> list[Reminder]:
    """What goes out today about a slot that is still empty, each once.

    `sent` holds the codes sent for this due day: a due day that moves is told anew. A
    reader who missed some (the portal stood still) gets the latest alone, and nobody
    is told after the due day that it is coming.
    """
    latest: dict[Reader, Reminder] = {}
    for rung in sorted(ladder, key=lambda rung: rung.working_days):
        fell_on = rung.falls_on(due_on, calendar)
        is_over = rung.working_days <= 0 and due_on < today
        if fell_on <= today and not is_over:
            latest[rung.reader] = Reminder(rung, fell_on)
    return [one for one in latest.values() if one.rung.code not in sent]


def last_due_day_told(
    today: date, calendar: WorkCalendar, ladder: Sequence[Rung] = LADDER
) -> date:
    """No slot that is due later is reminded of today: the range for a query."""
    ahead = max([0, *(-rung.working_days for rung in ladder)])
    return add_working_days(today, ahead + 1, calendar) - DAY
