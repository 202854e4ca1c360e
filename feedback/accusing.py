"""The office sees whom a letter accuses: from then on that unit and its branch read
nothing of it, by any door."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation.models import SiteState, User

from .answering import open_reply, stop_pause
from .intake import WrongUnit
from .letter_hands import require_office, require_status
from .models import (
    OPEN_LETTERS,
    Accusation,
    Letter,
    LetterStatus,
    PublicationState,
    ReplyState,
    StepKind,
)
from .publishing_letters import take_down, withhold
from .results import untie
from .writing_steps import write_step

# What an accused unit has had an answer sent of is taken up again first.
ACCUSABLE = (*OPEN_LETTERS, LetterStatus.REFUSED, LetterStatus.MERGED)


@transaction.atomic
def accuse(letter: Letter, unit: Agency, *, by: User) -> None:
    """It and all letters joined with it: who read one would read of the others. One
    that lies at the accused is called back, what is public of it is taken down. Raises
    WrongUnit, NotAllowed, TransitionError."""
    SiteState.objects.hold()
    together = _joined_with(letter)
    for each in together:
        require_office(each, by=by)
        require_status(each, *ACCUSABLE)
        if tree.contains(unit.path, each.intake.path):
            raise WrongUnit(
                _("%s took it in: the superior must say whom it accuses.") % each.intake
            )
    for each in together:
        _accuse(each, unit, by=by)
    untie(together)


def _joined_with(letter: Letter) -> list[Letter]:
    first = letter.merged_into or letter
    others = Letter.objects.filter(Q(pk=first.pk) | Q(merged_into=first))
    return [letter, *others.exclude(pk=letter.pk).select_related("agency", "intake")]


def _accuse(letter: Letter, unit: Agency, *, by: User) -> None:
    if tree.contains(unit.path, letter.agency.path):
        _call_back(letter, by=by)
    Accusation.objects.get_or_create(letter=letter, agency=unit)
    letter.is_accusation = True
    letter.save(update_fields=["is_accusation"])
    letter.handlers.filter(in_branches([unit.path])).delete()
    _hide(letter, by=by)
    write_step(letter, StepKind.CLASSIFIED, by=by, agency=letter.intake)


def _call_back(letter: Letter, *, by: User) -> None:
    if letter.status == LetterStatus.WAITING:
        stop_pause(letter, by=by)
    elif letter.status == LetterStatus.REVIEW:
        reply = open_reply(letter)
        letter.move(LetterStatus.HANDLING, by=by)
        reply.state = ReplyState.DRAFT
        reply.save(update_fields=["state"])
    if letter.status in (LetterStatus.ASSIGNED, LetterStatus.HANDLING):
        letter.move(LetterStatus.ACCEPTED, by=by, agency_id=letter.intake_id)
    letter.agency = letter.intake
    letter.save(update_fields=["agency"])


def _hide(letter: Letter, *, by: User) -> None:
    """No word of it stays public."""
    publication = getattr(letter, "publication", None)
    if publication is None:
        return
    why = str(_("The letter accuses a unit."))
    if publication.state == PublicationState.PUBLISHED:
        take_down(publication, why, by=by)
    elif publication.state == PublicationState.PROPOSED:
        withhold(publication, why, by=by)
