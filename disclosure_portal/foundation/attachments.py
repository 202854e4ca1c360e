"""What every app's attachments share; each app ties its own to its owner by a key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """A file judged by its content: the original as it came, and the public copy.

    Both lie in the content-addressed store under their SHA-256. A picture's copy is
    drawn anew without its EXIF data; another file's copy is the original.
    """

    title = models.CharField(_("title"), max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    original_digest = models.CharField(max_length=64, editable=False)
    public_digest = models.CharField(max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def extension(self) -> str:
        return self.file_name.rpartition(".")[2].lower()
