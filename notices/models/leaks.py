from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .notices import Notice


class LeakOverride(models.Model):
    """Why numbers of persons may stand in a notice; it holds for these numbers only.

    `hits` are rows of place, kind, masked text and digest: the numbers themselves
    are not kept a second time.
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="leak_overrides", verbose_name=_("notice")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    content_version = models.PositiveIntegerField(_("version of the content"))
    reason = models.TextField(_("reason"))
    hits = models.JSONField(_("numbers of persons"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("kept by"),
    )
    at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("personal data kept")
        verbose_name_plural = _("personal data kept")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.reason}"
