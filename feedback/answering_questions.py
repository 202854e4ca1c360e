"""常见问题: written by a clerk, or begun from an answered letter; reviewed and
published by another; marked when the policy it rests on changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.leak_check import require_clean
from notices.models import Notice

from .intake import NeedsReason
from .models import Letter, Question, QuestionStatus
from .search import forget_question, put_question

WRITERS = (Role.MAILBOX_CLERK, Role.EDITOR)
REVIEWERS = (Role.APPROVER, Role.OVERSEER)


def begun_from(letter: Letter) -> Question:
    """In memory: what an answered letter gives a common question. Raises
    TransitionError for one that is not answered, or accuses somebody."""
    reply = letter.replies.filter(sent_at__isnull=False).order_by("-round").first()
    if reply is None or letter.is_accusation:
        raise TransitionError(_("Only answered letters become common questions."))
    return Question(
        agency=letter.agency,
        title=letter.title,
        answer=reply.text,
        category=letter.category,
        letter=letter,
    )


@transaction.atomic
def keep_question(question: Question, *, by: User) -> Question:
    """A draft, new or written further. Raises NotAllowed, TransitionError,
    PersonalDataInWords."""
    require_role(by, question.agency, *WRITERS)
    if question.status != QuestionStatus.DRAFT:
        raise TransitionError(_("Only drafts are written: take it back first."))
    for words, place in (
        (question.title, _("question")),
        (question.answer, _("answer")),
    ):
        require_clean(words, place)
    is_new = question.pk is None
    question.written_by = by
    question.save()
    AuditEntry.objects.record("created" if is_new else "edited", question, by=by)
    return question


@transaction.atomic
def hand_in_question(question: Question, *, by: User) -> None:
    require_role(by, question.agency, *WRITERS)
    _require_harmless(question)
    question.move(QuestionStatus.WAITING, by=by)


@transaction.atomic
def return_question(question: Question, reason: str, *, by: User) -> None:
    """Raises NeedsReason, NotAllowed, TransitionError."""
    require_role(by, question.agency, *REVIEWERS)
    if not reason.strip():
        raise NeedsReason(_("Say what must be changed."))
    question.move(QuestionStatus.DRAFT, by=by, note=reason)


@transaction.atomic
def publish_question(question: Question, *, by: User) -> None:
    """By another hand than the writer's; it is checked against the policy as that
    reads now. Raises NotAllowed, TransitionError."""
    SiteState.objects.hold()
    require_role(by, question.agency, *REVIEWERS)
    if question.written_by_id == by.pk:
        raise NotAllowed(_("Someone else must publish it: you wrote it."))
    _require_harmless(question)
    stamps: dict[str, Any] = {
        "published_at": question.published_at or clock.now(),
        "published_by": by,
        "policy_revision": _revision_of(question.policy),
        "flagged_at": None,
    }
    question.move(QuestionStatus.PUBLISHED, by=by, **stamps)
    put_question(question)
    SiteState.objects.bump()


@transaction.atomic
def withdraw_question(question: Question, reason: str, *, by: User) -> None:
    """Raises NeedsReason, NotAllowed, TransitionError."""
    SiteState.objects.hold()
    require_role(by, question.agency, *REVIEWERS)
    if not reason.strip():
        raise NeedsReason(_("Say why."))
    question.move(QuestionStatus.WITHDRAWN, by=by, note=reason)
    forget_question(question)
    SiteState.objects.bump()


def hide_questions(letter: Letter, why: str, *, by: User) -> None:
    """In the deed that says whom the letter accuses: what was begun from it leaves the
    public side, and goes no further."""
    for question in letter.questions.all():
        if question.status == QuestionStatus.PUBLISHED:
            question.move(QuestionStatus.WITHDRAWN, by=by, note=why)
            forget_question(question)
            SiteState.objects.bump()
        elif question.status == QuestionStatus.WAITING:
            question.move(QuestionStatus.DRAFT, by=by, note=why)


def _require_harmless(question: Question) -> None:
    """Raises TransitionError for what was begun from an accusation."""
    if question.letter is not None and question.letter.is_accusation:
        raise TransitionError(_("It was begun from a letter that accuses somebody."))


@transaction.atomic
def rewrite_question(question: Question, *, by: User) -> None:
    """A published one is checked again, or a withdrawn one written anew: it is public
    no more until another hand publishes it."""
    SiteState.objects.hold()
    require_role(by, question.agency, *WRITERS)
    if question.status == QuestionStatus.PUBLISHED:
        question.move(QuestionStatus.WAITING, by=by)
        forget_question(question)
    question.move(QuestionStatus.DRAFT, by=by)
    SiteState.objects.bump()


def flag_questions(notice: Notice, **_more: Any) -> None:
    """The policy or the guide changed or was taken down: what rests on it is marked,
    for readers and for its clerk. A receiver, in the deed's transaction."""
    resting = Question.objects.filter(policy=notice) | Question.objects.filter(
        guide=notice
    )
    public = resting.filter(status=QuestionStatus.PUBLISHED, flagged_at=None)
    keys = list(public.values_list("pk", flat=True))
    if keys:
        Question.objects.filter(pk__in=keys).update(flagged_at=clock.now())
        AuditEntry.objects.record_rows(Question, keys, by=None)
        SiteState.objects.bump()


def _revision_of(policy: Notice | None) -> int | None:
    if policy is None:
        return None
    newest = policy.revisions.order_by("-number").values_list("number", flat=True)
    return newest.first()
