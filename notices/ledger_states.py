"""The states of slots in SQL: the table of slot_states.py as one CASE."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from directories.models import Slot, SlotQuerySet
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day

from .slot_states import (
    TABLE,
    WARNING_DAYS,
    Comparison,
    Flag,
    Horizon,
    Operator,
    SlotFacts,
    SlotState,
    horizon,
    state_of,
)

LOOKUPS = {Operator.BY: "lte", Operator.BEFORE: "lt"}
OF_HORIZON = Horizon.__slots__


def horizon_today() -> Horizon:
    """Today and until when a slot is due soon; two small queries for the calendar."""
    return horizon(local_day(clock.now()), WARNING_DAYS, work_calendar.current())


def state_case(horizon: Horizon) -> Case:
    """The first row of the table that fits; the last fits all."""
    *rows, last = TABLE
    whens = (
        When(_all(row.conditions, horizon), then=Value(row.state.value)) for row in rows
    )
    default = Value(last.state.value)
    return Case(*whens, default=default, output_field=CharField())


def _all(conditions: Collection[Comparison | Flag], horizon: Horizon) -> Q:
    whole = Q()
    for condition in conditions:
        whole &= _condition(condition, horizon)
    return whole


def _condition(condition: Comparison | Flag, horizon: Horizon) -> Q:
    if isinstance(condition, Flag):
        return Q(**{condition.name: True})
    other: Any = F(condition.other)
    if condition.other in OF_HORIZON:
        other = getattr(horizon, condition.other)
    return Q(**{f"{condition.day}__{LOOKUPS[condition.operator]}": other})


def with_states(slots: QuerySet[Slot], horizon: Horizon) -> QuerySet[Slot]:
    return slots.annotate(state=state_case(horizon))


def missing(slots: QuerySet[Slot], today: date) -> QuerySet[Slot]:
    """应公开未公开: due, not there, and not explained: the state OVERDUE, said so that
    the index of empty slots serves it."""
    return slots.filter(filled_on=None, explained_on=None, due_on__lt=today)


# What rows of a done state have in common, said as its partial index says it: without
# it the CASE of a whole county would be asked row by row.
DONE: dict[SlotState, Q] = {
    SlotState.IN_TIME: Q(filled_on__lte=F("due_on"), is_migrated=False),
    SlotState.LATE: Q(filled_on__gt=F("due_on"), is_migrated=False),
    SlotState.EXPLAINED: Q(filled_on=None, explained_on__isnull=False),
}


def done(slots: SlotQuerySet, state: SlotState, horizon: Horizon) -> SlotQuerySet:
    """Slots of a state that its partial index serves."""
    narrowed = slots.filter(DONE.get(state, Q()))
    return narrowed.alias(standing=state_case(horizon)).filter(standing=state.value)


def facts_of(slot: Slot) -> SlotFacts:
    return SlotFacts(slot.due_on, slot.filled_on, slot.is_migrated, slot.explained_on)


def state_now(slot: Slot, horizon: Horizon) -> SlotState:
    return state_of(facts_of(slot), horizon)
