"""延期, 催办 and 督办: more time by approval, and what happens when it runs out."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .intake import NeedsReason
from .letter_clock import limit_of, recount
from .letter_hands import require_clerk, require_office, require_status
from .models import AT_THE_UNIT, Letter, LetterStep, StepKind
from .writing_steps import write_step


@transaction.atomic
def ask_extension(letter: Letter, days: int, reason: str, *, by: User) -> None:
    """Before the time runs out, once, within what the limit allows. Raises
    NeedsReason, NotAllowed, TransitionError."""
    require_clerk(letter, by=by)
    _require_at_unit(letter)
    if not reason.strip():
        raise NeedsReason(_("Say why more time is needed."))
    if letter.is_extended or waiting_extension(letter):
        raise TransitionError(_("More time can be asked for once only."))
    most = limit_of(letter).extension_days
    if not 0 < days <= most:
        raise TransitionError(
            _("This kind of letter can be given %(days)s more days at most.")
            % {"days": most}
        )
    write_step(
        letter,
        StepKind.EXTENSION_ASKED,
        by=by,
        agency=letter.agency,
        note=reason,
        facts={"days": days},
    )


@transaction.atomic
def decide_extension(
    letter: Letter, *, is_granted: bool, message: str, by: User
) -> None:
    """By the office, another person than who asked; the writer is told why. Raises
    NeedsReason, NotAllowed, TransitionError."""
    require_office(letter, by=by)
    require_status(letter, *AT_THE_UNIT)
    asked = waiting_extension(letter)
    if asked is None:
        raise TransitionError(_("Nobody asked for more time."))
    if asked.by_id == by.pk:
        raise NotAllowed(_("Someone else must decide: you asked for more time."))
    if not message.strip():
        raise NeedsReason(_("Say why, for the writer."))
    kind = StepKind.EXTENDED if is_granted else StepKind.NOT_EXTENDED
    write_step(
        letter,
        kind,
        by=by,
        agency=letter.intake,
        message=message if is_granted else "",
        note="" if is_granted else message,
        facts={"days": asked.facts["days"]},
    )
    if is_granted:
        letter.is_extended = True
        letter.save(update_fields=["is_extended"])
        recount(letter)


def waiting_extension(letter: Letter) -> LetterStep | None:
    """The wish for more time that nobody has decided yet."""
    about = (StepKind.EXTENSION_ASKED, StepKind.EXTENDED, StepKind.NOT_EXTENDED)
    last = letter.steps.filter(kind__in=about).order_by("-pk").first()
    return last if last and last.kind == StepKind.EXTENSION_ASKED else None


@transaction.atomic
def urge(letter: Letter, note: str, *, by: User) -> None:
    """催办: a note to the unit, which is counted. Raises NeedsReason, NotAllowed,
    TransitionError."""
    require_office(letter, by=by)
    _require_at_unit(letter)
    if not note.strip():
        raise NeedsReason(_("Say what is expected."))
    Letter.objects.filter(pk=letter.pk).update(urged=F("urged") + 1)
    letter.refresh_from_db(fields=["urged"])
    write_step(letter, StepKind.URGED, by=by, agency=letter.agency, note=note)


@transaction.atomic
def supervise(letter: Letter, note: str, *, by: User) -> None:
    """督办: the office follows it until it is settled. Raises as urge()."""
    require_office(letter, by=by)
    _require_at_unit(letter)
    if not note.strip():
        raise NeedsReason(_("Say what is expected."))
    letter.is_supervised = True
    letter.save(update_fields=["is_supervised"])
    write_step(letter, StepKind.SUPERVISED, by=by, agency=letter.agency, note=note)


def _require_at_unit(letter: Letter) -> None:
    if letter.status not in AT_THE_UNIT:
        raise TransitionError(_("The letter lies at no unit now."))
