from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import SourceSystem

from .notices import Notice
from .statuses import WithdrawalGround


class NoticeOrigin(models.Model):
    """Where a notice came from that a unit's system handed in: its key there, and who
    had reviewed it there, when."""

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="origin", verbose_name=_("notice")
    )
    system = models.ForeignKey(
        SourceSystem,
        models.PROTECT,
        related_name="+",
        verbose_name=_("system of a unit"),
    )
    source_id = models.CharField(_("key in that system"), max_length=64)
    reviewer = models.CharField(_("reviewed there by"), max_length=60)
    reviewed_at = models.DateTimeField(_("reviewed there at"))
    received_at = models.DateTimeField(_("last received at"))

    class Meta:
        verbose_name = _("origin of a notice")
        verbose_name_plural = _("origins of notices")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "source_id"], name="notice_origin_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.source_id}"


class WithdrawalRequest(models.Model):
    """A system or an editor asks that a public notice be taken down; an approver
    decides. Of a penalty that was revoked, within the time that runs from `revoked_on`
    (decision_terms.py)."""

    notice = models.ForeignKey(
        Notice,
        models.CASCADE,
        related_name="withdrawal_requests",
        verbose_name=_("notice"),
    )
    ground = models.CharField(_("ground"), max_length=20, choices=WithdrawalGround)
    reason = models.TextField(_("reason"))
    revoked_on = models.DateField(_("revoked on"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    at = models.DateTimeField(_("asked at"))
    declined_at = models.DateTimeField(_("declined at"), null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decline_reason = models.TextField(_("reason for declining"), blank=True)

    class Meta:
        verbose_name = _("request for withdrawal")
        verbose_name_plural = _("requests for withdrawal")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(declined_at__isnull=True),
                name="withdrawal_request_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_ground_display()}"
