from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel
from notices.models import Notice

from .rounds import RUNS, InspectionRound

FIRST_YEAR, LAST_YEAR = 2000, 2100


class YearStatus(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class YearQuerySet(models.QuerySet["YearAssessment"]):
    def published(self) -> Self:
        return self.filter(status=YearStatus.PUBLISHED)

    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """Published ones everybody; the office all."""
        if isinstance(reader, User) and reader.has_perm(RUNS):
            return self
        return self.published()


class YearAssessment(WorkflowModel):
    """年度考核: rounds of a year by their shares, with commendation and criticism.

    The choices are `scoring_rounds.RoundMix`'s in the words of a checklist; beside
    them `bonus_most` (of all bonuses of a unit), `line_most` (of one line, by its kind)
    and `lone_units` (what becomes of a unit that lacks a round).
    """

    IMPRINTED = True
    # Counts what is changed, in the registers too.
    DERIVED = ("content_version",)

    MOVES: ClassVar = {
        YearStatus.DRAFT: {YearStatus.PUBLISHED},
        YearStatus.PUBLISHED: {YearStatus.WITHDRAWN},
        YearStatus.WITHDRAWN: set(),
    }

    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    title = models.CharField(_("title"), max_length=200)
    choices = models.JSONField(_("choices"), default=dict)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=YearStatus,
        default=YearStatus.DRAFT,
        editable=False,
    )
    # Grows with each change: what is published is what was looked at.
    content_version = models.PositiveIntegerField(default=1, editable=False)
    # Whoever prepared it does not publish it.
    prepared_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    reason = models.CharField(
        _("reason of the withdrawal"), max_length=500, blank=True, editable=False
    )

    objects = YearQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of a year")
        verbose_name_plural = _("assessments of years")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="year_is_named"),
            models.CheckConstraint(
                condition=Q(status__in=YearStatus.values), name="year_status_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(status=YearStatus.DRAFT),
                name="year_public_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=YearStatus.WITHDRAWN) | ~Q(reason=""),
                name="year_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection-year", args=[self.pk])

    def move(self, target: str, *, by: User, **more: Any) -> None:
        """The one way to a new status: for the deeds of year_publishing."""
        self._move(target, by=by, **more)


class YearShare(models.Model):
    """A round and its share in the year; `full` is the total that counts as 100."""

    IMPRINTED = True

    assessment = models.ForeignKey(
        YearAssessment,
        models.CASCADE,
        related_name="shares",
        verbose_name=_("assessment of a year"),
    )
    round = models.ForeignKey(
        InspectionRound,
        models.PROTECT,
        related_name="year_shares",
        verbose_name=_("inspection round"),
    )
    percent = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2)
    full = models.DecimalField(
        _("total that counts as 100"), max_digits=8, decimal_places=2, default=100
    )

    class Meta:
        verbose_name = _("share of a round in a year")
        verbose_name_plural = _("shares of rounds in a year")
        ordering = ["assessment", "round__last_day", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "round"], name="year_share_once"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="year_share_is_a_share",
            ),
            models.CheckConstraint(condition=Q(full__gt=0), name="year_share_is_full"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.round}"


class LineKind(models.TextChoices):
    BONUS = "bonus", _("Commendation")
    CRITICISM = "criticism", _("Criticism")


class LineStatus(models.TextChoices):
    ENTERED = "entered", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    STRUCK = "struck", _("Struck")


class RegisterLine(WorkflowModel):
    """加分 or 通报批评: what a unit gained or lost in the year beside the rounds.

    A line is never rewritten: what is wrong is struck, and entered anew. Its number and
    its unit may stand in the trail, its words not.
    """

    MOVES: ClassVar = {
        LineStatus.ENTERED: {LineStatus.CONFIRMED, LineStatus.STRUCK},
        LineStatus.CONFIRMED: {LineStatus.STRUCK},
        LineStatus.STRUCK: set(),
    }

    assessment = models.ForeignKey(
        YearAssessment,
        models.CASCADE,
        related_name="register",
        verbose_name=_("assessment of a year"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind)
    ground = models.CharField(_("ground"), max_length=300)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=4)
    on = models.DateField(_("day"))
    document = models.CharField(_("evidence"), max_length=200)
    notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice"),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=LineStatus,
        default=LineStatus.ENTERED,
        editable=False,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("line of a year's register")
        verbose_name_plural = _("lines of a year's register")
        ordering = ["assessment", "kind", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0), name="register_line_has_points"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LineKind.values), name="register_line_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=LineStatus.values),
                name="register_line_status_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | ~Q(confirmed_by=models.F("entered_by")),
                name="register_line_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status=LineStatus.CONFIRMED) | ~Q(confirmed_by=None),
                name="register_line_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.get_kind_display()} {self.points.normalize():f}"

    def move(self, target: str, *, by: User, **more: Any) -> None:
        self._move(target, by=by, **more)


class YearResultQuerySet(models.QuerySet["YearResult"]):
    def published(self) -> Self:
        return self.filter(assessment__status=YearStatus.PUBLISHED)


class YearResult(models.Model):
    """年度考核结果: what a unit has for the year, with each step that led there.

    Written when the year is published, and never again.
    """

    IMPRINTED = True

    assessment = models.ForeignKey(
        YearAssessment,
        models.PROTECT,
        related_name="results",
        verbose_name=_("assessment of a year"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="year_results", verbose_name=_("unit")
    )
    group = models.CharField(_("group"), max_length=40, blank=True)
    group_title = models.CharField(max_length=200, blank=True)
    total = models.DecimalField(_("total"), max_digits=12, decimal_places=4, null=True)
    unrounded = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    base = models.DecimalField(_("base"), max_digits=24, decimal_places=12)
    bonus = models.DecimalField(_("bonus"), max_digits=12, decimal_places=4)
    penalty = models.DecimalField(_("penalties"), max_digits=12, decimal_places=4)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    is_vetoed = models.BooleanField(_("vetoed"), default=False)
    is_failed = models.BooleanField(_("failed"), default=False)
    # Shares: code, round's title, per cent, full total, total, what it gave. Register:
    # code, kind, ground, points, day, evidence, notice. Lines:
    # scoring_results.line_to_json.
    shares = models.JSONField(default=list)
    register = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    scored_at = models.DateTimeField(_("scored at"))

    objects = YearResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a year")
        verbose_name_plural = _("results of years")
        ordering = ["assessment", "group", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "agency"], name="year_result_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.assessment}"

    def get_absolute_url(self) -> str:
        return reverse(
            "inspection-year-unit", args=[self.assessment_id, self.agency_id]
        )
