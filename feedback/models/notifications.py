from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import QueuedMail

from .letters import Letter
from .steps import LetterStep


class NoticeWay(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    SLIP = "slip", _("Printed slip")


class LetterNotification(QueuedMail):
    """The writer is to be told of a step: by mail, text message, or a slip to print.
    Neither address nor words are kept: both are made when it leaves."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="notifications", verbose_name=_("letter")
    )
    step = models.ForeignKey(
        LetterStep, models.CASCADE, related_name="+", verbose_name=_("step")
    )
    way = models.CharField(_("way"), max_length=10, choices=NoticeWay)

    class Meta:
        verbose_name = _("notification of a letter")
        verbose_name_plural = _("notifications of letters")
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_try_at"], name="letter_notification_due")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.letter_id}"
