"""What an editor does about numbers of persons in a draft: mask them, or say why they
stay."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.leaks import Hit, mask
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.rich_text_shown import (
    shown_text,
    with_shown_text,
    without_links,
)
from disclosure_portal.foundation.workflow import TransitionError, changed_meanwhile

from .drafting import hold_draft, require_draft
from .leak_check import (
    FILE_FIELDS,
    PERIOD_FIELDS,
    STRUCTURE,
    digest_of,
    named,
    open_leaks,
    period_of,
)
from .models import LeakOverride, Notice
from .review import require_reason
from .structures.replacing import change_texts


@transaction.atomic
def override_leaks(notice: Notice, *, by: User, reason: str) -> LeakOverride:
    """Keep the numbers that are found now; the reviewer reads the reason first.

    Raises NotAllowed, ReasonMissing, PersonalDataInWords, TransitionError,
    StaleStatusError when the text is not the one that was read.
    """
    require_role(by, notice.agency, Role.EDITOR)
    reason = require_reason(reason)
    hold_draft(notice)
    _require_newest(notice)
    hits = open_leaks(notice)
    if not hits:
        raise TransitionError(_("No personal data is found that would need a reason."))
    AuditEntry.objects.record(
        "leaks_overridden", notice, by=by, note=f"{reason} — {named(hits, notice.kind)}"
    )
    return LeakOverride.objects.create(
        notice=notice,
        round=notice.round,
        content_version=notice.content_version,
        reason=reason,
        hits=[
            {
                "place": hit.place,
                "kind": hit.kind,
                "masked": hit.masked,
                "digest": digest_of(hit),
            }
            for hit in hits
        ],
        by=by,
        at=clock.now(),
    )


@transaction.atomic
def mask_leaks(notice: Notice, *, by: User, number: str = "") -> int:
    """Hide the numbers of persons in a draft, or the one with this digest wherever it
    stands; what somebody kept stays. How many were hidden.

    Raises NotAllowed, TransitionError, StaleStatusError when the text is not the one
    that was read.
    """
    require_role(by, notice.agency, Role.EDITOR)
    require_draft(notice)
    notice.lock_content(by=by)
    hits = [hit for hit in open_leaks(notice) if number in ("", digest_of(hit))]
    notice.title = mask(notice.title, _at("title", hits))
    notice.summary = mask(notice.summary, _at("summary", hits))
    notice.body = _masked_body(notice.body, hits)
    notice.save(update_fields=["title", "summary", "body"])
    for place, row in enumerate(notice.attachments.all()):
        for name in FILE_FIELDS:
            found = _at(f"attachments[{place}].{name}", hits)
            setattr(row, name, mask(getattr(row, name), found))
        row.save(update_fields=FILE_FIELDS)
    if period := period_of(notice):
        for name in PERIOD_FIELDS:
            found = _at(f"posting_period.{name}", hits)
            setattr(period, name, mask(getattr(period, name), found))
        period.save(update_fields=PERIOD_FIELDS)
    change_texts(notice, lambda place, text: mask(text, _at(STRUCTURE + place, hits)))
    return len(hits)


def _at(place: str, hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.place == place]


def _masked_body(body: str, hits: Sequence[Hit]) -> str:
    """A link to a person's address has nothing left to lead to: its words stay."""
    masked = with_shown_text(body, mask(shown_text(body), _at("body", hits)))
    links = {
        int(hit.place.removeprefix("links[").removesuffix("]"))
        for hit in hits
        if hit.place.startswith("links[")
    }
    return without_links(masked, links)


def _require_newest(notice: Notice) -> None:
    newest = Notice.objects.filter(pk=notice.pk, content_version=notice.content_version)
    if not newest.exists():
        raise changed_meanwhile(notice)
