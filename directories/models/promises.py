from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .agencies import Agency


class PromiseUnit(models.TextChoices):
    MINUTES = "minutes", _("minutes of time")
    HOURS = "hours", _("hours")
    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    TIMES = "times", _("times")
    PER_CENT = "per_cent", _("per cent")


class PromiseWords(models.Model):
    """What is promised, and from when on."""

    WORDS: ClassVar[tuple[str, ...]] = (
        *("subject", "wording", "measure", "limit", "limit_unit", "telephone", "since"),
    )

    subject = models.CharField(
        _("what is promised"),
        max_length=100,
        help_text=_("In few words: 供水抢修, 窗口等候."),
    )
    wording = models.TextField(_("the promise in full"), max_length=500)
    measure = models.CharField(
        _("how it is measured"),
        max_length=200,
        help_text=_("From what until what it is counted, and by whom."),
    )
    limit = models.DecimalField(
        _("limit"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    limit_unit = models.CharField(
        _("unit of the limit"), max_length=20, choices=PromiseUnit, blank=True
    )
    telephone = models.CharField(_("telephone for complaints"), max_length=60)
    since = models.DateField(_("holds since"))

    class Meta:
        abstract = True

    def words(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.WORDS}


class ServicePromiseQuerySet(models.QuerySet["ServicePromise"]):
    def current(self, today: date) -> Self:
        """Not over yet; the last day is one of them."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))

    def in_order(self) -> Self:
        return self.order_by("agency__path", "position", "pk")


class ServicePromise(PromiseWords):
    """社会服务承诺: what a unit promises everybody, with its measure and its limit. Its
    words are changed by `promises.keep_promise`, which keeps what they were."""

    IMPRINTED = True
    BESIDE = ("former",)

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="promises",
        verbose_name=_("unit that promises"),
    )
    until = models.DateField(
        _("holds until"), null=True, blank=True, help_text=_("Empty: until changed.")
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    objects = ServicePromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("service promise")
        verbose_name_plural = _("service promises")
        ordering = ["agency__path", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="service_promise_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                name="service_promise_limit_has_unit",
                condition=Q(limit__isnull=True, limit_unit="")
                | (Q(limit__isnull=False) & ~Q(limit_unit="")),
                violation_error_message=_("A limit needs its number and its unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class FormerPromise(PromiseWords):
    """A promise as it was until a day."""

    promise = models.ForeignKey(
        ServicePromise, models.CASCADE, related_name="former", editable=False
    )
    until = models.DateField(_("held until"), editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("former promise")
        verbose_name_plural = _("former promises")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} –{self.until}"
