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
from .deciders import CONFIRMERS, reaches, responsible_for
from .models import (
    Decision,
    Kind,
    Notice,
    NoticeStatus,
    ReviewDecision,
    RoundStep,
    Tick,
)
from .redline_page import changes
from .redline_values import worded
from .submitted_contents import last_two

# Of those for whom it waits, so many by name.
NAMED = 3


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
    """Its steps; while it is in review for whom it waits, what has changed since the
    last round, and the way of paper."""
    if not notice.round:
        return {}
    stations = stations_of(notice)
    steps = {"stations": stations if len(stations) > 1 else []}
    if notice.status != NoticeStatus.IN_REVIEW:
        return steps
    people = _waited_for(notice)
    return steps | {
        "waits_for": people,
        "is_stuck": "" if people else _stuck(current_step(notice)),
        "changes": changes_since_last_round(notice),
        "sheet_url": reverse("desk-sheet", args=[notice.pk]),
        "paper_url": _paper_url(notice, user),
    }


def changes_since_last_round(notice: Notice) -> dict[str, Any] | None:
    """What differs from the round before, as a correction is shown; None where there
    was none. One query, and those of `changes`."""
    if (pair := last_two(notice)) is None:
        return None
    before, after = pair
    kinds = [str(Kind(each["kind"]).label) for each in pair]
    if kinds[0] == kinds[1]:
        return changes(notice.kind, before, after)
    # Nothing in the tables of one kind has its like in those of another.
    found = changes("", before, after)
    label = str(Notice._meta.get_field("kind").verbose_name)
    values = [worded(label, *kinds), *found["values"]]
    return found | {"values": values, "is_same": False}


def _waited_for(notice: Notice) -> str:
    """The names of those on whose desks it lies."""
    keys = responsible_for([notice.pk])[notice.pk]
    names = [str(user) for user in User.objects.filter(pk__in=keys).order_by("pk")]
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def _stuck(step: RoundStep) -> str:
    """What to do about a step that nobody is left for."""
    if step.group is None:
        words = _(
            "Nobody can decide “%(step)s” now: no %(role)s is left who had no hand in"
            " this notice. An overseer can name one; nothing is lost meanwhile."
        )
    else:
        words = _(
            "Nobody can decide “%(step)s” now: no member of “%(group)s” is left who"
            " holds the role of %(role)s and had no hand in this notice. An overseer"
            " can name one; nothing is lost meanwhile."
        )
    role, group = step.get_role_display(), step.group
    return words % {"step": step.name, "role": role, "group": group}


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
        ).select_related("by", "photo")
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
    is_kept = row.paper_signer and hasattr(row, "photo")
    return reverse("desk-sheet-photo", args=[row.pk]) if is_kept else ""
