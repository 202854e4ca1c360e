from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .letter_kinds import StepKind
from .letters import Letter


class LetterStep(models.Model):
    """One thing that happened to a letter, in order: what the writer follows, what
    clocks are counted from. Rows are frozen by trigger: an erasure may remove them."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="steps", verbose_name=_("letter")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=StepKind)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("unit"),
    )
    # Told to the writer; what stays inside is `note`.
    message = models.TextField(_("message"), blank=True)
    note = models.TextField(_("internal note"), blank=True)
    # Of an extension, the days; of a count, both due days.
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("step of a letter")
        verbose_name_plural = _("steps of letters")
        ordering = ["pk"]
        indexes = [models.Index(fields=["letter", "id"], name="letter_steps")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
