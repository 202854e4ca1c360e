from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.permissions import branches, in_branches
from disclosure_portal.foundation.attachments import Attachment
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from .checklists import Indicator
from .rounds import ANSWERING, RUNS, RoundStatus, RoundUnit

TOLD = (RoundStatus.PROVISIONAL, RoundStatus.PUBLISHED)


class RatingQuerySet(models.QuerySet["UnitRating"]):
    def published(self) -> Self:
        return self.filter(unit__round__status=RoundStatus.PUBLISHED)

    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """Published ones everybody; provisional ones the unit, and the office."""
        if not isinstance(reader, User):
            return self.published()
        if reader.has_perm(RUNS):
            return self
        own = Q(in_branches(branches(reader, *ANSWERING), "unit__agency__path"))
        return self.filter(
            Q(unit__round__status=RoundStatus.PUBLISHED)
            | (own & Q(unit__round__status__in=TOLD))
        )


class UnitRating(models.Model):
    """考核结果: what a unit has in a round, with each step that led there.

    Without a total there is no score (a veto said so). Written anew while it is
    provisional; frozen with the round's publication.
    """

    IMPRINTED = True

    unit = models.OneToOneField(
        RoundUnit, models.CASCADE, related_name="rating", verbose_name=_("unit")
    )
    total = models.DecimalField(_("total"), max_digits=12, decimal_places=4, null=True)
    unrounded = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    base = models.DecimalField(_("base"), max_digits=24, decimal_places=12)
    maximum = models.DecimalField(_("of"), max_digits=24, decimal_places=12)
    bonus = models.DecimalField(_("bonus"), max_digits=24, decimal_places=12)
    penalty = models.DecimalField(_("penalties"), max_digits=24, decimal_places=12)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    is_vetoed = models.BooleanField(_("vetoed"), default=False)
    is_failed = models.BooleanField(_("failed"), default=False)
    # Parts: code, title, points, maximum. Scores: code, points, maximum, applies,
    # comment. Lines: scoring_results.line_to_json.
    parts = models.JSONField(default=list)
    scores = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    is_model = models.BooleanField(_("model unit"), default=False)
    scored_at = models.DateTimeField(_("scored at"))

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit rating")
        verbose_name_plural = _("unit ratings")
        ordering = ["unit"]

    def __str__(self) -> str:
        return f"{self.unit}"

    def get_absolute_url(self) -> str:
        return reverse(
            "inspection-rating", args=[self.unit.round_id, self.unit.agency_id]
        )


class ObjectionStatus(models.TextChoices):
    FILED = "filed", _("Filed")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Rejected")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, reader: User) -> Self:
        if reader.has_perm(RUNS):
            return self
        own = in_branches(branches(reader, *ANSWERING), "rating__unit__agency__path")
        return self.filter(own)


class Objection(WorkflowModel):
    """考核异议申诉: a unit says why a provisional mark is wrong, and is answered."""

    MOVES: ClassVar = {
        ObjectionStatus.FILED: {ObjectionStatus.UPHELD, ObjectionStatus.REJECTED},
        ObjectionStatus.UPHELD: set(),
        ObjectionStatus.REJECTED: set(),
    }

    rating = models.ForeignKey(
        UnitRating,
        models.CASCADE,
        related_name="objections",
        verbose_name=_("unit rating"),
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    text = models.TextField(_("objection"), max_length=2_000)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ObjectionStatus,
        default=ObjectionStatus.FILED,
        editable=False,
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField(_("filed"))
    ruling = models.TextField(_("ruling"), max_length=2_000, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ruled_at = models.DateTimeField(_("ruled"), null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to a rating")
        verbose_name_plural = _("objections to ratings")
        ordering = ["filed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ObjectionStatus.values),
                name="objection_status_known",
            ),
            models.UniqueConstraint(
                fields=["rating", "indicator"],
                condition=Q(status=ObjectionStatus.FILED),
                name="objection_filed_once",
                violation_error_message=_("An objection to it waits already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} · {self.indicator}"

    def move(self, target: str, *, by: User, **more: Any) -> None:
        self._move(target, by=by, **more)


class ObjectionEvidence(Attachment):
    """A photograph or file that shows why the mark is wrong: read by the office and the
    unit, and as it is from the ruling on."""

    objection = models.ForeignKey(
        Objection,
        models.CASCADE,
        related_name="evidence",
        verbose_name=_("objection to a rating"),
    )

    class Meta:
        verbose_name = _("evidence of an objection")
        verbose_name_plural = _("evidence of objections")
        ordering = ["position", "pk"]
