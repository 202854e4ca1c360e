"""Correcting what is public: a draft beside it, which goes the way of any draft and
is then taken in (merging.py). Nothing public is changed in any other way."""

from __future__ import annotations

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import TransitionError

from .content_copies import copy_content
from .correction_rules import CORRECTED, SHARED
from .leak_check import require_clean
from .models import OPEN, Correction, Notice, NoticeStatus
from .release import settle_due


class CorrectionOpen(TransitionError):
    """Somebody is correcting the notice already; the text says who and since when."""

    code = "correction_open"

    def __init__(self, correction: Notice) -> None:
        opened = correction.correction
        super().__init__(
            _(
                "%(who)s has been correcting “%(title)s” since %(when)s"
                " (%(status)s): change that correction instead of opening another."
            )
            % {
                "who": opened.opened_by,
                "title": correction,
                "when": date_format(
                    localtime(opened.opened_at), "SHORT_DATETIME_FORMAT"
                ),
                "status": correction.get_status_display(),
            }
        )
        self.correction = correction


@transaction.atomic
def open_correction(notice: Notice, *, by: User) -> Notice:
    """A draft that says what the public notice says; changing and signing it corrects
    the notice.

    Raises NotAllowed for all but the unit's editors, TransitionError for what is not
    public, CorrectionOpen where one is open already.
    """
    require_role(by, notice.agency, Role.EDITOR)
    SiteState.objects.hold()
    held = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if held.status == NoticeStatus.APPROVED and held.is_released:
        settle_due()
        held.refresh_from_db()
    if held.status != NoticeStatus.PUBLISHED:
        raise TransitionError(
            _("Only what is public can be corrected: “%(title)s” is “%(status)s”.")
            % {"title": held, "status": held.get_status_display()}
        )
    if opened := open_correction_of(held):
        raise CorrectionOpen(opened)
    return _open(held, by=by)


def _open(notice: Notice, *, by: User) -> Notice:
    copied = {name: getattr(notice, name) for name in (*CORRECTED, *SHARED)}
    correction = Notice.objects.create(corrects=notice, author=by, **copied)
    Correction.objects.create(
        notice=correction,
        base_version=notice.content_version,
        opened_by=by,
        opened_at=clock.now(),
    )
    copy_content(notice, correction)
    AuditEntry.objects.record("created", correction, by=by)
    AuditEntry.objects.record("correction_opened", notice, by=by)
    return correction


def open_correction_of(notice: Notice) -> Notice | None:
    """The one correction of a notice on which nobody has decided for good."""
    found = Notice.objects.filter(corrects=notice, status__in=OPEN)
    return found.select_related("correction__opened_by", "agency", "board").first()


@transaction.atomic
def explain_correction(
    correction: Notice,
    *,
    by: User,
    change_note: str,
    reason: str = "",
    withholds_earlier: bool = False,
) -> None:
    """Say what a correction changes and why; the public reads both.

    The caller has saved the draft, or holds it. Raises NotAllowed,
    PersonalDataInWords, TransitionError for what is no correction that is still
    written.
    """
    require_role(by, correction.agency, Role.EDITOR)
    words = {
        "change_note": require_clean(_on_one_line(change_note), _("change note")),
        "reason": require_clean(_on_one_line(reason), _("reason of the correction")),
    }
    row = Correction.objects.filter(
        notice=correction, notice__status=NoticeStatus.DRAFT
    )
    if not row.update(**words, withholds_earlier=withholds_earlier):
        raise TransitionError(
            _("“%s” is no correction that is still being written.") % correction
        )


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
