from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.attachments import Attachment

from .letters import Letter
from .replies import Reply


class LetterFile(Attachment):
    """A file that came with a letter, or goes with an answer; it is never public."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="files", verbose_name=_("letter")
    )
    reply = models.ForeignKey(
        Reply,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("answer"),
    )

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering = ["position", "pk"]
