from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..questions import Question, QuestionsUnclear, questions_in
from .signed_words import SignedWords

NOT_YET = _("It lies ahead: say afterwards how many were present.")


class ActivitySort(models.TextChoices):
    DISCLOSURE_DAY = "disclosure_day", _("Disclosure day")
    OPEN_DAY = "open_day", _("Open day of the government")
    LECTURE = "lecture", _("Policy lecture")
    OTHER = "other", _("Other activity")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def public(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def in_branch(self, path: str) -> Self:
        return self.filter(in_branches([path]))

    def newest_first(self) -> Self:
        return self.order_by("-held_on", "-pk")


class Activity(SignedWords):
    """政务公开日, 政府开放日, 政策宣讲: a day on which people came, what they were
    given, what they asked and were answered. No names stand in it."""

    WORDS = (*("title", "sort", "held_on", "place", "summary", "present", "questions"),)

    PARTS = ("files",)
    DESK = "desk-activities-one"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="activities", verbose_name=_("unit")
    )
    title = models.CharField(_("title"), max_length=100)
    sort = models.CharField(
        _("sort of activity"),
        max_length=20,
        choices=ActivitySort,
        default=ActivitySort.OPEN_DAY,
    )
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place of the activity"), max_length=100)
    summary = models.TextField(_("what was shown"), max_length=1000, blank=True)
    present = models.PositiveIntegerField(
        _("how many came"),
        null=True,
        blank=True,
        help_text=_("Empty before the day; needed afterwards."),
    )
    questions = models.TextField(
        _("questions and answers"),
        max_length=10_000,
        blank=True,
        help_text=_(
            "Each question on a line that begins with 问：, its answer on one that"
            " begins with 答：. No names of those who asked."
        ),
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(F("held_on").desc(), F("id").desc(), name="activity_newest")
        ]
        constraints = [
            models.CheckConstraint(
                name="activity_had_people",
                condition=Q(present__isnull=True) | Q(present__gte=1),
                violation_error_message=_(
                    "At least one person was present; leave it empty if nobody counted."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity-detail", args=[self.pk])

    @property
    def is_ahead(self) -> bool:
        return self.held_on > local_day(clock.now())

    def clean(self) -> None:
        """Raises ValidationError for a number present before the day, and for questions
        that cannot be told from their answers."""
        errors: dict[str, Any] = {}
        day: Any = self.held_on  # a form may have left it empty
        if day is not None and self.is_ahead and self.present is not None:
            errors["present"] = NOT_YET
        try:
            questions_in(self.questions)
        except QuestionsUnclear as refusal:
            errors["questions"] = _(
                "Line %(line)s, “%(text)s”: each question begins with 问：, its answer"
                " with 答：, in turn."
            ) % {"line": refusal.line, "text": refusal.text}
        if errors:
            raise ValidationError(errors)

    def missing(self) -> str:
        if self.is_ahead:
            return str(NOT_YET) if self.present is not None else ""
        if self.present is None:
            return str(_("Say how many were present: the day is over."))
        return ""

    def answered(self) -> list[Question]:
        """Questions with their answers, in the order in which they were asked."""
        return questions_in(self.questions)


class ActivityFileSort(models.TextChoices):
    MATERIAL = "material", _("Material")
    PHOTOGRAPH = "photograph", _("Photograph")


class ActivityFile(models.Model):
    """What was handed out at an activity, and photographs of it; public once signed."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="files", verbose_name=_("activity")
    )
    sort = models.CharField(_("sort of file"), max_length=20, choices=ActivityFileSort)
    title = models.CharField(
        _("title"),
        max_length=100,
        help_text=_("Of a photograph: what is to be seen, for those who can't see it."),
    )
    file_name = models.CharField(max_length=200, editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    public_digest = models.CharField(max_length=64, editable=False)
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("file of an activity")
        verbose_name_plural = _("files of activities")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity-file", args=[self.activity_id, self.pk])
