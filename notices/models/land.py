from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lines import NoticeFacts, NoticeLine


class LandFacts(NoticeFacts):
    """征地补偿: what land is taken for, and on whose approval."""

    project = models.CharField(_("project that needs the land"), max_length=200)
    approval_number = models.CharField(_("number of the approval"), max_length=100)
    place = models.CharField(_("place of the land"), max_length=200)
    area = models.DecimalField(_("total area"), max_digits=14, decimal_places=3)
    announcement = models.CharField(
        _("announcement of the taking"), max_length=200, blank=True
    )

    class Meta:
        verbose_name = _("taking of land")
        verbose_name_plural = _("takings of land")
        constraints = [
            models.CheckConstraint(
                name="land_area_positive",
                condition=models.Q(area__gt=0),
                violation_error_message=_("The area is more than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.project


class LandLine(NoticeLine):
    """补偿明细 of one village or group, never of a household: what households get is
    a list of recipients (decisions.md)."""

    village = models.CharField(_("village"), max_length=60)
    group = models.CharField(_("villagers' group"), max_length=60, blank=True)
    land_class = models.CharField(_("class of land"), max_length=60)
    area = models.DecimalField(_("area of land"), max_digits=14, decimal_places=3)
    standard = models.DecimalField(
        _("compensation standard"), max_digits=14, decimal_places=4
    )
    amount = models.DecimalField(
        _("amount of compensation"), max_digits=16, decimal_places=2
    )
    resettled = models.PositiveIntegerField(
        _("people to be resettled"), null=True, blank=True
    )

    class Meta(NoticeLine.Meta):
        verbose_name = _("line of compensation")
        verbose_name_plural = _("lines of compensation")
        constraints = [
            models.CheckConstraint(
                name="land_line_not_negative",
                condition=models.Q(area__gte=0, standard__gte=0, amount__gte=0),
                violation_error_message=_(
                    "Area, standard and amount of compensation are not negative."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.group}".strip()
