from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueuedMail(models.Model):
    """A row for a letter that must leave, and how often that was tried."""

    # What is kept no longer once the mail server has taken it.
    EMPTIED: ClassVar[dict[str, Any]] = {}

    created_at = models.DateTimeField(_("written"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        abstract = True


class OutgoingMail(QueuedMail):
    """A letter that must leave, with its attempts; written in the deed's transaction.

    The text is emptied once the mail server has taken it: it may carry links that
    let a person in.
    """

    EMPTIED = {"body": ""}

    recipient = models.EmailField(_("recipient"))
    sender = models.CharField(_("sender"), max_length=254)
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["next_try_at"], name="outbox_due")]

    def __str__(self) -> str:
        return self.subject
