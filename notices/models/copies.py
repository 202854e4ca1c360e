from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .revisions import Revision


class CopyForm(models.TextChoices):
    WORD = "docx", "WORD"
    PDF = "pdf", "PDF"


class RevisionCopy(models.Model):
    """A WORD or PDF file that the portal made of a signed revision; made anew when
    the way of making it changes."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="copies")
    form = models.CharField(max_length=10, choices=CopyForm)
    edition = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("copy of a revision")
        verbose_name_plural = _("copies of revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "form"], name="revision_copy_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} · {self.form}"
