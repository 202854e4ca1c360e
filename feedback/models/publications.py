from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .categories import LetterCategory
from .letter_kinds import LetterKind
from .letters import Letter


class PublicationState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PUBLISHED = "published", _("Published")
    WITHHELD = "withheld", _("Not published")
    WITHDRAWN = "withdrawn", _("Taken down")


class IsPublic(models.Func):
    """In the very words of the partial indexes, as letters.IsOpen."""

    template = f"%(expressions)s = '{PublicationState.PUBLISHED.value}'"
    output_field = models.BooleanField()


class LetterPublicationQuerySet(models.QuerySet["LetterPublication"]):
    def public(self) -> Self:
        return self.filter(IsPublic("state"))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class LetterPublication(models.Model):
    """A letter and its answer as the public reads them: masked words, by consent of the
    writer and decision of the office. Facts beside the words are copied, so that lists
    ask for no letter."""

    IMPRINTED = True

    letter = models.OneToOneField(
        Letter, models.CASCADE, related_name="publication", verbose_name=_("letter")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=PublicationState,
        default=PublicationState.PROPOSED,
    )
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"))
    answer = models.TextField(_("answer"))
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    category = models.ForeignKey(
        LetterCategory, models.PROTECT, null=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="published_letters",
        verbose_name=_("unit that answered"),
    )
    asked_at = models.DateTimeField(_("written"))
    answered_at = models.DateTimeField(_("answered"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = LetterPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published letter")
        verbose_name_plural = _("published letters")
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="published_letter_newest",
                condition=Q(state="published"),
            ),
            models.Index(
                F("agency"),
                F("published_at").desc(),
                F("id").desc(),
                name="published_letter_of_unit",
                condition=Q(state="published"),
            ),
            models.Index(
                F("kind"),
                F("published_at").desc(),
                F("id").desc(),
                name="published_letter_of_kind",
                condition=Q(state="published"),
            ),
            models.Index(
                fields=["letter"],
                name="proposed_letter",
                condition=Q(state="proposed"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_letter_has_time",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("letter-detail", args=[self.letter.number])
