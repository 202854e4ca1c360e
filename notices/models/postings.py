from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .notices import Notice


class PostingUnit(models.TextChoices):
    WORKING = "working", _("Working days")
    CALENDAR = "calendar", _("Calendar days")


class PostingResult(models.TextChoices):
    NONE = "none", _("No objection")
    HANDLED = "handled", _("Objections were handled")


class PostingAfter(models.TextChoices):
    UNLISTED = "unlisted", _("Leaves its board")
    LONG = "long", _("Stays on its board")


class PostingPeriod(models.Model):
    """公示期: how long a notice is open to objections, and where they go."""

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="posting_period", verbose_name=_("notice")
    )
    starts_on = models.DateField(_("starts on"))
    length = models.PositiveSmallIntegerField(_("length in days"))
    unit = models.CharField(
        _("days counted as"),
        max_length=20,
        choices=PostingUnit,
        default=PostingUnit.WORKING,
    )
    ends_on = models.DateField(_("ends on"), editable=False)
    objection_unit = models.CharField(_("objections to"), max_length=100)
    objection_telephone = models.CharField(
        _("telephone for objections"), max_length=60, blank=True
    )
    objection_form = models.CharField(
        _("form of objections"),
        max_length=200,
        blank=True,
        help_text=_("For example: in writing, with name and telephone."),
    )
    result = models.CharField(
        _("result"), max_length=20, choices=PostingResult, blank=True
    )
    result_note = models.CharField(
        _("remark on the result"), max_length=300, blank=True
    )
    afterwards = models.CharField(
        _("afterwards"),
        max_length=20,
        choices=PostingAfter,
        default=PostingAfter.LONG,
    )

    class Meta:
        verbose_name = _("posting period")
        verbose_name_plural = _("posting periods")
        indexes = [models.Index(fields=["ends_on"], name="posting_period_end")]
        constraints = [
            models.CheckConstraint(
                name="posting_period_has_days",
                condition=models.Q(length__gte=1, length__lte=365),
                violation_error_message=_("A posting lasts 1 to 365 days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class ProposedResult(models.Model):
    """How a posting ended, as one person says it: a second one makes it public, or
    sends it back. Gone once either was done."""

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="proposed_result", verbose_name=_("notice")
    )
    result = models.CharField(_("result"), max_length=20, choices=PostingResult)
    note = models.CharField(_("remark on the result"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    at = models.DateTimeField(_("proposed at"))

    class Meta:
        verbose_name = _("proposed result of a posting")
        verbose_name_plural = _("proposed results of postings")

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_result_display()}"
