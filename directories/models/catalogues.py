"""What each unit must disclose (公开事项), edition by edition (公开目录)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from .agencies import Agency
from .duty_rules import DutyRule
from .standards import StandardItem


class CatalogueStatus(models.TextChoices):
    COMPILING = "compiling", _("Being compiled")  # 编制
    COLLATING = "collating", _("With the office")  # 汇总
    FILED = "filed", _("Filed")  # 备案
    PUBLISHED = "published", _("In force")  # 公布
    SUPERSEDED = "superseded", _("Superseded")


OPEN_STATUSES = (
    CatalogueStatus.COMPILING,
    CatalogueStatus.COLLATING,
    CatalogueStatus.FILED,
)


class Catalogue(WorkflowModel):
    """One edition of a unit's catalogue: compiled by the unit, collated and filed by
    the office, published (编制 汇总 备案 公布). The entries of an edition that left the
    unit are not rewritten."""

    IMPRINTED = True

    MOVES: ClassVar = {
        CatalogueStatus.COMPILING: {CatalogueStatus.COLLATING},
        CatalogueStatus.COLLATING: {CatalogueStatus.COMPILING, CatalogueStatus.FILED},
        CatalogueStatus.FILED: {CatalogueStatus.COMPILING, CatalogueStatus.PUBLISHED},
        CatalogueStatus.PUBLISHED: {CatalogueStatus.SUPERSEDED},
        CatalogueStatus.SUPERSEDED: set(),
    }

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="catalogues", verbose_name=_("agency")
    )
    edition = models.PositiveSmallIntegerField(_("edition"), editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=CatalogueStatus,
        default=CatalogueStatus.COMPILING,
        editable=False,
    )
    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("compiled by"),
    )
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("handed in by"),
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    return_reason = models.TextField(_("returned because"), blank=True, editable=False)
    filing_number = models.CharField(
        _("filing number"), max_length=80, blank=True, editable=False
    )
    filed_at = models.DateTimeField(_("filed at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    in_force_from = models.DateField(_("in force from"), null=True, editable=False)

    class Meta:
        verbose_name = _("catalogue of a unit")
        verbose_name_plural = _("catalogues of units")
        ordering = ["agency__path", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "edition"], name="catalogue_edition_once"
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(status__in=["compiling", "collating", "filed"]),
                name="catalogue_one_open_edition",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(status="published"),
                name="catalogue_one_in_force",
            ),
            models.CheckConstraint(
                name="catalogue_public_since",
                condition=~Q(status__in=["published", "superseded"])
                | Q(published_at__isnull=False, in_force_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(agency)s, edition %(edition)s") % {
            "agency": self.agency.label,
            "edition": self.edition,
        }

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    def move(self, target: str, *, by: User, **changes: Any) -> None:
        """For the deeds of catalogue_editions.py, which know what belongs to each."""
        self._move(target, by=by, **changes)


class CatalogueItemQuerySet(models.QuerySet["CatalogueItem"]):
    def in_force(self) -> Self:
        """Duties that bind their unit: begun, and not ended."""
        return self.filter(begins_on__isnull=False, ends_on=None)


class CatalogueItem(models.Model):
    """公开事项: one duty of one unit, the same through all editions that have it.

    What it says is `entry`, the words of the edition in force; `begins_on` is empty
    until an edition with it is published, `rule_from` as long as its periods are as
    long as at first. `opened_until` is the ledger's bookmark: up to this day all its
    slots are there.
    """

    IMPRINTED = True
    DERIVED = ("opened_until",)

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="duties_owed", verbose_name=_("agency")
    )
    standard = models.ForeignKey(
        StandardItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adopted",
        verbose_name=_("standard item"),
    )
    entry = models.ForeignKey(
        "CatalogueEntry",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("words in force"),
    )
    begins_on = models.DateField(_("owed from"), null=True, editable=False)
    ends_on = models.DateField(_("owed until"), null=True, editable=False)
    rule_from = models.DateField(null=True, editable=False)
    opened_until = models.DateField(null=True, editable=False)

    objects = CatalogueItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty to disclose")
        verbose_name_plural = _("duties to disclose")
        ordering = ["agency__path", "pk"]
        indexes = [
            models.Index(fields=["opened_until", "id"], name="catalogue_item_opened")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "standard"],
                condition=Q(standard__isnull=False, ends_on__isnull=True),
                name="catalogue_item_adopted_once",
            ),
            models.CheckConstraint(
                name="catalogue_item_in_order",
                condition=Q(ends_on__isnull=True) | Q(begins_on__lte=F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry or self.standard or self.pk)


class CatalogueEntry(models.Model):
    """What an edition says of one duty. Without a rule it is owed by law, and the
    ledger counts nothing: the office settles its time limit."""

    IMPRINTED = True

    catalogue = models.ForeignKey(
        Catalogue, models.CASCADE, related_name="entries", verbose_name=_("catalogue")
    )
    item = models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        related_name="entries",
        editable=False,
        verbose_name=_("duty to disclose"),
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    domain = models.CharField(_("domain"), max_length=50)
    code = models.CharField(_("item code"), max_length=50, blank=True)
    level_1 = models.CharField(_("item, first level"), max_length=200)
    level_2 = models.CharField(_("item, second level"), max_length=200, blank=True)
    level_3 = models.CharField(_("item, third level"), max_length=200, blank=True)
    content = models.TextField(_("content to be disclosed"), blank=True)
    basis_text = models.TextField(_("legal basis"), blank=True)
    limit_text = models.TextField(_("time limit as written"), blank=True)
    rule = models.ForeignKey(
        DutyRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("time limit"),
    )
    channels = models.JSONField(_("channels"), default=list, blank=True)
    specific_audience = models.CharField(
        _("for a specific group"),
        max_length=200,
        blank=True,
        help_text=_("Empty: for everybody."),
    )
    is_on_request = models.BooleanField(_("on request only"), default=False)
    section = models.CharField(_("section in charge"), max_length=100, blank=True)
    # Goes up with each change: who read an older one doesn't write over a newer one.
    content_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("entry of a catalogue")
        verbose_name_plural = _("entries of catalogues")
        ordering = ["catalogue", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "item"], name="catalogue_entry_once"
            ),
            models.UniqueConstraint(
                fields=["catalogue", "code"],
                condition=~Q(code=""),
                name="catalogue_entry_code_once",
                violation_error_message=_("Two items of a catalogue have this code."),
            ),
            models.CheckConstraint(
                name="catalogue_entry_is_named",
                condition=~Q(level_1="") & ~Q(domain=""),
            ),
        ]
        indexes = [
            models.Index(fields=["domain", "catalogue"], name="catalogue_entry_domain")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The levels that say something new, from the first to the last."""
        names = [self.level_1, self.level_2, self.level_3]
        return " / ".join(dict.fromkeys(filter(None, names)))

    @property
    def agency(self) -> Agency:
        return self.catalogue.agency
