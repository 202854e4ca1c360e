from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .notices import Notice


class CoPublisher(models.Model):
    """联合发文: a unit that published together; number 0 leads (牵头)."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="co_publishings")
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("co-publisher")
        verbose_name_plural = _("co-publishers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "agency"], name="co_publisher_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.agency)
