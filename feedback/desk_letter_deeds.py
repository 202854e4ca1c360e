"""The buttons of a letter: which deed each is, and to whom it is offered now.

Whether it is allowed is decided by the deed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directories.permissions import has_role
from disclosure_portal.foundation.models import User

from . import (
    accusing,
    answering,
    contact_erasing,
    extending,
    helping,
    intake,
    joining,
    notifying,
    publishing_letters,
    results,
    settling,
    splitting,
)
from .forms import desk
from .letter_hands import CLERKS, OFFICE, SIGNERS
from .models import (
    AT_THE_UNIT,
    Letter,
    LetterStatus as S,
    PublicationState,
)

Words = str | Promise
Act = Callable[[Letter, dict[str, Any], User], object]
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
            asked=extending.waiting_extension(letter) is not None,
            editor=results.may_begin(user),
        )


@dataclass(frozen=True)
class Deed:
    """One button; `act` gets the letter, the words of the form, and who pressed."""

    name: str
    title: Words
    form: type[desk.DeedForm]
    offered: Callable[[Letter, Hands], bool]
    act: Act
    said: Words
    is_first: bool = False


def _at(*statuses: str, who: str) -> Callable[[Letter, Hands], bool]:
    def offered(letter: Letter, hands: Hands) -> bool:
        return letter.status in statuses and bool(getattr(hands, who))

    return offered


def _state(letter: Letter) -> str:
    publication = getattr(letter, "publication", None)
    return publication.state if publication else ""


def _may_propose(letter: Letter, hands: Hands) -> bool:
    closed = (PublicationState.PUBLISHED, PublicationState.PROPOSED)
    return (
        hands.clerk
        and letter.status in ANSWERED
        and letter.wants_publication
        and not letter.is_accusation
        and _state(letter) not in closed
    )


def _may_begin_result(letter: Letter, hands: Hands) -> bool:
    """One way to a notice for who writes notices, too."""
    is_under_way = letter.status in (*AT_THE_UNIT, *ANSWERED)
    return hands.editor and is_under_way and not letter.is_accusation


def _contact(*, is_held: bool) -> Callable[[Letter, Hands], bool]:
    """Where something is left to keep, and whether it is kept already."""

    def offered(letter: Letter, hands: Hands) -> bool:
        row = getattr(letter, "contact", None)
        if row is None or row.erased_at is not None:
            return False
        return hands.office and bool(row.held_because) is is_held

    return offered


def _published(state: str) -> Callable[[Letter, Hands], bool]:
    return lambda letter, hands: hands.office and _state(letter) == state


DEEDS: tuple[Deed, ...] = (
    Deed(
        "accept",
        _("Accept"),
        desk.AcceptForm,
        _at(S.SUBMITTED, S.REFUSED, who="office"),
        lambda letter, given, by: intake.accept(letter, by=by, **given),
        _("The letter is accepted."),
        is_first=True,
    ),
    Deed(
        "assign",
        _("Pass on"),
        desk.AssignForm,
        _at(S.ACCEPTED, who="office"),
        lambda letter, given, by: intake.assign(
            letter, given["unit"], by=by, note=given["note"]
        ),
        _("The letter lies at the unit now."),
        is_first=True,
    ),
    Deed(
        "take-up",
        _("Take up"),
        desk.PressForm,
        _at(S.ASSIGNED, who="clerk"),
        lambda letter, given, by: intake.take_up(letter, by=by),
        _("Your unit handles the letter."),
        is_first=True,
    ),
    Deed(
        "hand-in",
        _("Hand the answer in"),
        desk.PressForm,
        _at(S.HANDLING, who="clerk"),
        lambda letter, given, by: answering.hand_in(letter, by=by),
        _("The answer waits for the signature."),
        is_first=True,
    ),
    Deed(
        "sign",
        _("Sign and send the answer"),
        desk.PressForm,
        _at(S.REVIEW, who="signer"),
        lambda letter, given, by: answering.sign_reply(letter, by=by),
        _("The answer is sent."),
        is_first=True,
    ),
    Deed(
        "return-answer",
        _("Send the answer back"),
        desk.ReasonForm,
        _at(S.REVIEW, who="signer"),
        lambda letter, given, by: answering.return_reply(
            letter, given["reason"], by=by
        ),
        _("The answer went back to its writer."),
    ),
    Deed(
        "ask",
        _("Ask the writer"),
        desk.MessageForm,
        _at(S.HANDLING, who="clerk"),
        lambda letter, given, by: answering.ask_writer(letter, given["reason"], by=by),
        _("The time stands still until the writer answers."),
    ),
    Deed(
        "go-on",
        _("Go on without more"),
        desk.PressForm,
        _at(S.WAITING, who="clerk"),
        lambda letter, given, by: answering.stop_waiting(letter, by=by),
        _("The time goes on."),
    ),
    Deed(
        "send-back",
        _("Send back to the office"),
        desk.ReasonForm,
        _at(S.ASSIGNED, S.HANDLING, who="clerk"),
        lambda letter, given, by: intake.send_back(letter, given["reason"], by=by),
        _("The letter lies at the office again."),
    ),
    Deed(
        "share",
        _("Let another unit join in"),
        desk.ShareForm,
        _at(S.HANDLING, who="clerk"),
        lambda letter, given, by: intake.share(
            letter, given["unit"], given["part"], by=by
        ),
        _("The other unit reads the letter now."),
    ),
    Deed(
        "extend",
        _("Ask for more time"),
        desk.ExtensionForm,
        lambda letter, hands: (
            hands.clerk
            and letter.status in (S.ASSIGNED, S.HANDLING)
            and not letter.is_extended
            and not hands.asked
        ),
        lambda letter, given, by: extending.ask_extension(
            letter, given["days"], given["reason"], by=by
        ),
        _("The office decides about it."),
    ),
    Deed(
        "decide-extension",
        _("Decide about more time"),
        desk.DecideForm,
        lambda letter, hands: hands.office and hands.asked,
        lambda letter, given, by: extending.decide_extension(letter, by=by, **given),
        _("It is decided."),
        is_first=True,
    ),
    Deed(
        "refuse",
        _("Do not accept"),
        desk.RefuseForm,
        _at(S.SUBMITTED, who="office"),
        lambda letter, given, by: intake.refuse(
            letter, given["ground"], turn_to=given["turn_to"], by=by
        ),
        _("The writer is told why, and where to turn."),
    ),
    Deed(
        "classify",
        _("Classify"),
        desk.ClassifyForm,
        lambda letter, hands: hands.office and letter.is_open,
        lambda letter, given, by: helping.classify(
            letter, given["category"], given["complexity"], by=by
        ),
        _("The class is kept."),
    ),
    Deed(
        "accuse",
        _("It accuses a unit or a person"),
        desk.AccuseForm,
        lambda letter, hands: hands.office and letter.is_open,
        lambda letter, given, by: accusing.accuse(letter, by=by, **given),
        _("Whom it accuses and their branch read nothing of it from now on."),
    ),
    Deed(
        "join",
        _("Join to another letter"),
        desk.JoinForm,
        _at(S.SUBMITTED, S.ACCEPTED, S.ASSIGNED, S.HANDLING, who="office"),
        lambda letter, given, by: joining.join(
            letter, joining.named(given["number"], by=by), by=by
        ),
        _("The letters are joined."),
    ),
    Deed(
        "split",
        _("Split into two letters"),
        desk.SplitForm,
        _at(*splitting.SPLITTABLE, who="office"),
        lambda letter, given, by: splitting.split(
            letter, splitting.Second(**given), by=by
        ),
        _("The second letter has a number of its own."),
    ),
    Deed(
        "part",
        _("Part from the other letter"),
        desk.ReasonForm,
        _at(S.MERGED, who="office"),
        lambda letter, given, by: joining.part(letter, given["reason"], by=by),
        _("The letters are parted."),
    ),
    Deed(
        "urge",
        _("Urge"),
        desk.ReasonForm,
        _at(*AT_THE_UNIT, who="office"),
        lambda letter, given, by: extending.urge(letter, given["reason"], by=by),
        _("The unit is urged."),
    ),
    Deed(
        "supervise",
        _("Put under supervision"),
        desk.ReasonForm,
        lambda letter, hands: (
            hands.office and letter.status in AT_THE_UNIT and not letter.is_supervised
        ),
        lambda letter, given, by: extending.supervise(letter, given["reason"], by=by),
        _("The letter is under supervision."),
    ),
    Deed(
        "reopen",
        _("Take up again"),
        desk.ReasonForm,
        lambda letter, hands: (
            hands.office and letter.status in ANSWERED and not letter.is_reopened
        ),
        lambda letter, given, by: settling.reopen(letter, given["reason"], by=by),
        _("The letter is taken up again."),
    ),
    Deed(
        "propose",
        _("Propose for publication"),
        desk.PublishForm,
        _may_propose,
        lambda letter, given, by: publishing_letters.propose(letter, by=by, **given),
        _("The office decides about the publication."),
    ),
    Deed(
        "publish",
        _("Publish"),
        desk.PressForm,
        _published(PublicationState.PROPOSED),
        lambda letter, given, by: publishing_letters.publish(letter.publication, by=by),
        _("The letter and its answer are public."),
        is_first=True,
    ),
    Deed(
        "withhold",
        _("Do not publish"),
        desk.ReasonForm,
        _published(PublicationState.PROPOSED),
        lambda letter, given, by: publishing_letters.withhold(
            letter.publication, given["reason"], by=by
        ),
        _("It is not published."),
    ),
    Deed(
        "take-down",
        _("Take down"),
        desk.ReasonForm,
        _published(PublicationState.PUBLISHED),
        lambda letter, given, by: publishing_letters.take_down(
            letter.publication, given["reason"], by=by
        ),
        _("It is public no more."),
    ),
    Deed(
        "result",
        _("Begin a notice of the result"),
        desk.PressForm,
        _may_begin_result,
        lambda letter, given, by: results.begin_result_of_group(letter, by=by),
        _("A draft is begun; it goes the way of every notice."),
    ),
    Deed(
        "hold",
        _("Keep the contact for longer"),
        desk.ReasonForm,
        _contact(is_held=False),
        lambda letter, given, by: contact_erasing.hold(letter, given["reason"], by=by),
        _("How the writer is reached is kept until it is released."),
    ),
    Deed(
        "release",
        _("Keep the contact no longer"),
        desk.ReasonForm,
        _contact(is_held=True),
        lambda letter, given, by: contact_erasing.release(
            letter, given["reason"], by=by
        ),
        _("How the writer is reached is erased in its time."),
    ),
    Deed(
        "hand-slip",
        _("The slip was handed over"),
        desk.PressForm,
        lambda letter, hands: hands.office and notifying.slips_of(letter) > 0,
        lambda letter, given, by: notifying.hand_slip(letter, by=by),
        _("The writer is told on paper."),
    ),
    Deed(
        "note",
        _("Write a note"),
        desk.ReasonForm,
        lambda letter, hands: hands.office or hands.clerk or hands.signer,
        lambda letter, given, by: helping.note(letter, given["reason"], by=by),
        _("The note is kept."),
    ),
)
BY_NAME = {deed.name: deed for deed in DEEDS}


def offered(letter: Letter, hands: Hands) -> Iterable[Deed]:
    return [deed for deed in DEEDS if deed.offered(letter, hands)]
