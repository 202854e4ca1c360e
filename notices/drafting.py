"""Writing a draft: who may, and never over somebody else's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Role
from directories.permissions import require_role
from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.document_numbers import display, normalise
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.rich_text import clean
from disclosure_portal.foundation.workflow import DomainError, TransitionError

from .correction_rules import check_fixed
from .models import (
    Audience,
    CoPublisher,
    Notice,
    NoticeStatus,
    PostingPeriod,
    PostingUnit,
)
from .posting_periods import posting_end


class WrongBoard(DomainError):
    """The unit may not post on that board, or the board and audience don't agree."""

    code = "wrong_board"


class WrongSlot(DomainError):
    """The notice can't fill that slot; the text says why."""

    code = "wrong_slot"


class UnitClosed(DomainError):
    """A unit that was closed or merged writes nothing new."""

    code = "unit_closed"


def require_draft(notice: Notice) -> None:
    """Raise TransitionError unless the notice may still be changed."""
    if notice.status != NoticeStatus.DRAFT:
        raise TransitionError(
            _("“%s” is no longer a draft and can't be changed.") % notice
        )


def check_board(notice: Notice) -> None:
    """Raise WrongBoard where the board belongs to another unit, is closed, or is
    internal while the notice is public; UnitClosed where the unit is gone.

    Notices of an older site may still come in for a unit that is gone, and its
    notices may still be corrected, on the board on which they hang.
    """
    board, corrected = notice.board, notice.corrects
    if not (notice.agency.is_open or notice.import_source or corrected):
        raise UnitClosed(_("“%s” is closed and publishes nothing new.") % notice.agency)
    stays = corrected is not None and corrected.board_id == notice.board_id
    is_foreign = board.agency_id not in (None, notice.agency_id)
    if not stays and (is_foreign or not board.is_open):
        raise WrongBoard(
            _("“%(agency)s” can't post on the board “%(board)s”.")
            % {"agency": notice.agency, "board": board}
        )
    if board.is_internal != (notice.audience == "staff"):
        raise WrongBoard(
            _(
                "“%s” and the audience don't agree: internal notices hang on internal"
                " boards, public ones on public boards."
            )
            % board
        )


def check_slot(notice: Notice) -> None:
    """Of a draft that names a slot. Raises WrongSlot."""
    if notice.slot is None:
        return
    if notice.slot.agency_id != notice.agency_id:
        raise WrongSlot(
            _("“%(slot)s” is a duty of another unit.") % {"slot": notice.slot}
        )
    if notice.audience != Audience.PUBLIC:
        raise WrongSlot(_("An internal notice discloses nothing: it fills no slot."))


@transaction.atomic
def save_draft(notice: Notice, *, by: User) -> Notice:
    """Store a new draft or a draft's new content, cleaned.

    An existing draft must still carry the content_version that was read; raises
    StaleStatusError otherwise, NotAllowed for people without the editor's role,
    WrongBoard for a board that the unit can't use, WrongSlot for a duty that is not
    its own, FixedByCorrection for what a correction can't change.
    """
    require_role(by, notice.agency, Role.EDITOR)
    check_board(notice)
    check_slot(notice)
    check_fixed(notice)
    notice.body = clean(notice.body)
    notice.document_number = display(notice.document_number)
    notice.document_key = normalise(notice.document_number)
    if notice.pk is None:
        notice.author = by
        notice.save()
        AuditEntry.objects.record("created", notice, by=by)
        return notice
    # The draft's own unit, too: nobody moves a draft out of another unit's hands.
    require_role(by, Agency.objects.get(notices=notice.pk), Role.EDITOR)
    require_draft(notice)
    notice.lock_content(by=by)
    notice.save()
    return notice


def hold_draft(notice: Notice) -> None:
    """Keep the stored row a draft until the transaction ends: what was read of it may
    be older than a submission. Raises TransitionError."""
    require_draft(notice)
    rows = Notice.objects.select_for_update().filter(pk=notice.pk)
    if not rows.filter(status=NoticeStatus.DRAFT).exists():
        raise TransitionError(
            _("“%s” is no longer a draft and can't be changed.") % notice
        )


@transaction.atomic
def set_co_publishers(notice: Notice, agencies: Sequence[Agency]) -> None:
    """Replace the units that publish together; the first one leads (牵头)."""
    hold_draft(notice)
    notice.co_publishings.all().delete()
    CoPublisher.objects.bulk_create(
        CoPublisher(notice=notice, agency=agency, position=number)
        for number, agency in enumerate(dict.fromkeys(agencies))
    )


@transaction.atomic
def set_posting_period(notice: Notice, period: PostingPeriod) -> PostingPeriod:
    """Give a draft its posting period; the end is computed, never typed, and the
    result is given when the posting is over."""
    hold_draft(notice)
    period.notice = notice
    period.result = period.result_note = ""
    period.ends_on = posting_end(
        period.starts_on,
        period.length,
        working_days=period.unit == PostingUnit.WORKING,
        calendar=work_calendar.current(),
    )
    period.save()
    return period


def similar_to(notice: Notice) -> Iterable[Notice]:
    """Other notices with the same title in the unit, or the same document number."""
    known = (notice.pk, notice.corrects_id)
    same = Notice.objects.filter(corrects=None).exclude(pk__in=[k for k in known if k])
    same = same.exclude(status=NoticeStatus.WITHDRAWN)
    matches = same.filter(agency=notice.agency, title=notice.title)
    if key := normalise(notice.document_number):
        matches = matches | same.filter(document_key=key)
    return matches.select_related("agency")[:5]
