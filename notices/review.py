"""From a draft to a decision: submitting, returning, recalling.

A decision names the step, the round and the version of the content that it was
made on; whoever comes second, or decides on an older text, is told so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import official_moment
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import (
    DomainError,
    StaleStatusError,
    TransitionError,
    last_deed,
    whose_and_when,
)

from .chains import name_of, steps_for
from .completeness import missing_parts
from .correction_changes import check_correction
from .correction_rules import lacks_of_correction
from .deciders import require_decider
from .desk_mail import tell_waiting
from .drafting import check_board, check_slot
from .leak_check import require_clean, require_no_leaks
from .models import (
    SIGNATURE,
    Audience,
    Decision,
    Notice,
    NoticeStatus,
    ReviewDecision,
    RoundStep,
    Tick,
)
from .recipient_submission import check_submission
from .structures.registry import has_lines, is_structured, missing_of, objections_to
from .submitted_contents import keep_submitted


class Incomplete(DomainError):
    """Something that the kind must have is missing; the text names it."""

    code = "incomplete"


class ReasonMissing(DomainError):
    """A deed that must be explained came without a reason."""

    code = "reason_missing"


def require_reason(reason: str) -> str:
    """Raises ReasonMissing, PersonalDataInWords."""
    if not reason.strip():
        raise ReasonMissing(_("Say why: the reason is kept and shown."))
    return require_clean(reason.strip(), _("Reason"))


@transaction.atomic
def submit(
    notice: Notice, *, by: User, was_public: bool = False, is_import: bool = False
) -> None:
    """Hand a draft to the next pair of eyes; its content is frozen from here.

    The round passes the steps of the unit's chain, as it is now; what an import brings
    was reviewed elsewhere, and is signed by the person named for it. What an older
    site shows already is not held up by personal data in it, nor by structured
    content that it lacks.
    Raises NotAllowed, TransitionError, Incomplete, PersonalDataFound,
    StaleStatusError; of a recipient list that is not in order what
    check_submission raises.
    """
    require_role(by, notice.agency, Role.EDITOR)
    if not notice.can_move_to(NoticeStatus.IN_REVIEW):
        raise TransitionError(_("Only a draft can be submitted."))
    check_board(notice)
    check_slot(notice)
    check_correction(notice)
    now = clock.now()
    steps = [] if was_public or is_import else steps_for(notice)
    missing = [*_missing(notice, was_public=was_public), *_missing_for(steps, notice)]
    if missing:
        raise Incomplete(_("Still missing: %s.") % "、".join(missing))
    check_submission(notice)
    _check_times(notice, now)
    if not was_public:
        require_no_leaks(notice)
    notice.move(
        NoticeStatus.IN_REVIEW,
        by=by,
        expect={"content_version": notice.content_version},
        step=steps[0].code if steps else SIGNATURE,
        round=notice.round + 1,
        submitted_by=by,
        submitted_at=now,
    )
    if not (was_public or is_import):
        _begin_round(notice, steps)


def _check_times(notice: Notice, now: datetime) -> None:
    if notice.release_at is not None and notice.release_at <= now:
        raise Incomplete(_("The time of release is past: choose a later one."))
    is_first = notice.corrects_id is None
    if is_first and (objections := objections_to(notice, notice.release_at or now)):
        raise Incomplete(" ".join(objections))


def _begin_round(notice: Notice, steps: list[RoundStep]) -> None:
    """Its steps and its content are fixed for the round; who is next may be told."""
    RoundStep.objects.bulk_create(steps)
    keep_submitted(notice)
    tell_waiting(notice)


def lacks_of(notice: Notice) -> list[str]:
    """What must still be written before the notice can be submitted."""
    steps = steps_for(notice)
    return [*_missing(notice, was_public=False), *_missing_for(steps, notice)]


def refusal_of(notice: Notice, *, by: User) -> DomainError | None:
    """Why the notice could not be submitted as it stands; nothing is written."""
    try:
        with transaction.atomic():
            submit(Notice.objects.get(pk=notice.pk), by=by)
            transaction.set_rollback(True)
    except DomainError as refusal:
        return refusal
    return None


_PARTS = {"title": _("title"), "content": _("text or an attachment")}


def _missing(notice: Notice, *, was_public: bool) -> list[str]:
    parts = missing_parts(
        title=notice.title,
        body=notice.body,
        has_attachment=notice.attachments.exists(),
        original_url=notice.original_url,
        is_structured=_says_all(notice, was_public=was_public),
    )
    lacks = [] if was_public else missing_of(notice)
    said = (str(_PARTS[part]) for part in parts)
    return [*lacks_of_correction(notice), *said, *lacks]


def _missing_for(steps: list[RoundStep], notice: Notice) -> list[str]:
    """Whoever confirms the attribute and its basis must find one."""
    is_public = notice.audience == Audience.PUBLIC
    asked = is_public and any(Tick.ATTRIBUTE in step.ticks for step in steps)
    return [str(_("legal basis"))] if asked and not notice.disclosure_basis else []


def _says_all(notice: Notice, *, was_public: bool) -> bool:
    """A kind with structured content says all in it; a text is no duty there. What an
    older site shows has a text or an address, and seldom such content."""
    if not is_structured(notice.kind):
        return False
    if was_public:
        return not notice.original_url and has_lines(notice)
    return True


def record_decision(
    notice: Notice, decision: str, *, by: User, opinion: str = "", **how: Any
) -> ReviewDecision:
    """Write the decision of this step; raises StaleStatusError if one is there,
    PersonalDataInWords for an opinion that may not stay on record. `how` are further
    columns of the decision."""
    require_clean(opinion, _("Opinion"))
    try:
        with transaction.atomic():
            return ReviewDecision.objects.create(
                notice=notice,
                round=notice.round,
                step=notice.step,
                content_version=notice.content_version,
                decision=decision,
                opinion=opinion,
                by=by,
                at=clock.now(),
                **how,
            )
    except IntegrityError:
        raise _decided_before(notice) from None


def _decided_before(notice: Notice) -> StaleStatusError:
    first = ReviewDecision.objects.select_related("by").get(
        notice=notice, round=notice.round, step=notice.step
    )
    words = _(
        "%(who)s decided “%(title)s” meanwhile, at %(at)s: %(decision)s. Load it again;"
        " what you typed is still here."
    )
    return StaleStatusError(
        words
        % {
            "who": first.by,
            "title": notice,
            "at": official_moment(first.at),
            "decision": first.get_decision_display(),
        }
    )


def require_in_review(notice: Notice) -> None:
    """Raises TransitionError, with who moved it on and when.

    Holds the row until the transaction ends: one person's decisions on two steps, sent
    at once, are looked at one after the other.
    """
    list(Notice.objects.select_for_update().filter(pk=notice.pk).values_list("pk"))
    if notice.status == NoticeStatus.IN_REVIEW:
        return
    words = _(
        "Only what is in review can be decided. “%(title)s” is “%(status)s”"
        " (%(who)s, %(at)s)."
    )
    last = last_deed(notice)
    assert last is not None  # nothing is there that was not created on record
    raise TransitionError(
        words
        % {
            "title": notice,
            "status": notice.get_status_display(),
            **whose_and_when(last),
        }
    )


def decided_on(notice: Notice) -> dict[str, object]:
    """What must still hold when a decision on the notice is written."""
    return {
        "step": notice.step,
        "round": notice.round,
        "content_version": notice.content_version,
    }


@transaction.atomic
def send_back(notice: Notice, *, by: User, reason: str) -> None:
    """Return what is in review to its writer, with the reason."""
    reason = require_reason(reason)
    require_in_review(notice)
    step = require_decider(notice, by=by)
    record_decision(
        notice, Decision.RETURNED, by=by, opinion=reason, step_name=name_of(step)
    )
    notice.move(
        NoticeStatus.DRAFT, by=by, note=reason, expect=decided_on(notice), step=""
    )
