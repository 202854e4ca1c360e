from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnneededFile(models.Model):
    """A file in the store that we have made ourselves and something newer has taken
    the place of, or a photograph that was drawn anew; a nightly job removes it
    (foundation.unneeded)."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    since = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("file no longer needed")
        verbose_name_plural = _("files no longer needed")

    def __str__(self) -> str:
        return self.digest[:12]
