from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import SourceSystem

from .letters import Letter


class WorkOrder(models.Model):
    """A letter that came from another system (12345), and what that system has been
    told of it. Its number there names it once."""

    letter = models.OneToOneField(
        Letter, models.CASCADE, related_name="work_order", verbose_name=_("letter")
    )
    system = models.ForeignKey(
        SourceSystem,
        models.PROTECT,
        related_name="work_orders",
        verbose_name=_("system"),
    )
    source_id = models.CharField(_("number at the source"), max_length=80)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "source_id"], name="work_order_once"
            )
        ]

    def __str__(self) -> str:
        return self.source_id
