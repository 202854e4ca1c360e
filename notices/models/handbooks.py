from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency


class Handbook(models.Model):
    """The guides of a unit as one PDF. `wanted` and `made` name contents: what was
    asked for last, and what the file is of."""

    agency = models.OneToOneField(
        Agency, models.CASCADE, related_name="+", verbose_name=_("agency")
    )
    wanted = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    made = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")

    def __str__(self) -> str:
        return str(self.agency)
