"""Outgoing mail: a row in the deed's transaction, delivered and tried again later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_tasks import task

from . import clock
from .models import OutgoingMail

MAX_ATTEMPTS = 10
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
    due = OutgoingMail.objects.filter(
        sent_at__isnull=True, next_try_at__lte=clock.now()
    ).order_by("next_try_at")
    sent = sum(_deliver(pk) for pk in due.values_list("pk", flat=True)[:BATCH])
    return f"{sent} mails sent"


def _deliver(pk: int) -> bool:
    now = clock.now()
    mail = OutgoingMail.objects.filter(
        pk=pk, sent_at__isnull=True, next_try_at__lte=now
    ).first()
    if mail is None:
        return False
    attempts = mail.attempts + 1
    # Taking the row first keeps two workers from sending the same letter.
    taken = OutgoingMail.objects.filter(pk=pk, attempts=mail.attempts).update(
        attempts=attempts, next_try_at=_next_try(attempts)
    )
    if not taken:
        return False
    outcome: dict[str, Any]
    try:
        connection = get_connection(settings.OUTBOX_DELIVERY)
        EmailMessage(
            mail.subject,
            mail.body,
            mail.sender,
            [mail.recipient],
            connection=connection,
        ).send()
        outcome = {"sent_at": clock.now(), "next_try_at": None, "body": ""}
    # smtplib's errors are OSErrors; a header that can't be written is a ValueError.
    except (OSError, ValueError) as error:
        outcome = {"last_error": str(error)[:500]}
    OutgoingMail.objects.filter(pk=pk).update(**outcome)
    return "sent_at" in outcome


def _next_try(attempts: int) -> Any:
    if attempts >= MAX_ATTEMPTS:
        return None
    return clock.now() + timedelta(minutes=2**attempts)
