"""A letter comes in: one transaction, after which the number holds for good.

The same token shows the same receipt, whether the first answer was lost on the way or
two of them came at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from notices.models import Notice

from . import letter_codes
from .accusations import Way, way_of
from .contacts import Contact, keep_contact
from .letter_clock import begin_clock
from .models import (
    Accusation,
    Anonymity,
    Channel,
    Letter,
    LetterFile,
    LetterToken,
    Mailbox,
    StepKind,
    VolunteerSupervisor,
)
from .plain_words import plain_words
from .writing_steps import write_step


@dataclass(frozen=True)
class About:
    """What a letter is about; mostly one of these."""

    agency: Agency | None = None
    place: Agency | None = None
    place_words: str = ""
    notice: Notice | None = None
    revision: int | None = None
    line_key: str = ""
    line_words: str = ""


@dataclass(frozen=True)
class Given:
    """What somebody wrote, said or brought, checked by the door that took it."""

    mailbox: Mailbox
    kind: str
    title: str
    text: str
    about: About = About()
    contact: Contact = Contact()
    wants_publication: bool = False
    anonymity: str = Anonymity.PUBLIC
    accuses: bool = False
    channel: str = Channel.WEB
    files: Sequence[LetterFile] = field(default_factory=tuple)
    # Of a letter on paper, the day on which it came; None for now.
    received_at: datetime | None = None
    supervisor: VolunteerSupervisor | None = None


class Receipt(NamedTuple):
    """提交回执: the code is known here and on the writer's paper only."""

    letter: Letter
    code: str
    is_new: bool


@sensitive_variables("token", "code")
def submit(given: Given, *, token: str, by: User | None = None) -> Receipt:
    """Take a letter in; `by` is the clerk who writes it down for somebody.

    Files are in the store already (keeping.py). Whoever sends the token again within a
    day gets the first receipt. When this returns the letter is safe.
    """
    digest = letter_codes.keyed("token", token)
    if before := _receipt_of(digest, token):
        return before
    try:
        with transaction.atomic():
            letter = _write(given, by=by)
            code = letter_codes.code_of(letter.number, token)
            letter.code_digest = letter_codes.digest_of_code(letter.number, code)
            letter.save(update_fields=["code_digest"])
            LetterToken.objects.create(
                letter=letter, digest=digest, made_at=clock.now()
            )
    except IntegrityError:
        # The same form at the same moment: the other one was first.
        if before := _receipt_of(digest, token):
            return before
        raise
    return Receipt(letter, code, is_new=True)


@sensitive_variables("token")
def _receipt_of(digest: str, token: str) -> Receipt | None:
    since = clock.now() - letter_codes.TOKEN_HOLDS
    known = LetterToken.objects.filter(digest=digest, made_at__gte=since)
    held = known.select_related("letter").first()
    if held is None:
        return None
    code = letter_codes.code_of(held.letter.number, token)
    return Receipt(held.letter, code, is_new=False)


def _write(given: Given, *, by: User | None) -> Letter:
    about, way = given.about, way_of(given)
    received = given.received_at or clock.now()
    letter = Letter(
        number=letter_codes.next_letter_number(),
        content_digest=content_digest(given.title, given.text),
        kind=given.kind,
        channel=given.channel,
        mailbox=given.mailbox,
        title=given.title,
        text=given.text,
        about_agency=about.agency,
        place=about.place,
        place_words=about.place_words,
        notice=about.notice,
        revision=about.revision,
        line_key=about.line_key,
        line_words=about.line_words,
        wants_publication=given.wants_publication,
        anonymity=given.anonymity,
        intake=way.unit,
        agency=way.unit,
        group=way.group,
        is_accusation=way.is_accusation,
        supervisor=given.supervisor,
        received_at=received,
        received_on=local_day(received),
    )
    begin_clock(letter)
    letter.save()
    _keep_beside(letter, given, way)
    write_step(letter, StepKind.SUBMITTED, by=by, agency=way.unit)
    return letter


def _keep_beside(letter: Letter, given: Given, way: Way) -> None:
    keep_contact(letter, given.contact)
    Accusation.objects.bulk_create(
        Accusation(letter=letter, agency=unit) for unit in way.accused
    )
    for position, file in enumerate(given.files):
        file.letter, file.position = letter, position
    LetterFile.objects.bulk_create(given.files)


def content_digest(title: str, text: str) -> str:
    """By which the same words are known again, however they are spaced."""
    return letter_codes.keyed("content", plain_words(f"{title}\n{text}"))
