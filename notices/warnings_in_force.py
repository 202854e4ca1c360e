"""Warnings (预警) that hold now or will: kept in the site's one row, which every page
reads anyway; and how one ends before its time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.warning_banner import WarningLevel
from disclosure_portal.foundation.workflow import TransitionError

from .models import RELEASABLE, Audience, Kind, Notice, WarningFacts
from .review import require_reason

# The gravest first.
GRAVITY = {level: rank for rank, level in enumerate(reversed(WarningLevel.values))}


def note_warnings() -> None:
    """Tell the site's row which warnings there are; every deed that makes one public
    or ends one calls this in its transaction."""
    SiteState.objects.keep_warnings(_entries)


def _entries() -> list[dict[str, Any]]:
    rows = (
        WarningFacts.objects.filter(
            notice__kind=Kind.WARNING,
            notice__status__in=RELEASABLE,
            notice__audience=Audience.PUBLIC,
            ended_at=None,
            ends_at__gt=clock.now(),
        )
        .select_related("notice")
        .defer("notice__body")
    )
    return [_entry(row) for row in sorted(rows, key=_rank)]


def _rank(facts: WarningFacts) -> tuple[int, float]:
    return GRAVITY[facts.level], -facts.starts_at.timestamp()


def _entry(facts: WarningFacts) -> dict[str, Any]:
    public_from = facts.notice.published_at
    assert public_from is not None  # what is releasable has its moment
    return {
        "level": facts.level,
        "title": facts.notice.title,
        "url": facts.notice.get_absolute_url(),
        "from": max(facts.starts_at, public_from).isoformat(),
        "until": facts.ends_at.isoformat(),
    }


def may_be_ended(notice: Notice) -> bool:
    """Is it a public warning that is not over yet?"""
    return notice.is_released and _running(notice).exists()


def _running(notice: Notice) -> Any:
    return WarningFacts.objects.filter(
        notice=notice,
        notice__kind=Kind.WARNING,
        ended_at=None,
        ends_at__gt=clock.now(),
    )


@transaction.atomic
def end_warning(notice: Notice, *, by: User, note: str) -> None:
    """End a warning before its time (解除): the banner goes with the next request,
    the page says since when and why.

    Raises NotAllowed for all but the unit's approvers, ReasonMissing,
    PersonalDataInWords, TransitionError for what is not public, over, or ended already.
    """
    SiteState.objects.hold()
    note = require_reason(note)
    require_role(by, notice.agency, Role.APPROVER)
    running = _running(notice)
    if not notice.is_released or not running.update(
        ended_at=clock.now(), end_note=note
    ):
        raise TransitionError(_("“%s” is no warning that still runs.") % notice)
    AuditEntry.objects.record("warning_ended", notice, by=by, note=note)
    note_warnings()
