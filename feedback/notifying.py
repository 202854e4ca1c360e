"""Writers are told what happened to their letter, by the ways that they gave.

The deed leaves a row and a job; the job makes the words when they leave. They say the
number, what happened and where to look: nothing of the letter, no unit, no code. Who
reads them over the writer's shoulder learns not even whom an accusation accuses.
"""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django_tasks import task

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.mail import due_of, outgoing, try_once
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.qr_codes import own_address
from disclosure_portal.foundation.sealing import Unreadable

from .contacts import Contact, contact_for_sending
from .letter_hands import require_office
from .models import (
    REGISTERED,
    Channel,
    Letter,
    LetterNotification,
    LetterStep,
    NoticeWay,
    StepKind,
)
from .sms import NotTaken, is_on, mobile_of, send_sms

# What matters to a writer, in a sentence; the page of the letter says the rest.
WORDS = {
    StepKind.ACCEPTED: gettext_lazy("It was accepted."),
    StepKind.REFUSED: gettext_lazy(
        "It was not accepted; you can read why, and where to turn."
    ),
    StepKind.ASKED: gettext_lazy("A question to you waits for your answer."),
    StepKind.EXTENDED: gettext_lazy("It takes longer; you can read until when."),
    StepKind.ANSWERED: gettext_lazy("It was answered; please read and rate it."),
    StepKind.REOPENED: gettext_lazy("It was taken up again."),
    StepKind.CLOSED: gettext_lazy("It is settled."),
    StepKind.DIVIDED: gettext_lazy(
        "It asks two things, and is answered in two letters; you can read the other"
        " number."
    ),
}
# A hotline calls its callers back itself; what was migrated was answered long ago.
TOLD_ELSEWHERE = (Channel.HOTLINE, Channel.MIGRATED)
# After a server did not answer, the others of its way wait so long: a server that
# hangs holds up one letter, not a queue of them.
REST = timedelta(minutes=1)


class Undelivered(OSError):
    """What a server said is not kept: it may repeat the address."""


def queue_for(step: LetterStep) -> None:
    """In the deed's transaction: rows and jobs, both or neither."""
    letter = step.letter
    if step.kind not in WORDS or letter.channel in TOLD_ELSEWHERE:
        return
    now = clock.now()
    for way in _ways(letter):
        row = LetterNotification.objects.create(
            letter=letter,
            step=step,
            way=way,
            created_at=now,
            next_try_at=None if way == NoticeWay.SLIP else now,
        )
        if way != NoticeWay.SLIP:
            deliver_notification.enqueue(row.pk)


def _ways(letter: Letter) -> list[NoticeWay]:
    """Paper only for those whose letter a clerk wrote down."""
    contact = _contact(letter)
    ways = [NoticeWay.EMAIL] if contact.email else []
    if is_on() and mobile_of(contact.telephone):
        ways.append(NoticeWay.SMS)
    if not ways and letter.channel in REGISTERED:
        ways.append(NoticeWay.SLIP)
    return ways


@sensitive_variables()
def _contact(letter: Letter) -> Contact:
    """No deed fails because a key was lost."""
    try:
        return contact_for_sending(letter)
    except Unreadable:
        return Contact()


# --- Delivery -------------------------------------------------------------------------


@task()
def deliver_notification(pk: int) -> str:
    return "sent" if _deliver(pk) else "not sent"


def deliver_due() -> str:
    """Try again what is due. Wired to tick."""
    sent = sum(_deliver(pk) for pk in due_of(LetterNotification))
    return f"{sent} writers told"


def _deliver(pk: int) -> bool:
    way = LetterNotification.objects.filter(pk=pk).values_list("way", flat=True).first()
    if way is None or cache.get(_resting(way)):
        return False
    return try_once(LetterNotification, pk, _send)


def _resting(way: str) -> str:
    return f"feedback.notifying.rest.{way}"


@sensitive_variables()
def _send(row: LetterNotification) -> None:
    """Nothing leaves where the contact was erased meanwhile. Raises Undelivered."""
    contact = _contact(row.letter)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            if row.way == NoticeWay.EMAIL and contact.email:
                _mail(row, contact.email).send()
            elif row.way == NoticeWay.SMS and mobile_of(contact.telephone):
                send_sms(mobile_of(contact.telephone), _short(row), f"letter-{row.pk}")
    except NotTaken as error:
        raise Undelivered(str(error)) from None
    except (SMTPResponseException, SMTPRecipientsRefused, ValueError) as error:
        raise Undelivered(type(error).__name__) from None
    except OSError as error:
        cache.set(_resting(row.way), True, REST.total_seconds())
        raise Undelivered(type(error).__name__) from None


def _named(row: LetterNotification) -> dict[str, str]:
    site = SiteState.objects.current().name or settings.SITE_URL
    return {
        "site": site,
        "number": row.letter.number,
        "what": str(WORDS[StepKind(row.step.kind)]),
        "address": own_address(reverse("letter-track")),
    }


def _mail(row: LetterNotification, email: str) -> EmailMessage:
    named = _named(row)
    text = _(
        "Hello,\n\n"
        "to your letter number %(number)s:\n\n"
        "%(what)s\n\n"
        "With the number and the query code on your receipt you read more here:\n\n"
        "%(address)s\n\n"
        "--\n"
        "%(site)s. Nobody reads answers to this mail; nobody of us asks for your query"
        " code.\n"
    )
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        _("Your letter %(number)s - %(site)s") % named,
        text % named,
        None,
        [email],
        connection=outgoing(),
        # A second attempt is the same letter.
        headers={
            "Message-ID": f"<letter-{row.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _short(row: LetterNotification) -> str:
    words = _("[%(site)s] Your letter %(number)s: %(what)s %(address)s")
    return words % _named(row)


# --- On paper -------------------------------------------------------------------------


def slips_of(letter: Letter) -> int:
    """How many steps its writer must still be told on paper."""
    return letter.notifications.filter(way=NoticeWay.SLIP, sent_at=None).count()


@transaction.atomic
def hand_slip(letter: Letter, *, by: User) -> None:
    """The slip was handed over or posted. Raises NotAllowed."""
    require_office(letter, by=by)
    slips = letter.notifications.filter(way=NoticeWay.SLIP, sent_at=None)
    if slips.update(sent_at=clock.now(), next_try_at=None):
        AuditEntry.objects.record("slip_handed", letter, by=by)
