"""Marks become ratings: provisional for the units first, published by another hand."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workdays import due_on
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.leak_check import require_clean

from .marking import NAMED, open_sheets
from .models import (
    InspectionRound,
    ObjectionStatus,
    RoundStatus,
    UnitRating,
)
from .rating_rows import rate
from .round_preparing import RoundUnfit, require_office, require_stage


@transaction.atomic
def close_sheets(round_: InspectionRound, *, by: User) -> int:
    """All sheets are handed in: the units are told their provisional ratings and may
    object. Gives how many. Raises NotAllowed, RoundUnfit, UnfitMark, TransitionError,
    StaleStatusError."""
    require_office(by)
    require_stage(round_, RoundStatus.SCORING)
    waiting = open_sheets(round_)
    if waiting:
        raise RoundUnfit(
            _("These sheets are not handed in (%(count)s): %(names)s")
            % {"count": len(waiting), "names": "、".join(waiting[:NAMED])}
        )
    count = rate(round_, by=by)
    today = local_day(clock.now())
    until = due_on(today, round_.object_days, work_calendar.current(today))
    round_.move(
        RoundStatus.PROVISIONAL,
        by=by,
        closed_by=by,
        provisional_at=clock.now(),
        object_until=until,
    )
    return count


@transaction.atomic
def reopen_sheets(round_: InspectionRound, reason: str, *, by: User) -> None:
    """Back to the inspectors, for a fault that no objection would mend. Raises
    NotAllowed, TransitionError, StaleStatusError."""
    require_office(by)
    round_.move(RoundStatus.SCORING, by=by, note=reason, object_until=None)


@transaction.atomic
def publish_ratings(round_: InspectionRound, *, by: User) -> None:
    """Public from now on, and frozen; by another than who closed the sheets, after the
    time for objections, each of them ruled. Raises NotAllowed, TransitionError,
    StaleStatusError, PersonalDataInWords."""
    SiteState.objects.hold()
    require_office(by)
    require_stage(round_, RoundStatus.PROVISIONAL)
    if round_.closed_by_id == by.pk:
        raise NotAllowed(_("Someone else must publish it: you closed the sheets."))
    today = local_day(clock.now())
    if round_.object_until and today <= round_.object_until:
        raise TransitionError(
            _("Units may object until %s: publish it after that day.")
            % round_.object_until
        )
    if _waiting_objections(round_):
        raise TransitionError(_("Objections wait for a ruling: rule them first."))
    _require_clean_comments(round_)
    round_.move(RoundStatus.PUBLISHED, by=by, published_at=clock.now(), published_by=by)
    SiteState.objects.bump()


def _require_clean_comments(round_: InspectionRound) -> None:
    """What inspectors said becomes public: it names no private person. Raises
    PersonalDataInWords."""
    rows = UnitRating.objects.filter(unit__round=round_).defer("lines")
    for rating in rows.select_related("unit__agency"):
        comments = [score[4] for score in rating.scores if score[4]]
        require_clean("\n".join(comments), str(rating.unit.agency))


def _waiting_objections(round_: InspectionRound) -> bool:
    waiting = UnitRating.objects.filter(
        unit__round=round_, objections__status=ObjectionStatus.FILED
    )
    return waiting.exists()


@transaction.atomic
def name_model_units(
    round_: InspectionRound, agencies: Collection[int], *, by: User
) -> None:
    """示范点: units that others may look at; before the round is published. Raises
    NotAllowed, TransitionError."""
    require_office(by)
    require_stage(round_, RoundStatus.PROVISIONAL)
    ratings = UnitRating.objects.filter(unit__round=round_)
    changed = ratings.annotate(agency=F("unit__agency_id"))
    before = set(changed.filter(is_model=True).values_list("agency", flat=True))
    moved = before ^ set(agencies)
    for rating in changed.filter(agency__in=moved).select_related("unit__agency"):
        rating.is_model = not rating.is_model
        rating.save(update_fields=["is_model"])
        AuditEntry.objects.record("edited", rating, by=by)
