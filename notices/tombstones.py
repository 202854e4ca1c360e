"""What may be said of a notice that was public and is not any more (410)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import AuditEntry

from .models import ERASING, Notice, NoticeStatus, WithdrawalGround

# Of these the title or the reason may tell what had to be taken down.
DISCREET = (*ERASING, WithdrawalGround.SECRET)


def tombstone(notice: Notice) -> dict[str, Any]:
    """The facts of a withdrawn notice or of an archived one; one query."""
    is_discreet = notice.withdrawal_ground in DISCREET
    stone = {
        "index_number": notice.index_number,
        "title": "" if is_discreet else notice.title,
        "agency": {
            "title": notice.agency.name,
            "url": notice.agency.get_absolute_url(),
        },
    }
    if notice.status == NoticeStatus.ARCHIVED and not is_discreet:
        return stone | _archiving(notice)
    return stone | {
        "withdrawn_by": str(notice.withdrawn_by or notice.agency),
        "ground": str(notice.get_withdrawal_ground_display()),
        "reason": "" if is_discreet else notice.withdrawal_reason,
        **_day(notice.withdrawn_at),
    }


def _archiving(notice: Notice) -> dict[str, Any]:
    entry = (
        AuditEntry.objects.filter(
            target_type=notice._meta.label_lower,
            target_id=notice.pk,
            after=NoticeStatus.ARCHIVED,
        )
        .order_by("-pk")
        .first()
    )
    return {
        "withdrawn_by": str(notice.agency),
        "ground": _("Moved to the archive"),
        "reason": entry.note if entry else "",
        **_day(entry.at if entry else None),
    }


def _day(moment: datetime | None) -> dict[str, str]:
    if moment is None:
        return {"day": "", "day_iso": ""}
    day = local_day(moment)
    return {"day": official_date(day), "day_iso": day.isoformat()}
