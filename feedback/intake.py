"""受理 and 转办: the unit that took a letter in accepts or refuses it and passes it on;
the unit that gets it takes it up or sends it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .letter_clock import follow_limit
from .letter_hands import require_clerk, require_office, require_status
from .models import (
    Complexity,
    Letter,
    LetterHandler,
    LetterStatus,
    RefusalGround,
    StepKind,
)
from .writing_steps import write_step


class WrongUnit(DomainError):
    """The letter may not go to this unit."""

    code = "wrong_unit"


class NeedsReason(DomainError):
    """The writer must be told why."""

    code = "needs_reason"


@transaction.atomic
def accept(letter: Letter, *, by: User, complexity: str = Complexity.ORDINARY) -> None:
    """受理. A refused one may be taken on after all. The time limit is that of the
    complexity from now on. Raises NotAllowed, TransitionError."""
    require_office(letter, by=by)
    require_status(letter, LetterStatus.SUBMITTED, LetterStatus.REFUSED)
    letter.move(
        LetterStatus.ACCEPTED,
        by=by,
        settled_at=None,
        accepted_at=letter.accepted_at or clock.now(),
        complexity=complexity,
    )
    write_step(letter, StepKind.ACCEPTED, by=by, agency=letter.intake)
    follow_limit(letter)


@transaction.atomic
def refuse(letter: Letter, ground: str, *, turn_to: str, by: User) -> None:
    """不予受理, on a ground of the closed list, with where to turn instead. Raises
    NeedsReason without that, NotAllowed, TransitionError."""
    require_office(letter, by=by)
    if not turn_to.strip():
        raise NeedsReason(_("Say where the writer can turn instead."))
    label = RefusalGround(ground).label
    letter.move(LetterStatus.REFUSED, by=by, settled_at=clock.now())
    write_step(
        letter,
        StepKind.REFUSED,
        by=by,
        agency=letter.intake,
        message=f"{label}。{turn_to}",
        facts={"ground": ground},
    )


@transaction.atomic
def assign(letter: Letter, unit: Agency, *, by: User, note: str = "") -> None:
    """转办. Raises WrongUnit for an accused unit, one of its branch, or one that is
    closed; NotAllowed, TransitionError."""
    require_office(letter, by=by)
    require_fit(letter, unit)
    letter.move(LetterStatus.ASSIGNED, by=by, agency_id=unit.pk)
    letter.agency = unit
    write_step(letter, StepKind.ASSIGNED, by=by, agency=unit, note=note)


@transaction.atomic
def take_up(letter: Letter, *, by: User) -> None:
    """签收: the unit has it. Raises NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    require_status(letter, LetterStatus.ASSIGNED)
    letter.move(LetterStatus.HANDLING, by=by)
    write_step(letter, StepKind.TAKEN_UP, by=by, agency=letter.agency)


@transaction.atomic
def send_back(letter: Letter, reason: str, *, by: User) -> None:
    """退办: it is none of the unit's matters, for a reason that the office reads. The
    time goes on. Raises NeedsReason, NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    require_status(letter, LetterStatus.ASSIGNED, LetterStatus.HANDLING)
    if not reason.strip():
        raise NeedsReason(_("Say why, and which unit should have it."))
    unit = letter.agency
    letter.move(LetterStatus.ACCEPTED, by=by, agency_id=letter.intake_id)
    letter.agency = letter.intake
    write_step(letter, StepKind.RETURNED, by=by, agency=unit, note=reason)


@transaction.atomic
def share(letter: Letter, unit: Agency, part: str, *, by: User) -> LetterHandler:
    """会办 or a partial transfer: another unit answers a part; the lead stays. Raises
    WrongUnit, NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    require_status(letter, LetterStatus.HANDLING)
    require_fit(letter, unit)
    if unit == letter.agency or letter.handlers.filter(agency=unit).exists():
        raise WrongUnit(_("%s has this letter already.") % unit)
    handler = LetterHandler.objects.create(
        letter=letter, agency=unit, part=part, asked_at=clock.now()
    )
    write_step(letter, StepKind.SHARED, by=by, agency=unit, note=part)
    return handler


def require_fit(letter: Letter, unit: Agency) -> None:
    """Raises WrongUnit where the letter may not go."""
    accused = letter.accusations.values_list("agency__path", flat=True)
    if any(tree.contains(path, unit.path) for path in accused):
        raise WrongUnit(_("The letter accuses this unit or one above it."))
    if unit.closed_on is not None or unit.parent_id is None:
        raise WrongUnit(_("%s takes no letters.") % unit)
