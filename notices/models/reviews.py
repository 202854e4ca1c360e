from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .notices import Notice


class Decision(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    RETURNED = "returned", _("Returned")


class ReviewDecision(models.Model):
    """One decision on one step of one round; append-only by trigger."""

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="decisions", verbose_name=_("notice")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    step = models.CharField(_("step"), max_length=40)
    # As it was called then; empty for the one signature of a unit without a chain.
    step_name = models.CharField(_("name of the step"), max_length=40, blank=True)
    content_version = models.PositiveIntegerField(_("version of the content"))
    decision = models.CharField(_("decision"), max_length=20, choices=Decision)
    opinion = models.TextField(_("opinion"), blank=True)
    ticks = models.JSONField(_("confirmed"), default=list, blank=True)
    is_override = models.BooleanField(_("override"), default=False)
    # Of a step signed on paper: by whom, and the photograph of the sheet (private).
    paper_signer = models.CharField(_("signed on paper by"), max_length=60, blank=True)
    paper_digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("review decision")
        verbose_name_plural = _("review decisions")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "round", "step"], name="decision_once_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.by}"
