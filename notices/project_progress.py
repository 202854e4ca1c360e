"""How far a step of a project is on a given day: nothing that could be stored, for it
changes by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class StepState(Enum):
    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    PLANNED = "planned"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class StepStanding:
    """`days_late`: by how many days the promise was missed, so far or in the end."""

    state: StepState
    days_late: int = 0


def standing_of(
    promised_on: date | None, done_on: date | None, *, today: date
) -> StepStanding:
    """A promise is kept on its day: late is what is done, or not done, after it. A
    day of doing that lies ahead is none yet."""
    if done_on is not None and done_on <= today:
        late = (done_on - promised_on).days if promised_on else 0
        if late > 0:
            return StepStanding(StepState.DONE_LATE, late)
        return StepStanding(StepState.DONE)
    if promised_on is None:
        return StepStanding(StepState.PLANNED if done_on else StepState.UNDATED)
    if promised_on < today:
        return StepStanding(StepState.OVERDUE, (today - promised_on).days)
    return StepStanding(StepState.PLANNED)
