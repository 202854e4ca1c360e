from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = -30, 60


class ClockKind(models.TextChoices):
    """What has a running clock (电子监察)."""

    LETTERS = "letters", _("Letters of citizens")
    SLOTS = "slots", _("Ledger of disclosure")
    ORDERS = "orders", _("Rectification orders")


class CardRule(models.Model):
    """From when a clock of a kind has its yellow and its red card, in working days
    around the due day: below 0 before it, above 0 after it."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=ClockKind, unique=True, editable=False
    )
    yellow_from = models.SmallIntegerField(
        _("yellow card from"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )
    red_from = models.SmallIntegerField(
        _("red card from"),
        validators=[MinValueValidator(1), MaxValueValidator(LATEST)],
    )

    class Meta:
        verbose_name = _("rule of cards")
        verbose_name_plural = _("rules of cards")
        constraints = [
            models.CheckConstraint(
                name="card_yellow_before_red",
                condition=Q(yellow_from__lt=F("red_from")) & Q(red_from__gte=1),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
