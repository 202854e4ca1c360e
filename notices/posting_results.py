"""How a posting period (公示) ended: said once it is over, by the one who signs."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _, ngettext

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import TransitionError

from .leak_check import require_clean
from .models import Notice, PostingPeriod, PostingResult
from .posting_objections import Objections, objection_words, objections_to
from .signals import posting_closed


def waits_for_result(notice: Notice) -> bool:
    """Is its posting over, and nobody has said how it ended?"""
    period: PostingPeriod | None = getattr(notice, "posting_period", None)
    return (
        period is not None
        and notice.is_released
        and not period.result
        and period.ends_on < local_day(clock.now())
    )


@transaction.atomic
def record_result(notice: Notice, *, by: User, result: str, note: str = "") -> None:
    """Put the result beside the posting on the notice's page, with the number of
    objections that came by this site; these are closed with it.

    Raises NotAllowed for all but the unit's approvers, TransitionError while the
    posting runs, where there is none, when its result was given already, while an
    objection waits for its answer, or for a result that denies objections;
    PersonalDataInWords for a note that may not be shown.
    """
    SiteState.objects.hold()
    require_role(by, notice.agency, Role.APPROVER)
    require_clean(note, _("Remark on the result"))
    objections = objections_to(notice)
    _require_answered(objections, result)
    note = _counted(note, objections)
    today = local_day(clock.now())
    over = PostingPeriod.objects.filter(notice=notice, ends_on__lt=today, result="")
    if not notice.is_released or not over.update(result=result, result_note=note):
        raise TransitionError(
            _("“%s” has no posting that is over and still waits for its result.")
            % notice
        )
    AuditEntry.objects.record("posting_closed", notice, by=by, after=result, note=note)
    posting_closed.send(Notice, notice=notice, result=result, note=note, by=by)
    SiteState.objects.bump()


def _require_answered(objections: Objections, result: str) -> None:
    """Raises TransitionError."""
    if objections.waiting:
        words = ngettext(
            "%s objection that came by this site is not answered yet.",
            "%s objections that came by this site are not answered yet.",
            objections.waiting,
        )
        raise TransitionError(words % objections.waiting)
    if objections.received and result == PostingResult.NONE:
        raise TransitionError(
            _("Objections came by this site: say how they were handled.")
        )


def _counted(note: str, objections: Objections) -> str:
    """The remark as the public reads it, closed by the portal's own count."""
    with translation.override(settings.LANGUAGE_CODE):
        words = objection_words(objections)
    return f"{note.strip()} {words}".strip()
