from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel
from notices.models import Notice

from .categories import LetterCategory
from .letters import Letter, accuses


class QuestionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Taken down")


class QuestionQuerySet(models.QuerySet["Question"]):
    def public(self) -> Self:
        return self.filter(status=QuestionStatus.PUBLISHED)

    def visible_to(self, reader: User, paths: list[str]) -> Self:
        """At the desk: of the branches in which the reader writes or reviews; never
        what was begun from a letter that accuses the reader or their house."""
        barring = Letter.objects.filter(accuses(reader), pk=OuterRef("letter"))
        return self.filter(in_branches(paths)).exclude(Exists(barring))

    def in_branch(self, path: str) -> Self:
        return self.filter(in_branches([path]))


class Question(WorkflowModel):
    """常见问题: a question with its answer, of a letter or of a clerk's own, written by
    one and reviewed by another; marked when the policy it rests on changes."""

    IMPRINTED = True

    MOVES: ClassVar = {
        QuestionStatus.DRAFT: {QuestionStatus.WAITING},
        QuestionStatus.WAITING: {QuestionStatus.DRAFT, QuestionStatus.PUBLISHED},
        QuestionStatus.PUBLISHED: {QuestionStatus.WITHDRAWN, QuestionStatus.WAITING},
        QuestionStatus.WITHDRAWN: {QuestionStatus.DRAFT},
    }

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="questions", verbose_name=_("unit")
    )
    title = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"), max_length=10_000)
    category = models.ForeignKey(
        LetterCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("letter"),
    )
    guide = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions_of_guide",
        verbose_name=_("guide"),
    )
    policy = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions_of_policy",
        verbose_name=_("policy"),
    )
    # The version of the policy that the answer was checked against.
    policy_revision = models.PositiveIntegerField(null=True, editable=False)
    flagged_at = models.DateTimeField(_("to be checked since"), null=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=QuestionStatus,
        default=QuestionStatus.DRAFT,
        editable=False,
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("common question")
        verbose_name_plural = _("common questions")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="question_newest",
                condition=models.Q(status="published"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def move(self, target: str, *, by: User, note: str = "", **more: Any) -> None:
        """The one way to a new status: for the deeds of answering_questions.py."""
        self._move(target, by=by, note=note, **more)

    def get_absolute_url(self) -> str:
        return reverse("question-detail", args=[self.pk])
