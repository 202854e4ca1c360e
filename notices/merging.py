"""Taking a signed correction into its notice: the next revision, all of it or nothing.

Index number, day of publication, unit and kind stay; so does the address.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.canonical import canonical, digest_of
from disclosure_portal.foundation.models import (
    AuditEntry,
    ReceiptKind,
    SiteState,
    User,
)
from disclosure_portal.foundation.workflow import StaleStatusError

from .content_copies import hand_over_content
from .correction_rules import CORRECTED, check_corrects_public, check_fixed
from .counting import count
from .models import (
    Correction,
    Kind,
    Notice,
    NoticeOrigin,
    NoticeStatus,
    Revision,
)
from .posting_days import hang_while_posted
from .public_content import public_content
from .receipting import record_line
from .review import decided_on
from .search import put_notice
from .signals import notice_corrected
from .warnings_in_force import note_warnings


def merge(correction: Notice, *, by: User) -> Revision:
    """Correct the notice, and keep how it reads now as its next revision.

    The caller holds the site's row and has recorded the decision. Raises
    TransitionError where the notice is not public any more, StaleStatusError where it
    or the correction was changed meanwhile.
    """
    said = Correction.objects.get(notice=correction)
    notice = Notice.objects.select_related("agency").get(corrections=correction)
    correction.corrects = notice
    check_corrects_public(correction)
    check_fixed(correction)
    count(notice, -1)
    hang_while_posted(correction)
    _take_columns(notice, correction, said)
    hand_over_content(correction, notice)
    notice.refresh_from_db()
    revision = _next_revision(notice, correction, said, by=by)
    count(notice, 1)
    _remember_origin(notice, said)
    _close(correction, said, by=by)
    _record(notice, said, revision, by=by)
    record_line(notice, ReceiptKind.CORRECTED, revision=revision)
    put_notice(notice, revision)
    notice_corrected.send(Notice, notice=notice, revision=revision)
    if notice.kind == Kind.WARNING:
        note_warnings()
    SiteState.objects.bump()
    return revision


def _take_columns(notice: Notice, correction: Notice, said: Correction) -> None:
    changed = {name: getattr(correction, name) for name in CORRECTED}
    if correction.override_by:
        # That the first publication was let out so stays on its revision.
        changed["override_by"] = correction.override_by
        changed["override_reason"] = correction.override_reason
    row = Notice.objects.filter(
        pk=notice.pk,
        status=NoticeStatus.PUBLISHED,
        content_version=said.base_version,
    )
    if not row.update(content_version=F("content_version") + 1, **changed):
        raise StaleStatusError(
            _("“%s” was changed after this correction was begun: open a new one.")
            % notice
        )


def _next_revision(
    notice: Notice, correction: Notice, said: Correction, *, by: User
) -> Revision:
    content = canonical(public_content(notice))
    former = Revision.objects.filter(notice=notice).order_by("-number")
    last = former.values_list("number", flat=True).first() or 0
    if said.withholds_earlier:
        Revision.objects.filter(notice=notice).update(is_withheld=True)
    return Revision.objects.create(
        notice=notice,
        number=last + 1,
        content=content.decode(),
        digest=digest_of(content),
        published_at=clock.now(),
        by=by,
        change_note=said.change_note,
        reason=said.reason,
        override_by=correction.override_by,
        override_reason=correction.override_reason,
    )


def _close(correction: Notice, said: Correction, *, by: User) -> None:
    """Its text stands in the revision; a correction is no second place to look."""
    correction.move(
        NoticeStatus.MERGED,
        by=by,
        expect=decided_on(correction),
        note=said.change_note,
        step="",
        body="",
        summary="",
    )


def _record(notice: Notice, said: Correction, revision: Revision, *, by: User) -> None:
    facts: dict[str, Any] = {"revision": revision.number, "reason": said.reason}
    if said.withholds_earlier:
        facts["withholds_earlier"] = True
    AuditEntry.objects.record(
        "corrected",
        notice,
        by=by,
        note=said.change_note,
        facts=facts,
    )


def _remember_origin(notice: Notice, said: Correction) -> None:
    """Who reviewed what is public now in the unit's own system, and when."""
    if said.reviewed_at is not None:
        NoticeOrigin.objects.filter(notice=notice).update(
            reviewer=said.reviewer, reviewed_at=said.reviewed_at
        )
