"""How a posting period (公示) ended: said once it is over by one person, and made
public by another, who signs: what became of objections is published like a notice."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _, ngettext

from directories.models import Role
from directories.permissions import has_role, require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)

from .leak_check import require_clean
from .models import Notice, PostingPeriod, PostingResult, ProposedResult
from .posting_objections import Objections, objection_words, objections_to
from .signals import posting_closed

PROPOSERS = (Role.EDITOR, Role.APPROVER)


def waits_for_result(notice: Notice) -> bool:
    """Is its posting over, and nobody has made public how it ended?"""
    period: PostingPeriod | None = getattr(notice, "posting_period", None)
    return (
        period is not None
        and notice.is_released
        and not period.result
        and period.ends_on < local_day(clock.now())
    )


def proposal_of(notice: Notice) -> ProposedResult | None:
    rows = ProposedResult.objects.select_related("by")
    return rows.filter(notice=notice).first() if waits_for_result(notice) else None


def may_propose(notice: Notice, user: User) -> bool:
    return (
        waits_for_result(notice)
        and has_role(user, notice.agency, *PROPOSERS)
        and proposal_of(notice) is None
    )


def may_return_result(notice: Notice, user: User) -> bool:
    """Who proposed it may take it back, too."""
    if not has_role(user, notice.agency, *PROPOSERS):
        return False
    waits = proposal_of(notice)
    return waits is not None and (
        waits.by == user or has_role(user, notice.agency, Role.APPROVER)
    )


def may_confirm_result(notice: Notice, user: User) -> bool:
    if not has_role(user, notice.agency, Role.APPROVER):
        return False
    proposed = proposal_of(notice)
    return proposed is not None and proposed.by != user


@transaction.atomic
def propose_result(notice: Notice, *, by: User, result: str, note: str = "") -> None:
    """Say how it ended; nothing is public by it.

    Raises NotAllowed for all but the unit's editors and approvers, TransitionError
    while the posting runs, where there is none, when its result was given or waits
    already, while an objection waits for its answer, or for a result that denies
    objections; PersonalDataInWords for a note that may not be shown.
    """
    SiteState.objects.hold()
    require_role(by, notice.agency, *PROPOSERS)
    require_clean(note, _("Remark on the result"))
    _require_waiting(notice)
    _require_answered(objections_to(notice), result)
    if ProposedResult.objects.filter(notice=notice).exists():
        raise TransitionError(
            _("The result of “%s” waits for a second person already.") % notice
        )
    ProposedResult.objects.create(
        notice=notice, result=result, note=note, by=by, at=clock.now()
    )
    AuditEntry.objects.record("result_proposed", notice, by=by, after=result, note=note)


@transaction.atomic
def confirm_result(notice: Notice, *, by: User, proposal: int) -> None:
    """Put what another person proposed beside the posting on the notice's page, with
    the number of objections that came by this site; these are closed with it.
    `proposal` is the one that was read: another one is not confirmed unseen.

    Raises NotAllowed for all but the unit's approvers and for who proposed it,
    TransitionError where nothing is proposed, or while an objection waits for its
    answer, StaleStatusError.
    """
    SiteState.objects.hold()
    require_role(by, notice.agency, Role.APPROVER)
    _require_waiting(notice)
    proposed = _proposed(notice)
    if proposed.pk != proposal:
        raise changed_meanwhile(notice)
    if proposed.by_id == by.pk:
        raise NotAllowed(_("You said it yourself: somebody else makes it public."))
    objections = objections_to(notice)
    _require_answered(objections, proposed.result)
    note = _counted(proposed.note, objections)
    words = {"result": proposed.result, "result_note": note}
    PostingPeriod.objects.filter(notice=notice, result="").update(**words)
    proposed.delete()
    AuditEntry.objects.record(
        "posting_closed",
        notice,
        by=by,
        after=words["result"],
        note=words["result_note"],
        facts={"proposed_by": str(proposed.by)},
    )
    posting_closed.send(Notice, notice=notice, result=words["result"], note=note, by=by)
    SiteState.objects.bump()


@transaction.atomic
def return_result(notice: Notice, *, by: User, reason: str) -> None:
    """Nothing is public; somebody may propose another result. Raises NotAllowed for
    all but the unit's approvers and who proposed it, TransitionError."""
    SiteState.objects.hold()
    require_role(by, notice.agency, *PROPOSERS)
    proposed = _proposed(notice)
    if proposed.by_id != by.pk:
        require_role(by, notice.agency, Role.APPROVER)
    require_clean(reason, _("reason"))
    proposed.delete()
    AuditEntry.objects.record("result_returned", notice, by=by, note=reason)


def _require_waiting(notice: Notice) -> None:
    """As it is stored: the notice may have been read before."""
    today = local_day(clock.now())
    over = PostingPeriod.objects.filter(notice=notice, ends_on__lt=today, result="")
    if not notice.is_released or not over.exists():
        raise TransitionError(
            _("“%s” has no posting that is over and still waits for its result.")
            % notice
        )


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


def _proposed(notice: Notice) -> ProposedResult:
    found = ProposedResult.objects.select_related("by").filter(notice=notice).first()
    if found is None:
        raise TransitionError(
            _("No result of “%s” waits for a second person.") % notice
        )
    return found
