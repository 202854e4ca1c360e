"""Whom a letter accuses: neither they nor their house ever read of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Official
from disclosure_portal.foundation.models import User


class Accusation(models.Model):
    """A unit that a letter accuses, itself or by one of its people: neither it nor its
    branch ever reads of the letter."""

    letter = models.ForeignKey(
        "feedback.Letter",
        models.CASCADE,
        related_name="accusations",
        verbose_name=_("letter"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("accused unit")
    )

    class Meta:
        verbose_name = _("accused unit")
        verbose_name_plural = _("accused units")
        constraints = [
            models.UniqueConstraint(fields=["letter", "agency"], name="accusation_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency}"


class AccusedPerson(models.Model):
    """A person whom a letter accuses beside their unit: an account, which no door opens
    to the letter, whatever seats it has, or an official on the unit's page."""

    letter = models.ForeignKey(
        "feedback.Letter",
        models.CASCADE,
        related_name="accused_people",
        verbose_name=_("letter"),
    )
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("accused account"),
    )
    official = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("accused official"),
    )

    class Meta:
        verbose_name = _("accused person")
        verbose_name_plural = _("accused people")
        constraints = [
            models.CheckConstraint(
                name="accused_is_somebody",
                condition=Q(user__isnull=False, official__isnull=True)
                | Q(user__isnull=True, official__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["letter", "user"], name="accused_user_once"
            ),
            models.UniqueConstraint(
                fields=["letter", "official"], name="accused_official_once"
            ),
        ]

    def __str__(self) -> str:
        official = self.official
        return f"{official} {official.post}" if official else f"{self.user}"
