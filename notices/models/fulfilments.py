from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import Slot

from .notices import Notice


class EndReason(models.TextChoices):
    WITHDRAWN = "withdrawn", _("The notice was withdrawn")
    STRUCK = "struck", _("Struck out")


class FulfilmentQuerySet(models.QuerySet["Fulfilment"]):
    def standing(self) -> Self:
        return self.filter(ended_on=None)


class Fulfilment(models.Model):
    """What was put into a slot: a notice, or a statement that explains why there is
    none (情况说明). Both are public, and stay when they count no longer."""

    IMPRINTED = True

    slot = models.ForeignKey(
        Slot, models.PROTECT, related_name="fulfilments", verbose_name=_("slot")
    )
    notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        related_name="fulfilments",
        verbose_name=_("notice"),
    )
    statement = models.TextField(_("statement"), blank=True)
    on = models.DateField(_("day"))
    is_migrated = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_on = models.DateField(_("counts no longer since"), null=True)
    end_reason = models.CharField(
        _("why it counts no longer"), max_length=20, choices=EndReason, blank=True
    )

    objects = FulfilmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("what fills a slot")
        verbose_name_plural = _("what fills slots")
        ordering = ["slot", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fulfilment_notice_or_statement",
                condition=Q(notice__isnull=False, statement="")
                | (Q(notice__isnull=True) & ~Q(statement="")),
            ),
            models.CheckConstraint(
                name="fulfilment_end_has_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False, end_reason__in=EndReason.values),
            ),
            models.UniqueConstraint(
                fields=["slot", "notice"],
                condition=Q(ended_on__isnull=True),
                name="fulfilment_once",
            ),
        ]

    def __str__(self) -> str:
        return self.statement or str(self.notice)


class SentReminder(models.Model):
    """A reminder of an empty slot that went out (催报), kept: to whom, of which rung
    of the ladder, for which due day (one that moves is reminded of anew)."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    rung = models.CharField(max_length=20)
    sent_on = models.DateField(_("sent on"))
    recipients = models.JSONField(_("sent to"), default=list)

    class Meta:
        verbose_name = _("reminder of a slot")
        verbose_name_plural = _("reminders of slots")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "due_on", "rung"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.rung}"
