"""One letter that asks two things becomes two, each answered by its own unit. The
writer's code opens both; what was written stays whole in the first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import TransitionError

from . import letter_codes
from .letter_clock import begin_clock
from .letter_hands import require_office, require_status
from .models import (
    Accusation,
    AccusedPerson,
    Letter,
    LetterContact,
    LetterFile,
    LetterKind,
    LetterStatus,
    StepKind,
    WorkOrder,
)
from .submitting import content_digest
from .writing_steps import write_step

SPLITTABLE = (
    *(LetterStatus.SUBMITTED, LetterStatus.ACCEPTED),
    *(LetterStatus.ASSIGNED, LetterStatus.HANDLING),
)
# What the second letter has of the first, whatever it asks.
SHARED = (
    *("channel", "mailbox", "complexity", "about_agency", "place", "place_words"),
    *("notice", "revision", "line_key", "line_words", "supervisor"),
    *("wants_publication", "anonymity", "intake", "group", "is_accusation"),
    *("received_at", "received_on"),
)
# Of these a letter is from the first word on, or never: the way that it came in, or the
# posting that counts it, depends on it.
BOUND = (LetterKind.REPORT, LetterKind.OBJECTION)


@dataclass(frozen=True)
class Second:
    """What the second letter asks, in the writer's words."""

    kind: str
    title: str
    text: str
    with_files: bool = False


def kinds_of_second(letter: Letter) -> list[LetterKind]:
    return [each for each in LetterKind if each not in BOUND or each == letter.kind]


@transaction.atomic
def split(letter: Letter, second: Second, *, by: User) -> Letter:
    """拆件. The second letter has a number of its own, the day of receipt of the first
    and the promise of its receipt; it accuses whom the first accuses. Raises
    NotAllowed, TransitionError."""
    require_office(letter, by=by)
    require_status(letter, *SPLITTABLE)
    if letter.answered_at is not None:
        raise TransitionError(_("It was answered already: it stays one letter."))
    if WorkOrder.objects.filter(letter=letter).exists():
        raise TransitionError(
            _("A work order is answered as one: send it back to be sent as two.")
        )
    if second.kind not in kinds_of_second(letter):
        raise TransitionError(_("The second letter can't be of this kind."))
    other = _written(letter, second)
    _keep_beside(letter, other, with_files=second.with_files)
    write_step(other, StepKind.SUBMITTED, by=by, agency=other.intake)
    if letter.accepted_at is not None:
        other.move(LetterStatus.ACCEPTED, by=by, accepted_at=letter.accepted_at)
    write_step(letter, StepKind.DIVIDED, by=by, facts={"into": other.number})
    write_step(other, StepKind.DIVIDED, by=by, facts={"of": _first(letter).number})
    return other


def _first(letter: Letter) -> Letter:
    """The one that was sent: it alone has the query code."""
    return letter.split_from or letter


def _written(letter: Letter, second: Second) -> Letter:
    other = Letter(
        number=letter_codes.next_letter_number(),
        kind=second.kind,
        title=second.title,
        text=second.text,
        content_digest=content_digest(second.title, second.text),
        agency=letter.intake,
        split_from=_first(letter),
        **{name: getattr(letter, name) for name in SHARED},
    )
    begin_clock(other)
    other.promised_on = letter.promised_on
    other.save()
    return other


def _keep_beside(letter: Letter, other: Letter, *, with_files: bool) -> None:
    Accusation.objects.bulk_create(
        Accusation(letter=other, agency_id=row.agency_id)
        for row in letter.accusations.all()
    )
    AccusedPerson.objects.bulk_create(
        AccusedPerson(letter=other, user_id=row.user_id, official_id=row.official_id)
        for row in letter.accused_people.all()
    )
    contact = LetterContact.objects.filter(letter=letter).first()
    if contact is not None:
        contact.pk, contact.letter = None, other
        contact.save(force_insert=True)
    files = list(letter.files.filter(reply=None)) if with_files else []
    for file in files:
        file.pk, file.letter = None, other
    LetterFile.objects.bulk_create(files)
