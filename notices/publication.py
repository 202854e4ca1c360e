"""The deed of publication and of its opposite: all that belongs to it, or nothing.

Publishing writes the status, the index number, the first revision, the tallies and
the site's version in one transaction. Each deed holds the site's row first of all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.canonical import canonical, digest_of
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import ReceiptKind, SiteState, User
from disclosure_portal.foundation.numbering import next_number
from disclosure_portal.foundation.workflow import TransitionError

from .counting import count
from .deciders import require_decider
from .deciding import How, record_signature
from .erasures import ask_erasure
from .fulfilling import empty_slots, fill_named_slot
from .index_numbers import compose, counter_key
from .matter_slots import fill_stages
from .merging import merge
from .models import (
    ERASING,
    Decision,
    Kind,
    Notice,
    NoticeStatus,
    ReviewDecision,
    Revision,
)
from .posting_days import hang_while_posted
from .public_content import public_content
from .receipting import record_line
from .review import decided_on, record_decision, require_in_review, require_reason
from .search import forget_notice, put_notice
from .signals import notice_published, notice_withdrawn
from .warnings_in_force import note_warnings


@transaction.atomic
def sign(notice: Notice, *, by: User, opinion: str = "", **how: Unpack[How]) -> None:
    """Sign a notice in review: it is public at once, or at its time of release; a
    correction goes into the notice that it corrects.

    Raises NotAllowed, TransitionError (also while another step comes first),
    StaleStatusError, TicksMissing, PersonalDataInWords.
    """
    SiteState.objects.hold()
    require_in_review(notice)
    record_signature(notice, by=by, opinion=opinion, **how)
    if notice.corrects_id is not None:
        merge(notice, by=by)
        return
    now = clock.now()
    if notice.release_at is not None and notice.release_at > now:
        notice.move(
            NoticeStatus.APPROVED,
            by=by,
            expect=decided_on(notice),
            published_at=notice.release_at,
        )
        SiteState.objects.expect_change(notice.release_at)
        _tell_of_warning(notice)
        return
    _make_public(notice, by=by, published_at=now)


def override(notice: Notice, *, by: User, reason: str) -> None:
    """特批: the county leader signs past the steps that are open. It is named as such,
    with the reason, in the decision, the trail, the revision and on the page.

    Raises what `sign` does, and ReasonMissing.
    """
    sign(notice, by=by, opinion=require_reason(reason), overrides=True)


@transaction.atomic
def publish_migrated(
    notice: Notice,
    *,
    original_published_at: datetime,
    approved_by: User,
    bump: bool = True,
) -> None:
    """Publish a submitted notice of an older site under the day it bore there.

    For the office's imports only: the page says that it was migrated and when it
    was recorded here. With bump=False the caller bumps the site's version once for
    a whole batch.
    """
    SiteState.objects.hold()
    require_decider(notice, by=approved_by)
    record_decision(notice, Decision.AGREED, by=approved_by)
    _make_public(
        notice,
        by=approved_by,
        published_at=min(original_published_at, clock.now()),
        bump=bump,
        is_migrated=True,
    )


@transaction.atomic
def release(notice: Notice) -> None:
    """Settle an approved notice whose time has come, in the name of who signed it."""
    SiteState.objects.hold()
    if not (notice.status == NoticeStatus.APPROVED and notice.is_released):
        raise TransitionError(_("The time of release has not come."))
    assert notice.published_at is not None
    signed = ReviewDecision.objects.select_related("by").get(
        notice=notice, round=notice.round, step=notice.step, decision=Decision.AGREED
    )
    _make_public(notice, by=signed.by, published_at=notice.published_at)


def _make_public(
    notice: Notice,
    *,
    by: User,
    published_at: datetime,
    bump: bool = True,
    **changes: Any,
) -> None:
    hang_while_posted(notice)
    notice.move(
        NoticeStatus.PUBLISHED,
        by=by,
        expect=decided_on(notice),
        step="",
        published_at=published_at,
        recorded_at=clock.now(),
        index_number=_new_index_number(notice.agency, published_at),
        posting_until=notice.posting_until,
        **changes,
    )
    content = canonical(public_content(notice))
    revision = Revision.objects.create(
        notice=notice,
        number=1,
        content=content.decode(),
        digest=digest_of(content),
        published_at=published_at,
        by=by,
        override_by=notice.override_by,
        override_reason=notice.override_reason,
    )
    record_line(notice, ReceiptKind.PUBLISHED, revision=revision)
    put_notice(notice, revision)
    count(notice, 1)
    fill_named_slot(notice, by=by)
    fill_stages(notice, by=by)
    notice_published.send(Notice, notice=notice)
    _tell_of_warning(notice)
    if bump:
        SiteState.objects.bump()


def _tell_of_warning(notice: Notice) -> None:
    if notice.kind == Kind.WARNING:
        note_warnings()


def _new_index_number(agency: Agency, published_at: datetime) -> str:
    pattern = SiteState.objects.current().index_pattern
    day = local_day(published_at)
    org_code = agency.index_code
    while True:
        serial = next_number(counter_key(pattern, org_code, day))
        number = compose(pattern, org_code, day, serial)
        # A changed pattern must never give a number that an older one gave. Only
        # where empty ones are left out does SQLite look it up by its index.
        given = Notice.objects.exclude(index_number="").filter(index_number=number)
        if not given.exists():
            return number


@transaction.atomic
def recall(notice: Notice, *, by: User, reason: str) -> None:
    """Take an approved notice back to draft before its time of release."""
    SiteState.objects.hold()
    reason = require_reason(reason)
    require_role(by, notice.agency, Role.APPROVER)
    if notice.is_released:
        raise TransitionError(
            _("“%s” is public already: withdraw it instead.") % notice
        )
    if notice.status != NoticeStatus.APPROVED:
        raise TransitionError(_("Only an approved notice can be recalled."))
    notice.move(
        NoticeStatus.DRAFT,
        by=by,
        note=reason,
        expect={"release_at": notice.release_at},
        step="",
        published_at=None,
        override_by="",
        override_reason="",
    )
    _tell_of_warning(notice)


@transaction.atomic
def withdraw(
    notice: Notice, *, by: User, ground: str, reason: str, unit: Agency | None = None
) -> None:
    """Take a public notice down: its page says who did it, when and why (410). On the
    grounds ERASING this is the first hand of an erasure."""
    SiteState.objects.hold()
    reason = require_reason(reason)
    require_role(by, notice.agency, Role.APPROVER)
    _settle_if_due(notice)
    notice.move(
        NoticeStatus.WITHDRAWN,
        by=by,
        note=reason,
        withdrawn_at=clock.now(),
        withdrawn_by=unit or notice.agency,
        withdrawal_ground=ground,
        withdrawal_reason=reason,
    )
    record_line(notice, ReceiptKind.WITHDRAWN)
    forget_notice(notice)
    count(notice, -1)
    empty_slots(notice, by=by)
    if ground in ERASING:
        ask_erasure(notice, by=by, ground=ground)
    notice_withdrawn.send(Notice, notice=notice, by=by, ground=ground)
    _tell_of_warning(notice)
    SiteState.objects.bump()


@transaction.atomic
def archive(notice: Notice, *, by: User, reason: str) -> None:
    """Move a public notice out of the living stock; its page says so (410)."""
    SiteState.objects.hold()
    reason = require_reason(reason)
    require_role(by, notice.agency, Role.APPROVER)
    _settle_if_due(notice)
    notice.move(NoticeStatus.ARCHIVED, by=by, note=reason)
    record_line(notice, ReceiptKind.ARCHIVED)
    forget_notice(notice)
    count(notice, -1)
    _tell_of_warning(notice)
    SiteState.objects.bump()


def _settle_if_due(notice: Notice) -> None:
    """What readers see already can be taken down, though tick has not come by yet."""
    if notice.status == NoticeStatus.APPROVED and notice.is_released:
        release(notice)
