from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .letter_kinds import Complexity, LetterKind


class DayUnit(models.TextChoices):
    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class LetterLimit(models.Model):
    """How long a letter of one kind and complexity may take, and on what basis."""

    IMPRINTED = True

    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    complexity = models.CharField(
        _("complexity"), max_length=20, choices=Complexity, default=Complexity.ORDINARY
    )
    days = models.PositiveSmallIntegerField(
        _("days to answer"), validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    unit = models.CharField(
        _("counted in"), max_length=20, choices=DayUnit, default=DayUnit.WORKING
    )
    extension_days = models.PositiveSmallIntegerField(
        _("days that may be added, once"),
        default=0,
        validators=[MaxValueValidator(180)],
    )
    acceptance_days = models.PositiveSmallIntegerField(
        _("working days to accept"), default=1, validators=[MaxValueValidator(30)]
    )
    follow_up_days = models.PositiveSmallIntegerField(
        _("working days to answer what is taken up again"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("time limit of letters")
        verbose_name_plural = _("time limits of letters")
        ordering = ["kind", "complexity"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "complexity"], name="letter_limit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_complexity_display()}"
