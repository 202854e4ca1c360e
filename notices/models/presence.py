from __future__ import annotations

from django.conf import settings
from django.db import models

from .notices import Notice


class EditingPresence(models.Model):
    """Who has a draft open in the editor, and since when they were last heard of."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.notice}"
