"""The office sees whom a letter accuses: from then on that unit and its branch, or that
person and their unit, read nothing of it, by any door."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Agency
from directories.permissions import has_role, in_branches
from disclosure_portal.foundation.models import SiteState, User
from disclosure_portal.foundation.workflow import NotAllowed

from .accusations import Way, outside
from .accused_people import Person
from .answering import open_reply, stop_pause
from .answering_questions import hide_questions
from .intake import WrongUnit
from .letter_hands import OFFICE, require_office, require_status
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
def accuse(
    letter: Letter, unit: Agency | None, *, by: User, person: Person | None = None
) -> None:
    """The unit, or the person and the unit where they serve; by this letter and all
    joined with it: who read one would read of the others. One that lies at the accused
    is called back, what is public of it is taken down. Raises WrongUnit, NotAllowed,
    TransitionError."""
    SiteState.objects.hold()
    units = [unit] if unit else []
    if person is not None:
        units += [each for each in person.units() if each != unit]
        if by in person.users:
            raise NotAllowed(_("It accuses you: somebody else must say so."))
    together = _joined_with(letter)
    for each in together:
        require_office(each, by=by)
        require_status(each, *ACCUSABLE)
    ways = [_way_out(each, units, by=by) for each in together]
    for each, way in zip(together, ways, strict=True):
        _go(each, way)
        for accused in units:
            _accuse(each, accused, by=by)
        if person is not None:
            person.keep(each)
        _mark(each, by=by)
    untie(together)
    # Public figures of branches count no accusation.
    SiteState.objects.bump()


def _joined_with(letter: Letter) -> list[Letter]:
    first = letter.merged_into or letter
    others = Letter.objects.filter(Q(pk=first.pk) | Q(merged_into=first))
    return [letter, *others.exclude(pk=letter.pk).select_related("agency", "intake")]


def _way_out(letter: Letter, units: list[Agency], *, by: User) -> Way | None:
    """Where an accused unit took it in, the first one above that lies outside has it
    from now on, and only its people may say so. Raises WrongUnit."""
    if not any(tree.contains(unit.path, letter.intake.path) for unit in units):
        return None
    known = [row.agency for row in letter.accusations.select_related("agency")]
    way = outside(letter.intake, (*known, *units))
    in_group = way.group and way.group.members.filter(user=by).exists()
    if not (in_group or has_role(by, way.unit, *OFFICE)):
        raise WrongUnit(
            _("%s took it in: the superior must say whom it accuses.") % letter.intake
        )
    return way


def _go(letter: Letter, way: Way | None) -> None:
    if way is None:
        return
    letter.intake = way.unit
    letter.group = letter.group or way.group
    letter.save(update_fields=["intake", "group"])


def _accuse(letter: Letter, unit: Agency, *, by: User) -> None:
    if tree.contains(unit.path, letter.agency.path):
        _call_back(letter, by=by)
    Accusation.objects.get_or_create(letter=letter, agency=unit)
    letter.handlers.filter(in_branches([unit.path])).delete()


def _mark(letter: Letter, *, by: User) -> None:
    letter.is_accusation = True
    letter.save(update_fields=["is_accusation"])
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
    """No word of it stays public, nor of its answer."""
    why = str(_("The letter accuses a unit."))
    hide_questions(letter, why, by=by)
    publication = getattr(letter, "publication", None)
    if publication is None:
        return
    if publication.state == PublicationState.PUBLISHED:
        take_down(publication, why, by=by)
    elif publication.state == PublicationState.PROPOSED:
        withhold(publication, why, by=by)
