from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .letter_kinds import LetterKind, RefusalGround
from .letters import Letter


class ReplyState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    WAITING = "waiting", _("In review")
    SENT = "sent", _("Sent")


class Finding(models.TextChoices):
    """What came out of an objection to a posting."""

    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly", _("Upheld in part")
    DENIED = "denied", _("Not upheld")


class Reply(models.Model):
    """An answer: written by one, signed by another; a second one after 重办."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="replies", verbose_name=_("letter")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("unit that answers")
    )
    text = models.TextField(_("answer"), max_length=20_000)
    remedies = models.TextField(
        _("remedies"),
        max_length=2000,
        blank=True,
        help_text=_("Where the writer may turn who disagrees."),
    )
    # Of objections to a posting only.
    finding = models.CharField(
        _("finding"), max_length=20, choices=Finding, blank=True, default=""
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ReplyState, default=ReplyState.DRAFT
    )
    content_version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.TextField(_("returned because"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["letter_id", "round"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "round"], name="reply_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter}/{self.round}"


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def for_answers(self, kind: str) -> Self:
        """What is offered beside an answer to a letter of this kind; its own first."""
        kinds = self.filter(is_open=True, ground="", kind__in=("", kind))
        return kinds.order_by("-kind", "position", "pk")

    def turn_to(self, ground: str) -> str:
        """Where the writer of a refused letter is sent; nothing where none says so."""
        rows = self.filter(is_open=True, ground=ground).order_by("position", "pk")
        return rows.values_list("text", flat=True).first() or ""


class ReplyTemplate(models.Model):
    """Words that answers begin from, with the remedies that belong to an outcome
    (行政复议法 2023, art. 23)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind, blank=True)
    # Of a refusal: where to turn. Answers have none.
    ground = models.CharField(
        _("ground of a refusal"), max_length=20, choices=RefusalGround, blank=True
    )
    text = models.TextField(_("answer"), max_length=5000)
    remedies = models.TextField(_("remedies"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_open = models.BooleanField(_("in use"), default=True)

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of answers")
        verbose_name_plural = _("templates of answers")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """评价: what the writer says of an answer, in the five grades of 好差评."""

    GRADES: ClassVar = [
        (5, _("Very satisfied")),
        (4, _("Satisfied")),
        (3, _("Fairly satisfied")),
        (2, _("Dissatisfied")),
        (1, _("Very dissatisfied")),
    ]

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="ratings", verbose_name=_("letter")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=GRADES)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    rated_at = models.DateTimeField(_("rated"))

    class Meta:
        verbose_name = _("rating of an answer")
        verbose_name_plural = _("ratings of answers")
        constraints = [
            models.UniqueConstraint(fields=["letter", "round"], name="rating_once"),
            models.CheckConstraint(
                name="rating_grade", condition=models.Q(grade__range=(1, 5))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.grade}"

    @property
    def is_bad(self) -> bool:
        return self.grade <= 2
