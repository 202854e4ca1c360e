from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .letters import Letter


class LetterWarning(models.Model):
    """A mail before or after a letter's time ran out, kept: of which rung, for which
    last day (one that moves is warned of anew), to whom."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="warnings")
    rung = models.CharField(max_length=20)
    due_on = models.DateField()
    sent_on = models.DateField(_("sent on"))
    recipients = models.JSONField(_("sent to"), default=list)

    class Meta:
        verbose_name = _("warning about a letter")
        verbose_name_plural = _("warnings about letters")
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "due_on", "rung"], name="letter_warned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.rung}"
