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
    # Of a step signed on paper: by whom, and the digest of the photograph of the sheet,
    # which still proves what was shown once the picture itself is erased.
    paper_signer = models.CharField(_("signed on paper by"), max_length=60, blank=True)
    paper_mark = models.CharField(max_length=64, blank=True)
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


class SheetPhoto(models.Model):
    """The photograph of a signed sheet, which is never public. A row of its own: a
    decision stays for good, its picture may have to be erased."""

    decision = models.OneToOneField(
        ReviewDecision, models.CASCADE, related_name="photo"
    )
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("photograph of a signed sheet")
        verbose_name_plural = _("photographs of signed sheets")

    def __str__(self) -> str:
        return f"{self.decision_id}"
