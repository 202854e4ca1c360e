"""办理: the unit asks for more, writes an answer, another hand signs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)

from .intake import NeedsReason
from .letter_clock import end_pause, outcome
from .letter_hands import require_clerk, require_signer, require_status
from .models import (
    Letter,
    LetterFile,
    LetterKind,
    LetterStatus,
    Reply,
    ReplyState,
    StepKind,
)
from .writing_steps import write_step

# A writer who was asked answers once more with this many characters at most.
SUPPLEMENT_LIMIT = 5000


@transaction.atomic
def ask_writer(letter: Letter, question: str, *, by: User) -> None:
    """待补充: the time stands still from the day after this one until the writer
    answers. Raises NeedsReason, NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    if not question.strip():
        raise NeedsReason(_("Say what is missing."))
    letter.move(LetterStatus.WAITING, by=by, paused_on=local_day(clock.now()))
    write_step(
        letter,
        StepKind.ASKED,
        by=by,
        agency=letter.agency,
        message=question,
        facts={"due": letter.due_on.isoformat()},
    )


@transaction.atomic
def supplement(letter: Letter, text: str, files: Sequence[LetterFile] = ()) -> None:
    """The writer answers, known by the query code; files are in the store already.
    Raises TransitionError."""
    require_status(letter, LetterStatus.WAITING)
    letter.move(LetterStatus.HANDLING, by=None, paused_on=None)
    before = letter.files.count()
    for position, file in enumerate(files, before):
        file.letter, file.position = letter, position
    LetterFile.objects.bulk_create(files)
    write_step(letter, StepKind.SUPPLEMENTED, by=None, message=text[:SUPPLEMENT_LIMIT])
    end_pause(letter)


@transaction.atomic
def stop_waiting(letter: Letter, *, by: User) -> None:
    """The unit goes on with what it has. Raises NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    stop_pause(letter, by=by)


def stop_pause(letter: Letter, *, by: User) -> None:
    """In a deed that has asked who may. Raises TransitionError."""
    require_status(letter, LetterStatus.WAITING)
    letter.move(LetterStatus.HANDLING, by=by, paused_on=None)
    write_step(letter, StepKind.TAKEN_UP, by=by, agency=letter.agency)
    end_pause(letter)


def open_reply(letter: Letter) -> Reply:
    """The answer that is being written, or a new one in memory."""
    last = letter.replies.order_by("-round").first()
    if last and last.state != ReplyState.SENT:
        return last
    return Reply(
        letter=letter,
        round=last.round + 1 if last else 1,
        agency=letter.agency,
        text="",
    )


@transaction.atomic
def keep_reply(
    letter: Letter,
    text: str,
    remedies: str,
    *,
    version: int,
    by: User,
    finding: str = "",
) -> Reply:
    """Keep the draft; `version` is the one that the form was loaded with.

    Raises StaleStatusError where somebody kept another meanwhile, NotAllowed,
    TransitionError.
    """
    require_clerk(letter, by=by)
    if letter.status != LetterStatus.HANDLING:
        raise TransitionError(_("Take the letter up before you answer it."))
    reply = open_reply(letter)
    words: dict[str, Any] = {"text": text, "remedies": remedies, "written_by": by}
    words["finding"] = finding if letter.kind == LetterKind.OBJECTION else ""
    if reply.pk is None:
        for name, value in words.items():
            setattr(reply, name, value)
        reply.content_version = 1
        reply.save(force_insert=True)
    else:
        row = Reply.objects.filter(pk=reply.pk, content_version=version)
        if not row.update(content_version=version + 1, **words):
            raise changed_meanwhile(reply)
        reply.refresh_from_db()
    AuditEntry.objects.record("edited", reply, by=by)
    return reply


@transaction.atomic
def hand_in(letter: Letter, *, by: User) -> Reply:
    """答复待审. Raises NeedsReason without a text, or without a finding where it
    answers an objection; NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    reply = open_reply(letter)
    if not reply.text.strip():
        raise NeedsReason(_("Write the answer first."))
    if letter.kind == LetterKind.OBJECTION and not reply.finding:
        raise NeedsReason(_("Say whether the objection is upheld."))
    letter.move(LetterStatus.REVIEW, by=by)
    reply.state, reply.return_reason = ReplyState.WAITING, ""
    reply.save(update_fields=["state", "return_reason"])
    write_step(letter, StepKind.DRAFTED, by=by, agency=letter.agency)
    return reply


@transaction.atomic
def return_reply(letter: Letter, reason: str, *, by: User) -> None:
    """The signer wants it otherwise. Raises NeedsReason, NotAllowed,
    TransitionError."""
    require_signer(letter, by=by)
    require_status(letter, LetterStatus.REVIEW)
    if not reason.strip():
        raise NeedsReason(_("Say what must be changed."))
    reply = open_reply(letter)
    letter.move(LetterStatus.HANDLING, by=by)
    reply.state, reply.return_reason = ReplyState.DRAFT, reason
    reply.save(update_fields=["state", "return_reason"])
    write_step(letter, StepKind.SENT_BACK, by=by, agency=letter.agency, note=reason)


@transaction.atomic
def sign_reply(letter: Letter, *, by: User) -> Reply:
    """已答复: signed by another hand than the writer's, and told to the citizen.

    Raises NotAllowed, TransitionError.
    """
    require_signer(letter, by=by)
    reply = open_reply(letter)
    if reply.written_by_id == by.pk:
        raise NotAllowed(_("Someone else must sign: you wrote this answer."))
    now = clock.now()
    stamps: dict[str, Any] = {}
    if letter.answered_at is None:
        stamps = {"answered_at": now, **outcome(letter, local_day(now))}
    letter.move(LetterStatus.ANSWERED, by=by, **stamps)
    reply.state, reply.signed_by, reply.sent_at = ReplyState.SENT, by, now
    reply.save(update_fields=["state", "signed_by", "sent_at"])
    write_step(
        letter,
        StepKind.ANSWERED,
        by=by,
        agency=letter.agency,
        facts={"reply": reply.pk},
    )
    return reply
