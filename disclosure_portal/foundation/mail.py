"""Outgoing mail: a row in the deed's transaction, delivered and tried again later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_tasks import task

from . import clock
from .models import OutgoingMail, QueuedMail

Mail = TypeVar("Mail", bound=QueuedMail)

# Pauses double up to the longest. Together they outlast three days without a mail
# server: a weekend, and the Monday on which somebody notices.
MAX_ATTEMPTS = 28
LONGEST_PAUSE = timedelta(hours=4)
BATCH = 200


class OutboxBackend(BaseEmailBackend):
    """What Django and its apps send becomes rows and one job a row."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        count = 0
        for message in email_messages:
            for recipient in message.recipients():
                queue(message, recipient)
                count += 1
        return count


@transaction.atomic
def queue(message: EmailMessage, recipient: str) -> OutgoingMail:
    """A row for one recipient, and the job that delivers it: both or neither."""
    now = clock.now()
    row = OutgoingMail.objects.create(
        recipient=recipient,
        sender=message.from_email,
        subject=str(message.subject)[:255],
        body=str(message.body),
        created_at=now,
        next_try_at=now,
    )
    deliver_mail.enqueue(row.pk)
    return row


@task()
def deliver_mail(pk: int) -> str:
    """Deliver one row if it is still due; the sender's way is OUTBOX_DELIVERY."""
    return "sent" if _deliver(pk) else "not sent"


def deliver_due() -> str:
    """Try again what is due. Wired to tick."""
    sent = sum(_deliver(pk) for pk in due_of(OutgoingMail))
    return f"{sent} mails sent"


def due_of(model: type[QueuedMail]) -> list[int]:
    """The numbers of the rows that are due, as many as one run delivers."""
    due = model._default_manager.filter(
        sent_at__isnull=True, next_try_at__lte=clock.now()
    )
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:BATCH])


def _deliver(pk: int) -> bool:
    return try_once(OutgoingMail, pk, _send)


def _send(mail: OutgoingMail) -> None:
    EmailMessage(
        mail.subject,
        mail.body,
        mail.sender,
        [mail.recipient],
        connection=outgoing(),
    ).send()


def outgoing() -> BaseEmailBackend:
    """The way on which mail leaves the portal."""
    return get_connection(settings.OUTBOX_DELIVERY)


def try_once(model: type[Mail], pk: int, send: Callable[[Mail], object]) -> bool:
    """Send one row if it is still due, and say when to try again where that fails;
    the answer is whether it left."""
    rows = model._default_manager
    now = clock.now()
    mail = rows.filter(pk=pk, sent_at__isnull=True, next_try_at__lte=now).first()
    if mail is None:
        return False
    attempts = mail.attempts + 1
    # Taking the row first keeps two workers from sending the same letter.
    taken = rows.filter(pk=pk, attempts=mail.attempts).update(
        attempts=attempts, next_try_at=_next_try(attempts)
    )
    if not taken:
        return False
    outcome: dict[str, Any]
    try:
        send(mail)
        outcome = {"sent_at": clock.now(), "next_try_at": None, **model.EMPTIED}
    # smtplib's errors are OSErrors; a header that can't be written is a ValueError.
    except (OSError, ValueError) as error:
        outcome = {"last_error": str(error)[:500]}
    rows.filter(pk=pk).update(**outcome)
    return "sent_at" in outcome


def _next_try(attempts: int) -> Any:
    if attempts >= MAX_ATTEMPTS:
        return None
    return clock.now() + min(timedelta(minutes=2**attempts), LONGEST_PAUSE)
