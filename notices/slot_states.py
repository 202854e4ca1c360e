"""How a slot of the ledger (公开台账) stands on a day. Never stored: one short table
decides, read here by Python, and by the ledger as one CASE of SQL.

Pure. A due day is met until it ends (民法典 art. 203), so filled on it is in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from disclosure_portal.foundation.workdays import (
    DAY,
    WorkCalendar,
    add_working_days,
    warned_from,
    working_days_between,
)

# 预警 on the working day before the last (decisions.md, Clocks); a site may set more.
WARNING_DAYS = 1


class SlotState(Enum):
    PENDING = "pending"  # 待公开
    DUE_SOON = "due_soon"  # 临期
    IN_TIME = "in_time"  # 按期公开
    LATE = "late"  # 逾期公开
    OVERDUE = "overdue"  # 逾期未公开
    EXPLAINED = "explained"  # 已作情况说明
    MIGRATED = "migrated"  # 已公开, of an older site: nobody saw when


FILLED_STATES = frozenset({SlotState.IN_TIME, SlotState.LATE, SlotState.MIGRATED})


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """What is known of a slot: the columns that the table compares.

    `filled_on` is the day of the filling that counts (`counted_filling`), empty again
    once it is withdrawn; `explained_on` the day of a 情况说明.
    """

    due_on: date
    filled_on: date | None = None
    is_migrated: bool = False
    explained_on: date | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """A notice that was put into a slot, kept also when it is withdrawn."""

    on: date
    is_migrated: bool = False
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """The two days that the facts of all slots are compared with."""

    today: date
    soon_until: date


class Operator(Enum):
    BY = "<="
    BEFORE = "<"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two days by their names in SlotFacts or Horizon. A day that is not known meets no
    comparison, as NULL in SQL."""

    day: str
    operator: Operator
    other: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no of SlotFacts."""

    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """The state of every slot that meets all conditions and those of no row above."""

    state: SlotState
    conditions: tuple[Comparison | Flag, ...] = ()


# A filling or an explanation whose day lies ahead is none yet.
FILLED = Comparison("filled_on", Operator.BY, "today")
# What the portal did not see itself is filled, its timeliness unknown (decisions.md,
# Time). Published though explained before: what is there counts, in time or late.
TABLE = (
    Row(SlotState.MIGRATED, (FILLED, Flag("is_migrated"))),
    Row(SlotState.IN_TIME, (FILLED, Comparison("filled_on", Operator.BY, "due_on"))),
    Row(SlotState.LATE, (FILLED,)),
    Row(SlotState.EXPLAINED, (Comparison("explained_on", Operator.BY, "today"),)),
    Row(SlotState.OVERDUE, (Comparison("due_on", Operator.BEFORE, "today"),)),
    Row(SlotState.DUE_SOON, (Comparison("due_on", Operator.BY, "soon_until"),)),
    Row(SlotState.PENDING),
)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A state with its arithmetic, for a page that explains it.

    `measured_on` is the day held against the due day: of the filling, of the
    explanation, else today. `days` and `working_days` count from it to the due day:
    left over when above 0, 0 on the day itself, late below; unknown of what was
    migrated. Late over a weekend is late by no working day. `warned_from`: the day on
    which it became, or would have become, 临期.
    """

    row: Row
    due_on: date
    warned_from: date
    measured_on: date
    days: int | None
    working_days: int | None

    @property
    def state(self) -> SlotState:
        return self.row.state


def horizon(today: date, warning_days: int, calendar: WorkCalendar) -> Horizon:
    """临期 is what leaves at most so many working days after today."""
    beyond = add_working_days(today, warning_days + 1, calendar)
    return Horizon(today, beyond - DAY)


def counted_filling(fillings: Iterable[Filling], today: date) -> Filling | None:
    """The filling that counts of all that a slot ever had: the first that still stands.

    Withdrawn ones count no longer. One that the portal saw goes before a migrated one,
    whose early day would hide that the unit was late.
    """
    standing = (
        filling
        for filling in fillings
        if filling.on <= today
        and (filling.withdrawn_on is None or today < filling.withdrawn_on)
    )
    return min(standing, key=lambda one: (one.is_migrated, one.on), default=None)


def deciding_row(facts: SlotFacts, horizon: Horizon) -> Row:
    """The first row of the table that fits; the last fits all."""
    return next(
        row
        for row in TABLE
        if all(_holds(condition, facts, horizon) for condition in row.conditions)
    )


def state_of(facts: SlotFacts, horizon: Horizon) -> SlotState:
    return deciding_row(facts, horizon).state


def reckon(
    facts: SlotFacts, today: date, warning_days: int, calendar: WorkCalendar
) -> Reckoning:
    """The state on a day and how it came about."""
    row = deciding_row(facts, horizon(today, warning_days, calendar))
    due_on, measured_on = facts.due_on, _measured_on(row.state, facts) or today
    warned = warned_from(due_on, warning_days, calendar)
    if row.state is SlotState.MIGRATED:
        return Reckoning(row, due_on, warned, measured_on, None, None)
    days = (due_on - measured_on).days
    working_days = _working_days(measured_on, due_on, calendar)
    return Reckoning(row, due_on, warned, measured_on, days, working_days)


def _holds(condition: Comparison | Flag, facts: SlotFacts, horizon: Horizon) -> bool:
    if isinstance(condition, Flag):
        return bool(getattr(facts, condition.name))
    day = _day(condition.day, facts, horizon)
    other = _day(condition.other, facts, horizon)
    if day is None or other is None:
        return False
    return day <= other if condition.operator is Operator.BY else day < other


def _day(name: str, facts: SlotFacts, horizon: Horizon) -> date | None:
    found: date | None = getattr(horizon if hasattr(horizon, name) else facts, name)
    return found


def _measured_on(state: SlotState, facts: SlotFacts) -> date | None:
    if state in FILLED_STATES:
        return facts.filled_on
    return facts.explained_on if state is SlotState.EXPLAINED else None


def _working_days(day: date, due_on: date, calendar: WorkCalendar) -> int:
    """Working days from one to the other, below 0 when the due day comes first."""
    left = working_days_between(day, due_on, calendar)
    return left or -working_days_between(due_on, day, calendar)
