from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Role
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from .checklists import Checklist

RUNS = "supervision.change_inspectionround"


class RoundStatus(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    SELF = "self_assessment", _("Self-assessment")
    SCORING = "scoring", _("Inspection")
    PROVISIONAL = "provisional", _("Provisional results")
    PUBLISHED = "published", _("Published")


# Units that are scored see the round from its opening on.
OPEN_ROUNDS = (
    RoundStatus.SELF,
    RoundStatus.SCORING,
    RoundStatus.PROVISIONAL,
    RoundStatus.PUBLISHED,
)
# Of a unit, those who answer for it.
ANSWERING = (Role.EDITOR, Role.APPROVER, Role.OVERSEER)


class RoundQuerySet(models.QuerySet["InspectionRound"]):
    def published(self) -> Self:
        return self.filter(status=RoundStatus.PUBLISHED)

    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """The office all; inspectors theirs; a unit those in which it is scored."""
        if not isinstance(reader, User):
            return self.published()
        if reader.has_perm(RUNS):
            return self
        own = Q(units__in=RoundUnit.objects.answered_by(reader))
        assigned = Q(units__sheets__inspectors=reader)
        mine = self.filter(own | assigned, status__in=OPEN_ROUNDS).values("pk")
        return self.filter(Q(status=RoundStatus.PUBLISHED) | Q(pk__in=mine))


class InspectionRound(WorkflowModel):
    """考核任务: units of one kind scored by one published checklist over one period."""

    IMPRINTED = True

    MOVES: ClassVar = {
        RoundStatus.DRAFT: {RoundStatus.SELF, RoundStatus.SCORING},
        RoundStatus.SELF: {RoundStatus.SCORING},
        RoundStatus.SCORING: {RoundStatus.PROVISIONAL},
        RoundStatus.PROVISIONAL: {RoundStatus.SCORING, RoundStatus.PUBLISHED},
        RoundStatus.PUBLISHED: set(),
    }

    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="rounds", verbose_name=_("checklist")
    )
    title = models.CharField(_("title"), max_length=200)
    first_day = models.DateField(_("facts from"))
    last_day = models.DateField(_("facts to"))
    self_due_on = models.DateField(_("self-assessment until"), null=True, blank=True)
    object_days = models.PositiveSmallIntegerField(
        _("working days for objections"), default=5, validators=[MaxValueValidator(60)]
    )
    object_until = models.DateField(_("objections until"), null=True, editable=False)
    blind_percent = models.PositiveSmallIntegerField(
        _("share scored blind by two (%)"),
        default=0,
        validators=[MaxValueValidator(100)],
    )
    # What the sample was drawn with, so that anybody can draw it again.
    seed = models.CharField(max_length=32, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=RoundStatus,
        default=RoundStatus.DRAFT,
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    provisional_at = models.DateTimeField(null=True, editable=False)
    # Who closed the sheets does not publish what came of them.
    closed_by = models.ForeignKey(
        "foundation.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        "foundation.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection round")
        verbose_name_plural = _("inspection rounds")
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")),
                name="round_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="round_is_named"),
            models.CheckConstraint(
                condition=Q(status__in=RoundStatus.values), name="round_status_known"
            ),
            models.CheckConstraint(
                condition=Q(blind_percent__lte=100), name="round_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection-round", args=[self.pk])

    def move(self, target: str, *, by: User, **more: Any) -> None:
        """The one way to a new status: for the deeds of rounds and ratings."""
        self._move(target, by=by, **more)


class RoundUnitQuerySet(models.QuerySet["RoundUnit"]):
    def answered_by(self, reader: User) -> Self:
        """Units for which this person answers."""
        return self.filter(in_branches(branches(reader, *ANSWERING)))


class RoundUnit(models.Model):
    """A unit that is scored in a round, ranked among those of its group."""

    IMPRINTED = True

    round = models.ForeignKey(
        InspectionRound,
        models.CASCADE,
        related_name="units",
        verbose_name=_("inspection round"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="inspections",
        verbose_name=_("agency"),
    )
    # The code of a group of the checklist; empty where it has none.
    group = models.CharField(_("group"), max_length=40, blank=True)
    is_sampled = models.BooleanField(_("scored by two"), default=False, editable=False)

    objects = RoundUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a round")
        verbose_name_plural = _("units of a round")
        ordering = ["round", "group", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="round_unit_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.round}"
