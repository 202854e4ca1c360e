from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models import Notice

from .letters import Letter


class LetterResult(models.Model):
    """处理结果公开: a notice tells what came of what this letter and others asked
    for. Only while the notice is public does anybody outside read of it."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="results", verbose_name=_("letter")
    )
    notice = models.ForeignKey(
        Notice,
        models.CASCADE,
        related_name="letter_results",
        verbose_name=_("notice"),
    )
    linked_at = models.DateTimeField(_("time"))
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("result of a letter")
        verbose_name_plural = _("results of letters")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "letter"], name="letter_result_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.notice_id}"
