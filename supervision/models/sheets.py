from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from directories.permissions import branches, in_branches
from disclosure_portal.foundation.attachments import Attachment
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from .checklists import Indicator
from .rounds import ANSWERING, OPEN_ROUNDS, RUNS, RoundStatus, RoundUnit


class SheetKind(models.TextChoices):
    SELF = "self", _("Self-assessment")
    FIRST = "first", _("Inspection")
    SECOND = "second", _("Blind second inspection")


class SheetStatus(models.TextChoices):
    OPEN = "open", _("Open")
    HANDED_IN = "handed_in", _("Handed in")


class SheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, reader: User) -> Self:
        """Inspectors theirs and the unit's own; the office all; a unit its own, and
        what was found once it is provisional. Of a unit scored blind, nobody who
        scores it sees the other sheet before both are handed in."""
        own = Q(in_branches(branches(reader, *ANSWERING), "unit__agency__path"))
        told = Q(
            unit__round__status__in=(RoundStatus.PROVISIONAL, RoundStatus.PUBLISHED)
        )
        theirs = own & (Q(kind=SheetKind.SELF) | told)
        mine = Q(
            unit__in=RoundUnit.objects.filter(sheets__inspectors=reader).values("pk")
        )
        seen = self if reader.has_perm(RUNS) else self.filter(theirs | mine)
        return seen.filter(unit__round__status__in=OPEN_ROUNDS).exclude(
            _hidden_from(reader)
        )

    def marked_by(self, reader: User) -> Self:
        """Those in which this person may put marks."""
        own = Q(
            in_branches(branches(reader, *ANSWERING), "unit__agency__path"),
            kind=SheetKind.SELF,
        )
        return self.filter(own | Q(pk__in=_sheets_of(reader)))


def _sheets_of(reader: User) -> Any:
    through = ScoreSheet.inspectors.through
    return through.objects.filter(user=reader).values("scoresheet_id")


def _hidden_from(reader: User) -> Q:
    """The other inspector's sheet while one of the two is open."""
    both = ScoreSheet.objects.filter(unit=OuterRef("unit")).exclude(kind=SheetKind.SELF)
    scores = both.filter(pk__in=_sheets_of(reader)).exclude(pk=OuterRef("pk"))
    unfinished = both.filter(status=SheetStatus.OPEN)
    return Q(
        ~Q(kind=SheetKind.SELF),
        ~Q(pk__in=_sheets_of(reader)),
        Exists(scores),
        Exists(unfinished),
    )


class ScoreSheet(WorkflowModel):
    """评分表: what one side found for one unit of a round."""

    MOVES: ClassVar = {
        SheetStatus.OPEN: {SheetStatus.HANDED_IN},
        SheetStatus.HANDED_IN: {SheetStatus.OPEN},
    }

    unit = models.ForeignKey(
        RoundUnit, models.CASCADE, related_name="sheets", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SheetKind)
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="score_sheets",
        verbose_name=_("inspectors"),
        blank=True,
    )
    status = models.CharField(
        _("status"), max_length=10, choices=SheetStatus, default=SheetStatus.OPEN
    )
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["unit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind"], name="sheet_once"),
            models.CheckConstraint(
                condition=Q(kind__in=SheetKind.values), name="sheet_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=SheetStatus.values), name="sheet_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_kind_display()}"

    def move(self, target: str, *, by: User, **more: Any) -> None:
        self._move(target, by=by, **more)

    @property
    def is_open(self) -> bool:
        return self.status == SheetStatus.OPEN


class Mark(models.Model):
    """评分: what was found for one indicator; the points come of the checklist's rule.

    `version` counts the times it was put: of two inspectors on one sheet, the second
    is shown what the first put meanwhile.
    """

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="marks", verbose_name=_("score sheet")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="marks", verbose_name=_("indicator")
    )
    value = models.DecimalField(
        _("value"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    is_applicable = models.BooleanField(_("applies"), default=True)
    is_explained = models.BooleanField(_("only explained"), default=False)
    lacks_prerequisite = models.BooleanField(_("prerequisite missing"), default=False)
    comment = models.TextField(_("comment"), max_length=2_000, blank=True)
    # Why it is another than the portal's own facts propose.
    override = models.TextField(_("why not the facts"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    put_at = models.DateTimeField(_("put at"))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["sheet", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="mark_once"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="mark_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.indicator}"


class DimensionAbsence(models.Model):
    """A whole branch of the checklist that does not apply to the unit: said in one
    deed, kept until it is taken back in one deed."""

    sheet = models.ForeignKey(
        ScoreSheet,
        models.CASCADE,
        related_name="absences",
        verbose_name=_("score sheet"),
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    reason = models.CharField(_("reason"), max_length=500)
    # By the indicators' codes: the version that the deed gave the mark, and what stood
    # there before (None where there was no mark).
    marks = models.JSONField(default=dict)
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    put_at = models.DateTimeField(_("put at"))

    class Meta:
        verbose_name = _("dimension that does not apply")
        verbose_name_plural = _("dimensions that do not apply")
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "indicator"], name="dimension_absent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.indicator}"


class MarkEvidence(Attachment):
    """A photograph or file that shows what was found, with its own day."""

    mark = models.ForeignKey(
        Mark, models.CASCADE, related_name="evidence", verbose_name=_("mark")
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["mark", "position", "pk"]


class FrozenProof(models.Model):
    """What the portal's own facts said when the mark was put: never changed but that a
    withdrawn notice loses its title."""

    IMPRINTED = True

    mark = models.OneToOneField(Mark, models.CASCADE, related_name="proof")
    measure = models.CharField(max_length=40)
    # As written; empty where nothing was measured.
    value = models.CharField(max_length=40, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    # Words and addresses of the rows behind it, and how many there are in all.
    rows = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("frozen proof")
        verbose_name_plural = _("frozen proofs")
        ordering = ["mark"]

    def __str__(self) -> str:
        return f"{self.mark} · {self.measure}"
