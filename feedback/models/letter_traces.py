"""What is kept beside a letter for a while, or of who read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .letters import Letter


class LetterToken(models.Model):
    """The form's token of a letter, as a keyed digest: sent twice within a day, it
    shows the same receipt. Forgotten after that."""

    letter = models.OneToOneField(
        Letter, models.CASCADE, related_name="token", verbose_name=_("letter")
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.letter_id}"


class LetterOpening(models.Model):
    """Who has opened a letter: nobody decides about one that they never read."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "user"], name="opening_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}"
