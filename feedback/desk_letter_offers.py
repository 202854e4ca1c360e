"""To whom a deed on a letter is offered now: by status, and by what a person is to it.

Whether it is allowed is decided by the deed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from directories.permissions import has_role
from disclosure_portal.foundation.models import User

from .extending import waiting_extension
from .letter_hands import CLERKS, OFFICE, SIGNERS
from .models import AT_THE_UNIT, Letter, LetterStatus as S, PublicationState
from .results import may_begin

ANSWERED = (S.ANSWERED, S.CLOSED)


@dataclass(frozen=True)
class Hands:
    """What a person is to a letter; `asked` where more time is waited for."""

    office: bool
    clerk: bool
    signer: bool
    asked: bool
    editor: bool = False

    @classmethod
    def of(cls, letter: Letter, user: User) -> Hands:
        group = letter.group
        in_group = bool(group and group.members.filter(user=user).exists())
        return cls(
            office=in_group or has_role(user, letter.intake, *OFFICE),
            clerk=in_group or has_role(user, letter.agency, *CLERKS),
            signer=in_group or has_role(user, letter.agency, *SIGNERS),
            asked=waiting_extension(letter) is not None,
            editor=may_begin(user),
        )


def offered_at(*statuses: str, who: str) -> Callable[[Letter, Hands], bool]:
    def offered(letter: Letter, hands: Hands) -> bool:
        return letter.status in statuses and bool(getattr(hands, who))

    return offered


def _state(letter: Letter) -> str:
    publication = getattr(letter, "publication", None)
    return publication.state if publication else ""


def may_propose(letter: Letter, hands: Hands) -> bool:
    closed = (PublicationState.PUBLISHED, PublicationState.PROPOSED)
    return (
        hands.clerk
        and letter.status in ANSWERED
        and letter.wants_publication
        and not letter.is_accusation
        and _state(letter) not in closed
    )


def may_begin_result(letter: Letter, hands: Hands) -> bool:
    """One way to a notice for who writes notices, too."""
    is_under_way = letter.status in (*AT_THE_UNIT, *ANSWERED)
    return hands.editor and is_under_way and not letter.is_accusation


def has_contact(*, is_held: bool) -> Callable[[Letter, Hands], bool]:
    """Where something is left to keep, and whether it is kept already."""

    def offered(letter: Letter, hands: Hands) -> bool:
        row = getattr(letter, "contact", None)
        if row is None or row.erased_at is not None:
            return False
        return hands.office and bool(row.held_because) is is_held

    return offered


def is_public_as(state: str) -> Callable[[Letter, Hands], bool]:
    return lambda letter, hands: hands.office and _state(letter) == state
