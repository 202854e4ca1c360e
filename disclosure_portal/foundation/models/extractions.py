from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _


class ExtractionStatus(models.TextChoices):
    WAITING = "waiting", _("being prepared")
    DONE = "done", _("ready")
    FAILED = "failed", _("can't be shown")


class ExtractionQuerySet(models.QuerySet["Extraction"]):
    def of(self, digest: str | OuterRef, media_type: str | OuterRef) -> Self:
        return self.filter(digest=digest, media_type=media_type)

    def waiting(self) -> Self:
        return self.filter(status=ExtractionStatus.WAITING)


class Extraction(models.Model):
    """A stored file opened for readers: once for each content, whoever attaches it.

    Rows name files by digest and type, as the store does; apps look theirs up.
    """

    digest = models.CharField(max_length=64, editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    status = models.CharField(
        max_length=7,
        choices=ExtractionStatus.choices,
        default=ExtractionStatus.WAITING,
        editable=False,
    )
    shape = models.CharField(max_length=8, blank=True, editable=False)
    failure = models.CharField(max_length=10, blank=True, editable=False)
    # Pages of a PDF, sheets of a workbook, pieces of a text; of the file, not shown.
    total = models.PositiveIntegerField(default=0, editable=False)
    is_whole = models.BooleanField(default=False, editable=False)
    has_text = models.BooleanField(null=True, editable=False)
    # What is in the file and not on the page: kind → how many.
    omitted = models.JSONField(default=dict, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = ExtractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("file opened for readers")
        verbose_name_plural = _("files opened for readers")
        constraints = [
            models.UniqueConstraint(
                name="extraction_once", fields=["digest", "media_type"]
            )
        ]
        indexes = [
            models.Index(
                name="extraction_waiting",
                fields=["asked_at"],
                condition=models.Q(status="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.media_type}"


class ExtractedPart(models.Model):
    """A page, a piece of a text or rows of a sheet. Its picture or HTML lies in the
    store under `content_digest`; a page that could not be drawn has none. `leaf` is
    the page of the portal on which it stands."""

    extraction = models.ForeignKey(
        Extraction, models.CASCADE, related_name="parts", editable=False
    )
    number = models.PositiveIntegerField(editable=False)
    leaf = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=200, blank=True, editable=False)
    content_digest = models.CharField(max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    text = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("part of an opened file")
        verbose_name_plural = _("parts of opened files")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="extracted_part_once", fields=["extraction", "number"]
            )
        ]
        indexes = [
            models.Index(name="extracted_leaf", fields=["extraction", "leaf"]),
        ]

    def __str__(self) -> str:
        return f"{self.extraction_id}/{self.number}"
