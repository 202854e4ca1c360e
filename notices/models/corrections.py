from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .notices import Notice


class Correction(models.Model):
    """更正: what a correction says of itself, and what it was begun from.

    `base_version` is the content_version that the public notice had then: what was
    changed since is never overwritten. `reviewer` and `reviewed_at` are those of the
    unit's own system, where one sent it.
    """

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="correction", verbose_name=_("notice")
    )
    change_note = models.CharField(
        _("change note"),
        max_length=300,
        blank=True,
        help_text=_("What was changed, in a sentence that the public reads."),
    )
    reason = models.CharField(
        _("reason of the correction"),
        max_length=300,
        blank=True,
        help_text=_("Why; the public reads it, too. May be left empty."),
    )
    withholds_earlier = models.BooleanField(
        _("earlier versions must not be read any more"),
        default=False,
        help_text=_(
            "For numbers of persons and the like: the history then says that there was"
            " an earlier version, and shows neither its text nor the changes."
        ),
    )
    base_version = models.PositiveIntegerField(editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("opened by"),
    )
    opened_at = models.DateTimeField(_("opened at"), editable=False)
    reviewer = models.CharField(max_length=60, blank=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{_('correction')}: {self.notice}"
