from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .orders import Escalation, OrderStatus, RectificationOrder


class OrderPublicationQuerySet(models.QuerySet["OrderPublication"]):
    def public(self) -> Self:
        return self.filter(is_public=True)


class OrderPublication(models.Model):
    """An order as the public reads it: the office's words, looked through for personal
    data. What happens to the order later is public when the office says so again."""

    IMPRINTED = True

    order = models.OneToOneField(
        RectificationOrder,
        models.PROTECT,
        related_name="publication",
        verbose_name=_("rectification order"),
    )
    is_public = models.BooleanField(_("public"), default=True)
    number = models.CharField(_("number"), max_length=40)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    fault = models.TextField(_("fault"))
    demand = models.TextField(_("demand"))
    ground = models.TextField(_("legal ground"))
    answer = models.TextField(_("what was put right"), blank=True)
    opinion = models.TextField(_("re-check"), blank=True)
    issued_on = models.DateField(_("day of issue"))
    due_on = models.DateField(_("due on"))
    closed_on = models.DateField(_("day of closing"), null=True)
    status = models.CharField(_("status"), max_length=20, choices=OrderStatus)
    escalation = models.PositiveSmallIntegerField(_("escalation"), choices=Escalation)
    was_in_time = models.BooleanField(_("answered in time"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("made public at"))

    objects = OrderPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published rectification order")
        verbose_name_plural = _("published rectification orders")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["agency", "id"],
                name="published_order_of_unit",
                condition=Q(is_public=True),
            )
        ]

    def __str__(self) -> str:
        return self.number
