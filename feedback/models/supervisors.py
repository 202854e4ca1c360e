from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency


class VolunteerSupervisor(models.Model):
    """社会监督员: a volunteer who watches an area and reports; named for a term."""

    IMPRINTED = True

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="volunteer_supervisors",
        verbose_name=_("area"),
    )
    name = models.CharField(_("name"), max_length=60)
    occupation = models.CharField(_("occupation"), max_length=100, blank=True)
    named_on = models.DateField(_("named on"))
    until = models.DateField(_("until"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)

    class Meta:
        verbose_name = _("volunteer supervisor")
        verbose_name_plural = _("volunteer supervisors")
        ordering = ["agency__path", "named_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="supervisor_term",
                condition=models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("named_on")),
                violation_error_message=_("The term ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name
