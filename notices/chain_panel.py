"""The steps of a notice at the desk: who decided, what waits, what is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.permissions import INSIDERS, has_role
from disclosure_portal.foundation.models import User

from .chains import current_step, round_steps
from .deciders import CONFIRMERS, reaches
from .models import Decision, Notice, NoticeStatus, ReviewDecision, RoundStep, Tick
from .submitted_contents import changes_since_last_round


@dataclass(frozen=True)
class Station:
    """One step in the picture: `state` is done, returned, passed, waiting or ahead."""

    name: str
    role: str
    state: str
    word: str
    who: str = ""
    at: datetime | None = None
    note: str = ""
    ticks: str = ""
    photo_url: str = ""


def is_inside(notice: Notice, user: User) -> bool:
    """Who works on it: in its branch, or at the second hand of its chain."""
    if has_role(user, notice.agency, *INSIDERS):
        return True
    if notice.status != NoticeStatus.IN_REVIEW:
        return False
    return any(reaches(round_steps(notice)[0], notice, user, r) for r in CONFIRMERS)


def chain_panel(notice: Notice, user: User) -> dict[str, Any]:
    """Its steps, what has changed since the last round, and the way of paper."""
    if not notice.round:
        return {}
    stations = stations_of(notice)
    in_review = notice.status == NoticeStatus.IN_REVIEW
    return {
        "stations": stations if len(stations) > 1 else [],
        "changes": changes_since_last_round(notice) if in_review else None,
        "sheet_url": reverse("desk-sheet", args=[notice.pk]) if in_review else "",
        "paper_url": _paper_url(notice, user) if in_review else "",
    }


def _paper_url(notice: Notice, user: User) -> str:
    """Offered to whom the deed lets bring a sheet in; it asks for more by itself."""
    step = current_step(notice)
    if not step.takes_paper or notice.was_written_by(user):
        return ""
    may = any(reaches(step, notice, user, role) for role in CONFIRMERS)
    return reverse("desk-signed-sheet", args=[notice.pk]) if may else ""


def stations_of(notice: Notice) -> list[Station]:
    """Of the newest round; one query beside the steps."""
    decided = {
        row.step: row
        for row in ReviewDecision.objects.filter(
            notice=notice, round=notice.round
        ).select_related("by")
    }
    stations = []
    is_over = False
    for step in round_steps(notice):
        stations.append(_station(step, notice, decided, is_over=is_over))
        row = decided.get(step.code)
        is_over |= row is not None and row.is_override
    return stations


def _station(
    step: RoundStep,
    notice: Notice,
    decided: Mapping[str, ReviewDecision],
    *,
    is_over: bool,
) -> Station:
    name, role = step.name, step.get_role_display()
    if (row := decided.get(step.code)) is not None:
        state, word = _outcome(row)
        return Station(
            name=name,
            role=role,
            state=state,
            word=word,
            who=_who(row),
            at=row.at,
            note=row.opinion,
            ticks="；".join(str(Tick(code).label) for code in row.ticks),
            photo_url=_photo_url(row),
        )
    if is_over:
        return Station(name, role, "passed", _("Passed over"))
    if notice.status == NoticeStatus.IN_REVIEW and step.code == notice.step:
        return Station(name, role, "waiting", _("Waits now"))
    return Station(name, role, "ahead", _("To come"))


def _outcome(row: ReviewDecision) -> tuple[str, str]:
    if row.is_override:
        return "passed", _("Override by the county leader")
    if row.decision == Decision.RETURNED:
        return "returned", _("Returned")
    return "done", _("Agreed")


def _who(row: ReviewDecision) -> str:
    if not row.paper_signer:
        return str(row.by)
    return _("%(signer)s, on paper; brought in by %(person)s") % {
        "signer": row.paper_signer,
        "person": row.by,
    }


def _photo_url(row: ReviewDecision) -> str:
    return reverse("desk-sheet-photo", args=[row.pk]) if row.paper_digest else ""
