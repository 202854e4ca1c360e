"""Rows of structured content (结构化内容) that hang on a notice: facts, one record a
notice, and lines, many. Kinds build their models on these."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import LegalBasis

from .notices import Notice


class NoticeFacts(models.Model):
    """What a kind says once."""

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="+", verbose_name=_("notice")
    )

    class Meta:
        abstract = True


class NoticeLine(models.Model):
    """One line of a table, in the order of `position`, from 1."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="+", verbose_name=_("notice")
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Citing(models.Model):
    """What rests on law: the bases as they were typed, and those of them that the
    register knows, so that a repealed one can be flagged."""

    bases = models.TextField(
        _("legal basis"),
        blank=True,
        help_text=_("Titles and document numbers, divided by 、 or ；."),
    )
    cited = models.ManyToManyField(
        LegalBasis,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("legal bases"),
    )

    class Meta:
        abstract = True
