from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agencies import Agency


class FloorPlan(models.Model):
    """One floor of a unit's building, for the touch screen in its hall."""

    IMPRINTED = True

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="floor_plans", verbose_name=_("agency")
    )
    title = models.CharField(_("floor"), max_length=60)
    description = models.TextField(
        _("the plan in words"),
        help_text=_("For those who do not see the picture: which window is where."),
    )
    digest = models.CharField(max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("floor plan")
        verbose_name_plural = _("floor plans")
        ordering = ["agency__path", "position", "pk"]

    def __str__(self) -> str:
        return self.title
