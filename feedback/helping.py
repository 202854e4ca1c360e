"""What staff do to a letter besides passing it on and answering it: the part of a unit
that joins in, notes, classes, a new code for a writer who lost the first."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import TransitionError

from . import letter_codes
from .intake import NeedsReason
from .letter_clock import follow_limit
from .letter_hands import require_office, require_sight, require_status
from .models import (
    OPEN_LETTERS,
    Letter,
    LetterCategory,
    LetterHandler,
    LetterOpening,
    StepKind,
)
from .writing_steps import write_step


def note_opening(letter: Letter, *, by: User) -> None:
    """Kept once a person: bulk deeds ask for it."""
    LetterOpening.objects.get_or_create(
        letter=letter, user=by, defaults={"at": clock.now()}
    )


@transaction.atomic
def contribute(handler: LetterHandler, text: str, *, by: User) -> None:
    """协办 done: what the unit says goes to the one in the lead. Raises NeedsReason,
    NotAllowed, TransitionError where it was done already."""
    letter = handler.letter
    require_sight(letter, by=by)
    require_role(by, handler.agency, Role.MAILBOX_CLERK)
    if not text.strip():
        raise NeedsReason(_("Write what your unit says to its part."))
    rows = LetterHandler.objects.filter(pk=handler.pk, done_at=None)
    if not rows.update(done_at=clock.now(), contribution=text):
        raise TransitionError(_("Your unit has done its part already."))
    write_step(letter, StepKind.LEFT, by=by, agency=handler.agency, note=text)


@transaction.atomic
def note(letter: Letter, text: str, *, by: User) -> None:
    """For staff only. Raises NeedsReason, NotAllowed."""
    require_sight(letter, by=by)
    if not text.strip():
        raise NeedsReason(_("Write the note first."))
    write_step(letter, StepKind.NOTED, by=by, note=text)


@transaction.atomic
def classify(
    letter: Letter, category: LetterCategory | None, complexity: str, *, by: User
) -> None:
    """The clerk decides what a letter is about and how hard it is; the time limit
    follows. Raises NotAllowed, TransitionError."""
    require_office(letter, by=by)
    require_status(letter, *OPEN_LETTERS)
    letter.category, letter.complexity = category, complexity
    letter.save(update_fields=["category", "complexity"])
    words = f"{category or ''} {letter.get_complexity_display()}".strip()
    write_step(letter, StepKind.CLASSIFIED, by=by, note=words)
    follow_limit(letter)


@transaction.atomic
def renew_code(letter: Letter, how: str, *, by: User) -> str:
    """补发查询码, after a check of who asks, which stays on record; the code before is
    worth nothing from now on. Raises NeedsReason, NotAllowed."""
    require_office(letter, by=by)
    if not how.strip():
        raise NeedsReason(_("Say how you made sure that it is the writer."))
    code = letter_codes.renewed_code()
    letter.code_digest = letter_codes.digest_of_code(letter.number, code)
    letter.save(update_fields=["code_digest"])
    write_step(letter, StepKind.CODE_RENEWED, by=by, note=how)
    return code
