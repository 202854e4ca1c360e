"""The page of a project: its facts, then its steps as a timeline on the day of
reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.spreadsheets.columns import by_code
from disclosure_portal.foundation.workdays import WorkCalendar

from ..models import Notice, ProjectStep
from ..project_progress import StepStanding, StepState, standing_of
from ..structures.projects import STAGES
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed, printed_facts

AMOUNT = by_code(STAGES)["amount"]
DONE = (StepState.DONE, StepState.DONE_LATE)
# Shapes beside the words, for the eye; signs print, and stay in forced colours.
SHAPES = {
    StepState.DONE: "○",
    StepState.DONE_LATE: "△",
    StepState.OVERDUE: "▲",
    StepState.PLANNED: "…",
    StepState.UNDATED: "—",
}


def facts(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    return {"facts": printed_facts(kind.facts, structure)}


def timeline(structure: Structure, today: date) -> dict[str, Any]:
    """The steps in their own order, each with its state as code and as words."""
    standings = [
        standing_of(_day(stage["promised_on"]), _day(stage["done_on"]), today=today)
        for stage in structure["stages"]
    ]
    return {
        "steps": [
            _step(stage, standing)
            for stage, standing in zip(structure["stages"], standings, strict=True)
        ],
        "progress": _progress(standings),
        "as_of": official_date(today),
    }


def _step(stage: Mapping[str, Any], standing: StepStanding) -> dict[str, Any]:
    word = str(ProjectStep(stage["step"]).label)
    is_other = stage["step"] == ProjectStep.OTHER
    return {
        "title": stage["name"] if is_other and stage["name"] else word,
        "words": "" if is_other else stage["name"],
        "state": standing.state.value,
        "shape": SHAPES[standing.state],
        "state_words": _state_words(standing),
        "promised": _printed_day(stage["promised_on"]),
        "promised_iso": stage["promised_on"],
        "done": _printed_day(stage["done_on"]) if standing.state in DONE else "",
        "done_iso": stage["done_on"],
        "result": stage["result"],
        "amount": printed(AMOUNT, stage["amount"]),
    }


def _state_words(standing: StepStanding) -> str:
    days = standing.days_late
    if standing.state is StepState.DONE:
        return _("done")
    if standing.state is StepState.DONE_LATE:
        return ngettext("done %d day late", "done %d days late", days) % days
    if standing.state is StepState.OVERDUE:
        return ngettext("overdue by %d day", "overdue by %d days", days) % days
    if standing.state is StepState.PLANNED:
        return _("not due yet")
    return _("no day named")


def _progress(standings: list[StepStanding]) -> str:
    found = Counter(standing.state for standing in standings)
    done = sum(found[state] for state in DONE)
    overdue = found[StepState.OVERDUE]
    words = {"done": done, "all": len(standings), "overdue": overdue}
    if overdue:
        return _("%(done)s of %(all)s steps done, %(overdue)s overdue") % words
    return _("%(done)s of %(all)s steps done") % words


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _printed_day(text: str | None) -> str:
    day = _day(text)
    return official_date(day) if day else ""


def _today(
    part: dict[str, Any], structure: Structure, notice: Notice, calendar: WorkCalendar
) -> dict[str, Any]:
    """A step becomes overdue by the day on which the page is read."""
    return part | timeline(structure, local_day(clock.now()))


def _as_signed(part: dict[str, Any], structure: Structure, day: date) -> dict[str, Any]:
    return part | timeline(structure, day)


PROJECT_PAGE = KindPage(
    template="notices/kinds/project.html",
    show=facts,
    mark=_today,
    as_signed=_as_signed,
)
