"""Deciding a step: in person, by a sheet that was signed on paper, or past the chain.

A decision names the step, the round and the version of the content that was read;
the last step of a round is the signature, which publishes (publication.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Role
from directories.permissions import seats
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
)

from .chains import current_step, name_of, step_after
from .deciders import bound_hand, require_confirmer, require_decider, require_person
from .desk_mail import tell_waiting
from .leak_check import require_clean
from .models import (
    Decision,
    Notice,
    NoticeStatus,
    RoundStep,
    SheetPhoto,
    Tick,
)
from .review import record_decision, require_in_review


class TicksMissing(DomainError):
    """Something that the step asks to be confirmed was not."""

    code = "ticks_missing"


@dataclass(frozen=True)
class SignedSheet:
    """审批单: who signed it with a pen, and the digest of its photograph."""

    signer: str
    digest: str


class How(TypedDict, total=False):
    """How a step is decided; `overrides` only at the signature's own deed."""

    ticks: Collection[str]
    sheet: SignedSheet | None
    overrides: bool


@transaction.atomic
def agree(notice: Notice, *, by: User, opinion: str = "", **how: Unpack[How]) -> None:
    """Agree to a step before the signature: the next one waits.

    Raises NotAllowed, TransitionError, StaleStatusError, TicksMissing,
    PersonalDataInWords.
    """
    require_in_review(notice)
    following = step_after(notice)
    if following is None:
        raise TransitionError(_("What waits is the signature: sign it."))
    names = {step.code: step.name for step in (current_step(notice), following)}
    _record(notice, by=by, opinion=opinion, **how)
    notice.advance(following.code, by=by, names=names, note=opinion)
    tell_waiting(notice)


def record_signature(
    notice: Notice, *, by: User, opinion: str, **how: Unpack[How]
) -> None:
    """The decision on the last step, or past those that are open; for `sign`."""
    if how.get("overrides"):
        _record_override(notice, by=by, reason=opinion)
        return
    if (following := step_after(notice)) is not None:
        raise TransitionError(
            _("“%(step)s” comes first, before “%(next)s”.")
            % {"step": current_step(notice).name, "next": following.name}
        )
    _record(notice, by=by, opinion=opinion, **how)


def _record(
    notice: Notice,
    *,
    by: User,
    opinion: str,
    ticks: Collection[str] = (),
    sheet: SignedSheet | None = None,
    overrides: bool = False,
) -> None:
    step = _decider_step(notice, by, sheet)
    # First of all: who comes second is told so, whatever they left unconfirmed.
    decision = record_decision(
        notice,
        Decision.AGREED,
        by=by,
        opinion=opinion,
        step_name=name_of(step),
        ticks=step.ticks,
        paper_signer=sheet.signer if sheet else "",
        paper_mark=sheet.digest if sheet else "",
    )
    _require_ticks(step, ticks)
    if sheet is not None:
        SheetPhoto.objects.create(decision=decision, digest=sheet.digest)


def _decider_step(notice: Notice, by: User, sheet: SignedSheet | None) -> RoundStep:
    if sheet is None:
        return require_decider(notice, by=by)
    require_clean(sheet.signer, _("Name of who signed"))
    return require_confirmer(notice, by=by, signer=sheet.signer)


def _require_ticks(step: RoundStep, ticks: Collection[str]) -> None:
    if missing := [str(Tick(code).label) for code in step.ticks if code not in ticks]:
        raise TicksMissing(_("Still to be confirmed: %s.") % "；".join(missing))


# --- Past the chain -----------------------------------------------------------------


def is_final_approver(user: User) -> bool:
    """The county leader: an approver of the whole county."""
    return any(
        seat.role == Role.APPROVER and tree.depth(seat.path) == 0
        for seat in seats(user)
    )


def may_be_overridden(notice: Notice, user: User) -> bool:
    """There are steps to be passed over, and the leader had no hand in it before."""
    return (
        notice.status == NoticeStatus.IN_REVIEW
        and is_final_approver(user)
        and step_after(notice) is not None
        and not bound_hand(current_step(notice), notice, user)
    )


def _record_override(notice: Notice, *, by: User, reason: str) -> None:
    """特批: named as such in the decision, the trail, the revision and on the page."""
    require_person(by)
    if not is_final_approver(by):
        raise NotAllowed(_("Only the county leader may let it out past open steps."))
    step = current_step(notice)
    if refusal := bound_hand(step, notice, by):
        raise NotAllowed(refusal)
    if step_after(notice) is None:
        raise TransitionError(_("No other step is open: sign it."))
    record_decision(
        notice,
        Decision.AGREED,
        by=by,
        opinion=reason,
        step_name=name_of(step),
        is_override=True,
    )
    noted = {"override_by": str(by)[:60], "override_reason": reason}
    Notice.objects.filter(pk=notice.pk).update(**noted)
    for column, value in noted.items():
        setattr(notice, column, value)
    AuditEntry.objects.record(
        "step_overridden",
        notice,
        by=by,
        before=notice.step,
        note=reason,
        facts={"steps": {step.code: step.name}},
    )
