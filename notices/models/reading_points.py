from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.receipts import moment_text

from .signed_words import SignedWords


class ReadingPointQuerySet(models.QuerySet["ReadingPoint"]):
    def public(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def open(self, today: date) -> Self:
        """Where one may go today; the last day is one of them."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=today))

    def in_branch(self, path: str) -> Self:
        return self.filter(in_branches([path]))

    def in_order(self) -> Self:
        return self.order_by("agency__path", "pk")


class ReadingPoint(SignedWords):
    """政务公开查阅点: where anybody may read on paper and on screens what is disclosed
    (政府信息公开条例, art. 25: archives, public libraries, service halls)."""

    WORDS = (
        *("name", "place", "office_hours", "telephone", "holdings"),
        *("opened_on", "closed_on"),
    )

    DESK = "desk-reading-points-one"

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="reading_points",
        verbose_name=_("unit in charge"),
    )
    name = models.CharField(_("name"), max_length=60)
    place = models.CharField(
        _("where it is"), max_length=100, help_text=_("With floor and window.")
    )
    office_hours = models.CharField(_("opening hours"), max_length=100)
    telephone = models.CharField(_("telephone"), max_length=60)
    holdings = models.TextField(
        _("what can be read there"),
        max_length=500,
        help_text=_("Gazettes, catalogues, guides, a screen with this site …"),
    )
    opened_on = models.DateField(_("open since"), null=True, blank=True)
    closed_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: it stays open.")
    )

    objects = ReadingPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading point")
        verbose_name_plural = _("reading points")
        constraints = [
            models.CheckConstraint(
                name="reading_point_days_in_order",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('reading-point-list')}#point-{self.pk}"

    @property
    def is_closed(self) -> bool:
        last = self.closed_on
        return last is not None and last < local_day(clock.now())


class VisitorCount(models.Model):
    """How many came to a reading point on a day or in a month, counted by hand: a
    number, never who they were. No day is counted twice (reading_points.py)."""

    point = models.ForeignKey(
        ReadingPoint,
        models.PROTECT,
        related_name="visitor_counts",
        verbose_name=_("reading point"),
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    visitors = models.PositiveIntegerField(_("number of visitors"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("registered by"),
    )
    registered_at = models.DateTimeField(_("registered at"), editable=False)

    class Meta:
        verbose_name = _("count of visitors")
        verbose_name_plural = _("counts of visitors")
        ordering = ["first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="visitor_count_once", fields=["point", "first_day"]
            ),
            models.CheckConstraint(
                name="visitor_count_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}: {self.visitors}"

    def facts(self) -> dict[str, Any]:
        """As the trail keeps it."""
        return {
            "from": self.first_day.isoformat(),
            "until": self.last_day.isoformat(),
            "visitors": self.visitors,
            "registered_at": moment_text(self.registered_at),
        }
