from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import ServiceItem

from .notices import Notice


class GuideItem(models.Model):
    """The service item that a clerk chose for a public guide; without one the item
    is found by the guide's code. What was signed does not change by it."""

    IMPRINTED = True

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="chosen_item", verbose_name=_("guide")
    )
    item = models.ForeignKey(
        ServiceItem,
        models.PROTECT,
        related_name="+",
        verbose_name=_("item of powers and services"),
    )

    class Meta:
        verbose_name = _("item of a guide")
        verbose_name_plural = _("items of guides")

    def __str__(self) -> str:
        return f"{self.notice} → {self.item}"
