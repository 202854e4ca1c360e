from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .notices import Notice


class Revision(models.Model):
    """A notice as it was at one publication: canonical JSON of all that is public."""

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="revisions", verbose_name=_("notice")
    )
    number = models.PositiveIntegerField(_("number"))
    content = models.TextField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    published_at = models.DateTimeField(_("published at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("signed by"),
    )
    change_note = models.CharField(_("change note"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # 特批: who let this version out past open steps, and why; both are public.
    override_by = models.CharField(max_length=60, blank=True)
    override_reason = models.TextField(blank=True)
    # What a later correction took back: its text is shown nowhere any more.
    is_withheld = models.BooleanField(_("no longer shown"), default=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice} · {self.number}"


def last_correction() -> models.Subquery:
    """When a notice was corrected last; nothing for one that never was."""
    corrections = Revision.objects.filter(notice=models.OuterRef("pk"), number__gt=1)
    newest = corrections.order_by("-number").values("published_at")
    return models.Subquery(newest[:1])
