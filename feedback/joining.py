"""Letters on one incident are joined and parted; each writer keeps number and code."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError, TransitionError

from .intake import NeedsReason
from .letter_clock import recount
from .letter_hands import require_office, require_status
from .models import Letter, LetterKind, LetterStatus, StepKind
from .writing_steps import write_step


class NoSuchLetter(DomainError):
    """There is none, or none that this person may read: both sound alike."""

    code = "no_such_letter"


def named(number: str, *, by: User) -> Letter:
    """The other letter, by its number. Raises NoSuchLetter."""
    letter = Letter.objects.visible_to(by).filter(number=number.strip()).first()
    if letter is None:
        raise NoSuchLetter(_("No letter has this number."))
    return letter


@transaction.atomic
def join(letter: Letter, into: Letter, *, by: User) -> None:
    """并案: it is answered with the other one, whose answer its writer reads, too.

    Never where one accuses and the other does not, or they accuse different units: who
    handles one would read of the other. Raises TransitionError, NotAllowed.
    """
    require_office(letter, by=by)
    require_office(into, by=by)
    if letter.pk == into.pk or not into.is_open:
        raise TransitionError(_("Choose another letter that is still open."))
    if _accused(letter) != _accused(into) or letter.group_id != into.group_id:
        raise TransitionError(
            _("Letters that accuse different units, or none, are not joined.")
        )
    if _posting(letter) != _posting(into):
        raise TransitionError(
            _("An objection is joined to objections to the same posting alone.")
        )
    letter.move(LetterStatus.MERGED, by=by, merged_into_id=into.pk, paused_on=None)
    write_step(letter, StepKind.MERGED, by=by, facts={"into": into.number})
    write_step(into, StepKind.MERGED, by=by, facts={"with": letter.number})


@transaction.atomic
def part(letter: Letter, reason: str, *, by: User) -> None:
    """拆案: the letter goes its own way again, with the time that it had. Raises
    NeedsReason, NotAllowed, TransitionError."""
    require_office(letter, by=by)
    require_status(letter, LetterStatus.MERGED)
    if not reason.strip():
        raise NeedsReason(_("Say why they are parted."))
    other = letter.merged_into
    letter.move(
        LetterStatus.ACCEPTED,
        by=by,
        merged_into_id=None,
        agency_id=letter.intake_id,
    )
    letter.refresh_from_db()
    write_step(letter, StepKind.SPLIT, by=by, note=reason)
    recount(letter)
    if other:
        write_step(other, StepKind.SPLIT, by=by, facts={"from": letter.number})


def _posting(letter: Letter) -> int | None:
    """What an objection is counted for, whose answer says whether it is upheld."""
    return letter.notice_id if letter.kind == LetterKind.OBJECTION else None


def _accused(letter: Letter) -> set[tuple[int | None, ...]]:
    """Units and people, each by its key."""
    units = letter.accusations.values_list("agency_id")
    people = letter.accused_people.values_list("user_id", "official_id")
    return {*units, *people}
