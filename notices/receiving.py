"""Notices that units' own systems hand in: known again by the key that they have
there, stored by the deeds of the desk, all of one notice or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, ApiToken
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import TransitionError

from .correcting import (
    CorrectionOpen,
    explain_correction,
    open_correction,
    open_correction_of,
)
from .drafting import save_draft, set_co_publishers, set_posting_period
from .leak_check import require_clean
from .models import (
    Correction,
    Notice,
    NoticeOrigin,
    NoticeStatus,
    PostingPeriod,
)
from .received_structure import ReadStructure, write_structure


class NoLongerDraft(TransitionError):
    """The system's notice has gone on: `code` is the status in which it is."""

    def __init__(self, status: str) -> None:
        label = NoticeStatus(status).label
        super().__init__(
            _("The notice is “%s”: only a draft takes new content.") % label
        )
        self.code = status


@dataclass(frozen=True)
class Provenance:
    """What stands behind a notice in the system that sends it."""

    source_id: str
    reviewer: str
    reviewed_at: datetime


@dataclass(frozen=True)
class Explanation:
    """What a correction says of itself; other drafts have none."""

    change_note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Parts:
    """What hangs on a notice; a structure of None leaves what the draft has."""

    co_publishers: Sequence[Agency] = ()
    period: PostingPeriod | None = None
    structure: ReadStructure | None = None
    said: Explanation = Explanation()


def draft_to_fill(token: ApiToken, source_id: str, *, by: User) -> Notice:
    """The system's draft of this key, held until the transaction ends; a new notice
    where there is none, and of what is public its correction. Raises NoLongerDraft;
    CorrectionOpen where somebody at the desk is correcting it."""
    rows = Notice.objects.select_for_update(of=("self",))
    known = rows.filter(origin__system=token.system_id, origin__source_id=source_id)
    notice = known.first()
    if notice is None:
        return Notice(agency=token.system.agency)
    if notice.is_released:
        return _correction_to_fill(notice, by=by)
    if notice.status != NoticeStatus.DRAFT:
        raise NoLongerDraft(notice.status)
    return notice


def _correction_to_fill(notice: Notice, *, by: User) -> Notice:
    opened = open_correction_of(notice)
    if opened is None:
        return open_correction(notice, by=by)
    if opened.correction.opened_by_id != by.pk:
        raise CorrectionOpen(opened)
    if opened.status != NoticeStatus.DRAFT:
        raise NoLongerDraft(opened.status)
    return opened


def in_hand(notice: Notice, *, by: User) -> Notice:
    """What a system works on under the key of a notice: its open correction, else the
    notice itself. Raises CorrectionOpen where somebody at the desk corrects it."""
    opened = open_correction_of(notice)
    if opened is None:
        return notice
    if opened.correction.opened_by_id != by.pk:
        raise CorrectionOpen(opened)
    return opened


@transaction.atomic
def take_in(
    notice: Notice,
    provenance: Provenance,
    parts: Parts,
    *,
    token: ApiToken,
    by: User,
) -> None:
    """Store a new draft or a held one's new content.

    Raises what save_draft raises, RefusedParts, PersonalDataInWords; IntegrityError
    where another request brought the same key at the same moment.
    """
    require_clean(provenance.reviewer, _("reviewed there by"))
    is_new = notice.pk is None
    save_draft(notice, by=by)
    if is_new:
        _remember(notice, provenance, token)
    elif notice.corrects_id is not None:
        _explain(notice, provenance, parts.said, by=by)
    else:
        NoticeOrigin.objects.filter(notice=notice).update(
            reviewer=provenance.reviewer,
            reviewed_at=provenance.reviewed_at,
            received_at=clock.now(),
        )
    set_co_publishers(notice, parts.co_publishers)
    PostingPeriod.objects.filter(notice=notice).delete()
    if parts.period is not None:
        set_posting_period(notice, parts.period)
    if parts.structure is not None:
        write_structure(notice, parts.structure)
    _record(notice, provenance, by=by)


def _explain(
    notice: Notice, provenance: Provenance, said: Explanation, *, by: User
) -> None:
    """Whose review in the unit's system it was becomes the notice's when it is
    signed."""
    explain_correction(notice, by=by, change_note=said.change_note, reason=said.reason)
    Correction.objects.filter(notice=notice).update(
        reviewer=provenance.reviewer, reviewed_at=provenance.reviewed_at
    )


def _remember(notice: Notice, provenance: Provenance, token: ApiToken) -> None:
    NoticeOrigin.objects.create(
        notice=notice,
        system=token.system,
        source_id=provenance.source_id,
        reviewer=provenance.reviewer,
        reviewed_at=provenance.reviewed_at,
        received_at=clock.now(),
    )


def _record(notice: Notice, provenance: Provenance, *, by: User) -> None:
    """Who reviewed it there, for good."""
    AuditEntry.objects.record(
        "received",
        notice,
        by=by,
        note=_("Reviewed there by %(reviewer)s.") % {"reviewer": provenance.reviewer},
        facts={
            "source_id": provenance.source_id,
            "reviewer": provenance.reviewer,
            "reviewed_at": provenance.reviewed_at.isoformat(),
        },
    )
