from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import SourceSystem

from .letters import Letter
from .steps import LetterStep


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


class WorkOrderStep(models.Model):
    """What a system is told of its order, in the order in which it became so: `seq` is
    drawn from a counter that stays locked until the deed is done, so that nobody who
    reads on from a number misses a deed that ends after a later one."""

    order = models.ForeignKey(
        WorkOrder, models.CASCADE, related_name="told", verbose_name=_("work order")
    )
    system = models.ForeignKey(
        SourceSystem, models.PROTECT, related_name="+", verbose_name=_("system")
    )
    step = models.OneToOneField(
        LetterStep, models.CASCADE, related_name="told", verbose_name=_("step")
    )
    seq = models.PositiveBigIntegerField(_("number"))

    class Meta:
        verbose_name = _("step of a work order")
        verbose_name_plural = _("steps of work orders")
        ordering = ["system_id", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "seq"], name="work_order_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seq}"
