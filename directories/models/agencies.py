from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.prefixes import PREFIX_CLASS
from disclosure_portal.foundation.prepared import Given, Prepared

from .. import tree


class AgencyKind(models.TextChoices):
    COUNTY = "county", _("County")
    DEPARTMENT = "department", _("Department")
    TOWNSHIP = "township", _("Township")
    STREET = "street", _("Street office")
    VILLAGE = "village", _("Village")
    COMMUNITY = "community", _("Community")
    STATION = "station", _("Station")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital")
    UTILITY = "utility", _("Public utility")
    SERVICE_HALL = "service_hall", _("Service hall")
    REGION = "region", _("Region above the county")
    OTHER = "other", _("Other unit")


class AgencyQuerySet(models.QuerySet["Agency"]):
    def branch(self, path: str) -> Self:
        """A unit and everything below it, by one range of the path index."""
        return self.filter(path__gte=path, path__lt=tree.successor(path))

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def above(self, path: str) -> Self:
        """The units over a path, the root first."""
        return self.filter(path__in=tree.ancestors(path)).order_by("path")

    def in_order(self) -> Self:
        return self.order_by("position", "path")

    def highest_first(self) -> Self:
        """Those near the root before those far below it."""
        return self.order_by(Length("path"), "path")


class Agency(models.Model):
    """A unit at any level. The root is the county itself, not an office."""

    IMPRINTED = True

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z][0-9A-Za-z_-]*\Z",
                _("Use letters, digits, hyphens and underscores only."),
            )
        ],
        help_text=_("Division code or organisation code; part of the address."),
    )
    slug = models.SlugField(max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=AgencyKind, default=AgencyKind.DEPARTMENT
    )
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        help_text=_("Stands in the index numbers; the code above where empty."),
    )

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("superior unit"),
    )
    path = models.CharField(max_length=40, unique=True, editable=False)
    position = models.PositiveIntegerField(_("order among its siblings"), default=0)

    duties = models.TextField(_("duties"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    office_hours = models.CharField(_("office hours"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)

    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    objects = AgencyQuerySet.as_manager()

    # Of the superior unit's.
    DERIVED = ("path",)
    # Written by the same deeds: its history, and where it was before.
    BESIDE = ("changes", "aliases")

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["parent", "position", "path"], name="agency_siblings"),
            models.Index(fields=["kind", "path"], name="agency_kind"),
            models.Index(
                fields=["path"],
                condition=models.Q(closed_on__isnull=False),
                name="agency_closed",
            ),
            models.Index(fields=["name"], opclasses=[PREFIX_CLASS], name="agency_name"),
            models.Index(
                fields=["short_name"],
                opclasses=[PREFIX_CLASS],
                name="agency_short_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """The units above are told of one more, one less, or one of another kind."""
        written = kwargs.get("update_fields")
        counts = written is None or not {"kind", "closed_on"}.isdisjoint(written)
        if counts:
            SiteState.objects.hold()
        self.slug = self.code.lower()
        if not self.path:
            self.path = self._free_path()
        before = self._stored_kind() if counts else ""
        super().save(*args, **kwargs)
        after = self._stored_kind() if counts else ""
        if before != after:
            steps = Counter({after: 1})
            steps[before] -= 1
            del steps[""]
            BranchSize.objects.add(self.path, steps)

    def get_absolute_url(self) -> str:
        return reverse("agency-detail", args=[self.slug])

    @property
    def index_code(self) -> str:
        """What stands for this unit in an index number."""
        return self.credit_code or self.code

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def contains(self, other: Agency) -> bool:
        return tree.contains(self.path, other.path)

    def clean(self) -> None:
        if self.parent_id is None and Agency.objects.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"parent": _("There is one root already: choose a superior unit.")}
            )

    def _stored_kind(self) -> str:
        """As what the unit counts above it; "" for a closed one and for none."""
        row = Agency.objects.open().filter(pk=self.pk).values_list("kind", flat=True)
        return row.first() or ""

    def _free_path(self) -> str:
        if self.parent is None:
            return tree.child_path("", 1)
        last = Agency.objects.filter(parent=self.parent).aggregate(
            last=models.Max("path")
        )["last"]
        return tree.child_path(self.parent.path, tree.next_number(last))


class BranchSizeQuerySet(models.QuerySet["BranchSize"]):
    def add(self, path: str, steps: Mapping[str, int]) -> None:
        """Count so many more units of each kind below every unit above a path.

        From the root downwards and by kind, so that two changes of the tree never
        wait for each other crosswise. Call it inside a transaction.
        """
        above = list(Agency.objects.above(path).values_list("pk", flat=True))
        changed = sorted((kind, step) for kind, step in steps.items() if step)
        for pk, (kind, step) in product(above, changed):
            row = {"agency_id": pk, "kind": kind}
            if not self.filter(**row).update(count=F("count") + step):
                self.create(**row, count=step)

    def of(self, unit: Agency) -> dict[str, int]:
        """By kind, in the order of the kinds."""
        counts = dict(_sizes_of.rows(agency=unit.pk))
        return {kind: counts[kind] for kind in AgencyKind if counts.get(kind)}


class BranchSize(models.Model):
    """How many open units of one kind stand below a unit, at any depth; kept as they
    come and go, since counting the villages of a country takes a while."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="branch_sizes", editable=False
    )
    kind = models.CharField(max_length=20, choices=AgencyKind, editable=False)
    count = models.BigIntegerField(default=0, editable=False)

    objects = BranchSizeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind"], name="branch_size_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.count} {self.get_kind_display()}"


@Prepared
def _sizes_of() -> models.QuerySet[BranchSize, tuple[str, int]]:
    unit = Given("agency", models.BigIntegerField())
    return BranchSize.objects.filter(agency=unit).values_list("kind", "count")


class AgencyAlias(models.Model):
    """An address under which a unit was known before; it redirects for good (301)."""

    slug = models.SlugField(_("old address"), max_length=40, unique=True)
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="aliases", verbose_name=_("agency")
    )

    class Meta:
        verbose_name = _("old address of an agency")
        verbose_name_plural = _("old addresses of agencies")

    def __str__(self) -> str:
        return self.slug


class ChangeKind(models.TextChoices):
    FOUNDED = "founded", _("Founded")
    RENAMED = "renamed", _("Renamed")
    MOVED = "moved", _("Moved to another superior")
    MERGED = "merged", _("Merged into another unit")
    TOOK_IN = "took_in", _("Took in another unit")
    CLOSED = "closed", _("Closed")


class AgencyChange(models.Model):
    """One event in the history of a unit, shown on its page."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="changes", verbose_name=_("agency")
    )
    kind = models.CharField(_("event"), max_length=20, choices=ChangeKind)
    on = models.DateField(_("day"))
    other = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other unit"),
    )
    old_name = models.CharField(_("former name"), max_length=100, blank=True)
    note = models.CharField(_("basis"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of an agency")
        verbose_name_plural = _("changes of agencies")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
