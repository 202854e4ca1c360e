from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .agencies import Agency


class ServiceKind(models.TextChoices):
    """The ten kinds of power of the lists of powers and duties, and services."""

    LICENCE = "licence", _("administrative licence")
    PENALTY = "penalty", _("administrative penalty")
    COERCION = "coercion", _("administrative coercion")
    LEVY = "levy", _("administrative levy")
    BENEFIT = "benefit", _("administrative benefit")
    INSPECTION = "inspection", _("administrative inspection")
    CONFIRMATION = "confirmation", _("administrative confirmation")
    REWARD = "reward", _("administrative reward")
    RULING = "ruling", _("administrative ruling")
    OTHER_POWER = "other_power", _("other administrative power")
    PUBLIC_SERVICE = "public_service", _("public service")


class ExerciseLevel(models.TextChoices):
    """行使层级: on which level the power is exercised."""

    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")


class LimitUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    HOURS = "hours", _("hours")
    MONTHS = "months", _("months")


class ServiceItemQuerySet(models.QuerySet["ServiceItem"]):
    def listed(self) -> Self:
        """What stands in the lists today."""
        return self.filter(removed_on__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("agency__path", "position", "pk")


class ServiceItem(models.Model):
    """One item of a unit's list of powers and duties (权责清单) or of services
    (政务服务事项). Items are never deleted: what was taken off the list stays, with the
    day and the reason."""

    IMPRINTED = True

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="service_items",
        verbose_name=_("unit in charge"),
    )
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=ServiceKind)
    level = models.CharField(
        _("exercising level"), max_length=20, choices=ExerciseLevel, blank=True
    )
    code = models.CharField(
        _("implementation code"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z][0-9A-Za-z.-]*\Z",
                _("Use letters, digits, full stops and hyphens only."),
            )
        ],
        help_text=_("Once in a unit's list; a guide with this code belongs to it."),
    )
    basic_code = models.CharField(
        _("basic code"),
        max_length=60,
        blank=True,
        help_text=_("Of the national catalogue, the same for every unit."),
    )
    bases = models.TextField(
        _("legal basis"),
        blank=True,
        help_text=_("Titles and document numbers, divided by 、 or ；."),
    )
    responsibilities = models.TextField(
        _("responsibility matters"),
        blank=True,
        help_text=_(
            "For each stage what the unit must do: 受理、审查、决定、送达、监管."
        ),
    )
    accountability = models.TextField(
        _("grounds for accountability"),
        blank=True,
        help_text=_("For what the unit and its people answer."),
    )
    legal_number = models.PositiveSmallIntegerField(
        _("legal time limit"), null=True, blank=True, help_text=_("0: at once.")
    )
    legal_unit = models.CharField(
        _("counted in"),
        max_length=20,
        choices=LimitUnit,
        default=LimitUnit.WORKING_DAYS,
    )
    promised_number = models.PositiveSmallIntegerField(
        _("promised time limit"), null=True, blank=True, help_text=_("0: at once.")
    )
    promised_unit = models.CharField(
        _("counted in"),
        max_length=20,
        choices=LimitUnit,
        default=LimitUnit.WORKING_DAYS,
    )
    is_charged = models.BooleanField(_("is charged"), null=True, blank=True)
    charge_basis = models.CharField(
        _("basis of the charge"), max_length=300, blank=True
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    removed_on = models.DateField(
        _("taken off the list on"),
        null=True,
        blank=True,
        help_text=_("Empty while the item stands in the list."),
    )
    removal_note = models.CharField(
        _("why it was taken off"), max_length=300, blank=True
    )

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of powers and services")
        verbose_name_plural = _("items of powers and services")
        ordering = ["agency__path", "position", "pk"]
        indexes = [
            models.Index(fields=["kind", "agency"], name="service_item_kind"),
            models.Index(fields=["code"], name="service_item_code"),
            models.Index(fields=["basic_code"], name="service_item_basic"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="service_item_code_once",
                violation_error_message=_(
                    "Another item of this unit has the same implementation code."
                ),
            ),
            models.CheckConstraint(
                name="service_item_promises_no_more",
                condition=Q(promised_number__isnull=True)
                | Q(legal_number__isnull=True)
                | ~Q(promised_unit=F("legal_unit"))
                | Q(promised_number__lte=F("legal_number")),
                violation_error_message=_(
                    "The promised time is longer than the legal time."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service-detail", args=[self.pk])


class PointKind(models.TextChoices):
    WINDOW = "window", _("service window")
    SERVICE = "service", _("convenience service point")
    AGENT = "agent", _("agent point")


class ServicePointQuerySet(models.QuerySet["ServicePoint"]):
    def open(self, today: date) -> Self:
        """Where one may go today; the last day is one of them."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=today))

    def for_item(self, item: ServiceItem) -> Self:
        """Those that name the item, and those of its unit that take all of them."""
        named = models.Exists(_links().filter(serviceitem=item.pk))
        return self.filter(named | _takes_all(item.agency_id))

    def taking_all(self, agency: int) -> Self:
        """Those of a unit that take all its items."""
        return self.filter(_takes_all(agency))

    def in_order(self) -> Self:
        return self.order_by("agency__path", "position", "pk")


def _takes_all(agency: int) -> Q:
    return Q(~models.Exists(_links()), agency=agency)


def _links() -> models.QuerySet:
    return ServicePoint.items.through.objects.filter(servicepoint=models.OuterRef("pk"))


class ServicePoint(models.Model):
    """Where one goes: a window (办事窗口), a point near home (便民服务点), or somebody
    who goes in one's place (代办点)."""

    IMPRINTED = True
    BESIDE = ("items",)

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="service_points",
        verbose_name=_("unit in charge"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=PointKind, default=PointKind.WINDOW
    )
    name = models.CharField(_("name"), max_length=100)
    place = models.CharField(_("where it is"), max_length=200)
    floor = models.CharField(_("floor"), max_length=60, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    items = models.ManyToManyField(
        ServiceItem,
        blank=True,
        related_name="points",
        verbose_name=_("items handled there"),
        help_text=_("Empty: all items of the unit."),
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    closed_on = models.DateField(
        _("last day of opening"),
        null=True,
        blank=True,
        help_text=_("Empty: it stays open."),
    )

    objects = ServicePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("window or agent point")
        verbose_name_plural = _("windows and agent points")
        ordering = ["agency__path", "position", "pk"]

    def __str__(self) -> str:
        return self.name
