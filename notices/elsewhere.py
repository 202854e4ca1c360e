"""Where else a notice was shown (线下公开记录): registered once it is public by one
person, and public itself once another has confirmed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock, file_removal, lazy, store
from disclosure_portal.foundation.file_types import judge
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.receipts import moment_text
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)

from .leak_check import require_clean
from .models import Notice, Posting

if TYPE_CHECKING:
    from disclosure_portal.foundation import pictures
else:
    pictures = lazy.Module("disclosure_portal.foundation.pictures")

MAX_BYTES = 10 * 1024 * 1024


def store_proof(chunks: Iterable[bytes], *, file_name: str) -> str:
    """The digest of a photograph, drawn anew without EXIF, GPS and thumbnails.

    Called before any transaction: file work does not belong in one. Raises RefusedFile
    for anything but a picture of at most 10 MB.
    """
    original = store.put(chunks, max_bytes=MAX_BYTES)
    path = store.path_of(original.digest)
    if not judge(path, file_name=file_name).is_image:
        raise RefusedFile(_("A photograph must be a JPEG or PNG picture."))
    return store.put([pictures.redraw(path)], max_bytes=MAX_BYTES).digest


@transaction.atomic
def register_posting(notice: Notice, posting: Posting, *, by: User) -> Posting:
    """Write down where a released notice was shown; nobody outside reads it yet.

    Raises NotAllowed for all but editors of the unit, TransitionError for what is not
    released (any more), PersonalDataInWords for a place that may not be shown.
    """
    SiteState.objects.hold()
    require_role(by, notice.agency, Role.EDITOR)
    if not Notice.objects.released().filter(pk=notice.pk).exists():
        raise TransitionError(
            _("“%s” is not published: what hangs out is registered afterwards.")
            % notice
        )
    require_clean(posting.place, _("shown at"))
    posting.notice = notice
    posting.registered_by = by
    posting.registered_at = clock.now()
    posting.save(force_insert=True)
    AuditEntry.objects.record("shown_elsewhere", notice, by=by, facts=facts_of(posting))
    SiteState.objects.bump()
    return posting


@transaction.atomic
def confirm_posting(posting: Posting, *, by: User) -> None:
    """Put what another person registered on the notice's page.

    Raises NotAllowed for all but approvers of the unit and for who registered it,
    TransitionError for what is not released any more, StaleStatusError for what was
    confirmed or struck out meanwhile.
    """
    SiteState.objects.hold()
    notice = posting.notice
    require_role(by, notice.agency, Role.APPROVER)
    if posting.registered_by_id == by.pk:
        raise NotAllowed(_("You registered it yourself: somebody else confirms it."))
    if not Notice.objects.released().filter(pk=notice.pk).exists():
        raise TransitionError(_("“%s” is not public any more.") % notice)
    waiting = Posting.objects.filter(pk=posting.pk, confirmed_at=None)
    if not waiting.update(confirmed_by=by, confirmed_at=clock.now()):
        raise changed_meanwhile(notice)
    posting.refresh_from_db()
    facts = facts_of(posting)
    AuditEntry.objects.record("posting_confirmed", notice, by=by, facts=facts)
    SiteState.objects.bump()


@transaction.atomic
def strike_posting(posting: Posting, *, by: User, reason: str) -> None:
    """Take a wrong record out, for a reason that stays in the trail; the place, which
    may name a person, is told nowhere any more. What waits is sent back so, too.

    Raises NotAllowed for all but approvers of the unit.
    """
    SiteState.objects.hold()
    require_role(by, posting.notice.agency, Role.APPROVER)
    require_clean(reason, _("reason"))
    facts = facts_of(posting)
    del facts["place"]
    AuditEntry.objects.record(
        "posting_struck", posting.notice, by=by, note=reason, facts=facts
    )
    file_removal.remove_soon([posting.photo_digest])
    posting.delete()
    SiteState.objects.bump()


def facts_of(posting: Posting) -> dict[str, str | int]:
    until, confirmed_at = posting.shown_until, posting.confirmed_at
    confirmed: dict[str, str | int] = {}
    if confirmed_at and posting.confirmed_by_id:
        confirmed = {
            "confirmed_at": moment_text(confirmed_at),
            "confirmed_by": posting.confirmed_by_id,
        }
    return {
        **confirmed,
        "posting": posting.pk,
        "form": posting.form,
        "place": posting.place,
        "from": posting.shown_from.isoformat(),
        "until": until.isoformat() if until else "",
        "number": posting.number,
        "photograph": posting.photo_digest,
        "registered_at": moment_text(posting.registered_at),
    }
