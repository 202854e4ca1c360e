from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .notices import Notice
from .statuses import WithdrawalGround

# Taken down on one of these grounds, a notice is erased, too: by a second person.
ERASING = (WithdrawalGround.PRIVACY, WithdrawalGround.REVOKED)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> ErasureQuerySet:
        return self.filter(done_at=None, declined_at=None)

    def done(self) -> ErasureQuerySet:
        return self.filter(done_at__isnull=False)


class Erasure(models.Model):
    """隐私撤下: all that a notice said is erased, by order of two people. Its number is
    that of the order; index number, agency, day and ground stay."""

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="erasures", verbose_name=_("notice")
    )
    ground = models.CharField(_("ground"), max_length=20, choices=WithdrawalGround)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(_("erased at"), null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    declined_at = models.DateTimeField(_("declined at"), null=True)
    decline_reason = models.TextField(_("reason for declining"), blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("order of erasure")
        verbose_name_plural = _("orders of erasure")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(declined_at__isnull=True),
                name="erasure_once",
            ),
            models.CheckConstraint(
                name="erasure_takes_two",
                condition=Q(done_by__isnull=True) | ~Q(done_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
