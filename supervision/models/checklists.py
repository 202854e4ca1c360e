from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import SheetUpload
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from ..checklist_tree import METHODS
from ..measure_names import MEASURE_NAMES
from ..scoring_rules import Kind

EDITS = "supervision.change_checklist"


class ChecklistStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


PUBLIC_CHECKLISTS = (ChecklistStatus.PUBLISHED, ChecklistStatus.RETIRED)


class IndicatorKind(models.TextChoices):
    """How points are given; the rules themselves are scoring_rules'."""

    SUM = Kind.SUM.value, _("Sum of what is below")
    MEAN = Kind.MEAN.value, _("Mean of what is below")
    CREDIT = Kind.CREDIT.value, _("Full or partial credit")
    PER_OCCURRENCE = Kind.PER_OCCURRENCE.value, _("Points for each occurrence")
    DEDUCTION = Kind.DEDUCTION.value, _("Deduction for each occurrence")
    TIERS = Kind.TIERS.value, _("Tiers by quantity")
    RATE = Kind.RATE.value, _("By the rate")
    PASS_FAIL = Kind.PASS_FAIL.value, _("Passed or failed")
    VETO = Kind.VETO.value, _("Veto")
    BONUS = Kind.BONUS.value, _("Bonus")
    PENALTY = Kind.PENALTY.value, _("Penalty beside the total")


class Method(models.TextChoices):
    """听 看 查 访 议."""

    HEAR = METHODS[0], _("Hear reports")
    LOOK = METHODS[1], _("Look on the spot")
    CHECK = METHODS[2], _("Check records")
    ASK = METHODS[3], _("Ask those concerned")
    DISCUSS = METHODS[4], _("Discuss the rating")


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def public(self) -> Self:
        return self.filter(status__in=PUBLIC_CHECKLISTS)

    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """Drafts are seen by those who write them."""
        if reader.is_authenticated and reader.has_perm(EDITS):
            return self
        return self.public()

    def newest(self) -> Self:
        return self.order_by("-year", "code", "-number", "-pk")


class Checklist(WorkflowModel):
    """考核指标体系: one version of what a kind of units is scored by in a year.

    `code` is the same in all years and versions. A published version is frozen; the
    next one begins as a copy.
    """

    IMPRINTED = True

    MOVES: ClassVar = {
        ChecklistStatus.DRAFT: {ChecklistStatus.PUBLISHED},
        ChecklistStatus.PUBLISHED: {ChecklistStatus.RETIRED},
        ChecklistStatus.RETIRED: set(),
    }

    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    code = models.SlugField(
        _("code"),
        max_length=40,
        db_index=False,
        help_text=_("The same in all years: letters, digits and hyphens."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    title = models.CharField(_("title"), max_length=200)
    unit_kind = models.CharField(
        _("units scored by it"),
        max_length=100,
        blank=True,
        help_text=_("For example: townships; departments with key areas."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), max_length=5_000, blank=True)
    # scoring_checklists.Checklist without its indicators.
    choices = models.JSONField(_("choices"), default=dict, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    content_version = models.PositiveIntegerField(default=1, editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=ChecklistStatus,
        default=ChecklistStatus.DRAFT,
        editable=False,
    )
    # Everybody who wrote in it: none of them publishes it.
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", editable=False
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    # Of its JSON, as published.
    digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["-year", "code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "number"], name="checklist_version_once"
            ),
            models.UniqueConstraint(
                fields=["code", "year"],
                condition=Q(status=ChecklistStatus.PUBLISHED),
                name="checklist_published_once",
                violation_error_message=_("Another version of it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title=""), name="checklist_is_named"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ChecklistStatus.values),
                name="checklist_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status=ChecklistStatus.DRAFT, published_at=None, digest="")
                | (
                    ~Q(status=ChecklistStatus.DRAFT)
                    & Q(published_at__isnull=False)
                    & ~Q(digest="")
                ),
                name="checklist_published_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.year}·{self.number}）"

    def get_absolute_url(self) -> str:
        return reverse("checklist-detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == ChecklistStatus.DRAFT

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC_CHECKLISTS

    def move(self, target: str, *, by: User, **more: Any) -> None:
        """The one way to a new status: for the deeds of checklist_publishing.py."""
        self._move(target, by=by, **more)


class Indicator(models.Model):
    """指标: one row of the tree; with others below it, a dimension."""

    IMPRINTED = True

    checklist = models.ForeignKey(
        Checklist,
        models.CASCADE,
        related_name="indicators",
        verbose_name=_("checklist"),
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("stands under"),
    )
    position = models.PositiveIntegerField(_("order"))
    # The same in all versions.
    key = models.CharField(max_length=40, editable=False)
    code = models.CharField(_("code"), max_length=40)
    number = models.CharField(_("number as written"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300)
    rule = models.TextField(_("rule as written"), blank=True)
    points = models.DecimalField(
        _("points"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    weight = models.DecimalField(
        _("weight"), max_digits=10, decimal_places=4, default=1
    )
    kind = models.CharField(_("kind"), max_length=20, choices=IndicatorKind, blank=True)
    # scoring_rules: what the kind needs; and caps, absences, groups.
    parameters = models.JSONField(default=dict, editable=False)
    scoring = models.JSONField(default=dict, editable=False)
    proposal = models.JSONField(default=dict, editable=False)
    methods = models.JSONField(_("methods"), default=list, blank=True)
    department = models.CharField(
        _("department that scores"), max_length=200, blank=True
    )
    measure = models.CharField(
        _("proposed by the portal's facts"),
        max_length=40,
        choices=MEASURE_NAMES,
        blank=True,
        help_text=_("The inspector sees what the portal knows, with its proof."),
    )
    evidence = models.TextField(_("evidence wanted"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    is_unverified = models.BooleanField(_("points not confirmed"), default=False)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["checklist", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "key"], name="indicator_key_once"
            ),
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="indicator_code_once",
                violation_error_message=_("Another indicator has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(code="") & ~Q(title=""),
                name="indicator_is_named",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0),
                name="indicator_points_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0), name="indicator_weight_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=IndicatorKind.values),
                name="indicator_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistUpload(SheetUpload):
    # What was typed beside the sheet (checklist_import.Particulars).
    particulars = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("checklist to be looked at")
        verbose_name_plural = _("checklists to be looked at")
