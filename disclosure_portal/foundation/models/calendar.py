from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarOverride(models.Model):
    """A day that differs from the published calendar, by a notice of the State
    Council or of the province."""

    IMPRINTED = True

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("is a working day"))
    note = models.CharField(_("basis"), max_length=200)

    class Meta:
        verbose_name = _("calendar override")
        verbose_name_plural = _("calendar overrides")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.note}"


class ConfirmedYear(models.Model):
    """A year whose days off the State Council has announced.

    Due dates beyond the last confirmed year are shown as provisional.
    """

    IMPRINTED = True

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("announcement"), max_length=200)

    class Meta:
        verbose_name = _("confirmed year")
        verbose_name_plural = _("confirmed years")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)
