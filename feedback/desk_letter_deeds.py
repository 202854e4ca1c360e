"""The buttons of a letter: which deed each is, and to whom it is offered now.

Whether it is allowed is decided by the deed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
from .desk_letter_offers import (
    ANSWERED,
    Hands,
    has_contact,
    is_public_as,
    may_begin_result,
    may_propose,
    offered_at,
)
from .forms import desk
from .models import (
    AT_THE_UNIT,
    Letter,
    LetterStatus as S,
    PublicationState,
)

Words = str | Promise
Act = Callable[[Letter, dict[str, Any], User], object]


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


DEEDS: tuple[Deed, ...] = (
    Deed(
        "accept",
        _("Accept"),
        desk.AcceptForm,
        offered_at(S.SUBMITTED, S.REFUSED, who="office"),
        lambda letter, given, by: intake.accept(letter, by=by, **given),
        _("The letter is accepted."),
        is_first=True,
    ),
    Deed(
        "assign",
        _("Pass on"),
        desk.AssignForm,
        offered_at(S.ACCEPTED, who="office"),
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
        offered_at(S.ASSIGNED, who="clerk"),
        lambda letter, given, by: intake.take_up(letter, by=by),
        _("Your unit handles the letter."),
        is_first=True,
    ),
    Deed(
        "hand-in",
        _("Hand the answer in"),
        desk.PressForm,
        offered_at(S.HANDLING, who="clerk"),
        lambda letter, given, by: answering.hand_in(letter, by=by),
        _("The answer waits for the signature."),
        is_first=True,
    ),
    Deed(
        "sign",
        _("Sign and send the answer"),
        desk.PressForm,
        offered_at(S.REVIEW, who="signer"),
        lambda letter, given, by: answering.sign_reply(letter, by=by),
        _("The answer is sent."),
        is_first=True,
    ),
    Deed(
        "return-answer",
        _("Send the answer back"),
        desk.ReasonForm,
        offered_at(S.REVIEW, who="signer"),
        lambda letter, given, by: answering.return_reply(
            letter, given["reason"], by=by
        ),
        _("The answer went back to its writer."),
    ),
    Deed(
        "ask",
        _("Ask the writer"),
        desk.MessageForm,
        offered_at(S.HANDLING, who="clerk"),
        lambda letter, given, by: answering.ask_writer(letter, given["reason"], by=by),
        _("The time stands still until the writer answers."),
    ),
    Deed(
        "go-on",
        _("Go on without more"),
        desk.PressForm,
        offered_at(S.WAITING, who="clerk"),
        lambda letter, given, by: answering.stop_waiting(letter, by=by),
        _("The time goes on."),
    ),
    Deed(
        "send-back",
        _("Send back to the office"),
        desk.ReasonForm,
        offered_at(S.ASSIGNED, S.HANDLING, who="clerk"),
        lambda letter, given, by: intake.send_back(letter, given["reason"], by=by),
        _("The letter lies at the office again."),
    ),
    Deed(
        "share",
        _("Let another unit join in"),
        desk.ShareForm,
        offered_at(S.HANDLING, who="clerk"),
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
        offered_at(S.SUBMITTED, who="office"),
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
        offered_at(S.SUBMITTED, S.ACCEPTED, S.ASSIGNED, S.HANDLING, who="office"),
        lambda letter, given, by: joining.join(
            letter, joining.named(given["number"], by=by), by=by
        ),
        _("The letters are joined."),
    ),
    Deed(
        "split",
        _("Split into two letters"),
        desk.SplitForm,
        offered_at(*splitting.SPLITTABLE, who="office"),
        lambda letter, given, by: splitting.split(
            letter, splitting.Second(**given), by=by
        ),
        _("The second letter has a number of its own."),
    ),
    Deed(
        "part",
        _("Part from the other letter"),
        desk.ReasonForm,
        offered_at(S.MERGED, who="office"),
        lambda letter, given, by: joining.part(letter, given["reason"], by=by),
        _("The letters are parted."),
    ),
    Deed(
        "urge",
        _("Urge"),
        desk.ReasonForm,
        offered_at(*AT_THE_UNIT, who="office"),
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
        may_propose,
        lambda letter, given, by: publishing_letters.propose(letter, by=by, **given),
        _("The office decides about the publication."),
    ),
    Deed(
        "publish",
        _("Publish"),
        desk.PressForm,
        is_public_as(PublicationState.PROPOSED),
        lambda letter, given, by: publishing_letters.publish(letter.publication, by=by),
        _("The letter and its answer are public."),
        is_first=True,
    ),
    Deed(
        "withhold",
        _("Do not publish"),
        desk.ReasonForm,
        is_public_as(PublicationState.PROPOSED),
        lambda letter, given, by: publishing_letters.withhold(
            letter.publication, given["reason"], by=by
        ),
        _("It is not published."),
    ),
    Deed(
        "take-down",
        _("Take down"),
        desk.ReasonForm,
        is_public_as(PublicationState.PUBLISHED),
        lambda letter, given, by: publishing_letters.take_down(
            letter.publication, given["reason"], by=by
        ),
        _("It is public no more."),
    ),
    Deed(
        "result",
        _("Begin a notice of the result"),
        desk.PressForm,
        may_begin_result,
        lambda letter, given, by: results.begin_result_of_group(letter, by=by),
        _("A draft is begun; it goes the way of every notice."),
    ),
    Deed(
        "hold",
        _("Keep the contact for longer"),
        desk.ReasonForm,
        has_contact(is_held=False),
        lambda letter, given, by: contact_erasing.hold(letter, given["reason"], by=by),
        _("How the writer is reached is kept until it is released."),
    ),
    Deed(
        "release",
        _("Keep the contact no longer"),
        desk.ReasonForm,
        has_contact(is_held=True),
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
