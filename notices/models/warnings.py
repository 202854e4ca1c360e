from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation.warning_banner import WarningLevel

from .lines import NoticeFacts


class WarningState(models.TextChoices):
    """Where a warning stands at a moment."""

    COMING = "coming", _("not yet in force")
    HOLDS = "holds", _("in force")
    OVER = "over", _("time is over")
    ENDED = "ended", _("ended early")


class WarningFacts(NoticeFacts):
    """预警: where, from when until when, and what to do.

    What ends it early is no part of what was signed.
    """

    level = models.CharField(_("warning level"), max_length=20, choices=WarningLevel)
    area = models.CharField(_("warned area"), max_length=200)
    branch = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit of the area"),
        help_text=_("The county, township or village that is warned."),
    )
    starts_at = models.DateTimeField(_("warning from"))
    ends_at = models.DateTimeField(_("warning until"))
    advice = models.TextField(_("what to do"))
    telephone = models.CharField(_("telephone"), max_length=60)
    issuing_unit = models.CharField(_("issuing unit"), max_length=100)

    ended_at = models.DateTimeField(_("ended early at"), null=True, editable=False)
    end_note = models.TextField(_("why it ended early"), blank=True, editable=False)

    class Meta:
        verbose_name = _("facts of the warning")
        verbose_name_plural = _("facts of the warning")
        constraints = [
            models.CheckConstraint(
                name="warning_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A warning ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.area

    def state_at(self, moment: datetime) -> WarningState:
        if self.ended_at is not None:
            return WarningState.ENDED
        if moment >= self.ends_at:
            return WarningState.OVER
        if moment < self.starts_at:
            return WarningState.COMING
        return WarningState.HOLDS
