from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .lines import Citing, NoticeFacts, NoticeLine
from .notices import Notice
from .programmes import CheckKind, CheckLength, Programme


class LineSet(models.Model):
    """One recipient list (发放明细) as it was taken in: never changed, shared by the
    revisions of its notice. `digest` is over the stored columns of all lines; the keys
    in it keep others from guessing lines until the digest fits. Its own rule of
    checking is kept: the keys can't be made anew when that of the programme changes.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", verbose_name=_("taken in for")
    )
    check_kind = models.CharField(_("check column"), max_length=20, choices=CheckKind)
    check_length = models.PositiveSmallIntegerField(
        _("characters asked for"), choices=CheckLength
    )
    count = models.PositiveIntegerField(_("lines"))
    quantity = models.DecimalField(
        _("quantity"), max_digits=17, decimal_places=3, null=True
    )
    amount = models.DecimalField(_("amount"), max_digits=17, decimal_places=2)
    # Summed when the list was taken in: SQLite would add floats (decisions.md, Money).
    townships = models.JSONField(_("sums by township"), default=list)
    # Empty where the list says nothing of what became of its sums.
    statuses = models.JSONField(_("sums by state of payment"), default=list)
    digest = models.CharField(_("digest"), max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("taken in by"),
    )
    created_at = models.DateTimeField(_("taken in at"))

    class Meta:
        verbose_name = _("recipient list")
        verbose_name_plural = _("recipient lists")

    def __str__(self) -> str:
        return f"{self.count} · {self.amount}"


class SubsidyFacts(Citing, NoticeFacts):
    """发放情况: what one payment of a programme is."""

    notice = models.OneToOneField(
        Notice, models.CASCADE, related_name="subsidy", verbose_name=_("notice")
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="payments",
        verbose_name=_("subsidy programme"),
    )
    line_set = models.ForeignKey(
        LineSet,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="facts",
        verbose_name=_("recipient list"),
    )
    for_year = models.PositiveSmallIntegerField(_("year"))
    part = models.CharField(
        _("part of the year"),
        max_length=20,
        blank=True,
        help_text=_("Season, quarter or month, where it is not the whole year."),
    )
    starts_on = models.DateField(_("for the time from"), null=True, blank=True)
    ends_on = models.DateField(_("for the time until"), null=True, blank=True)
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    standard = models.CharField(
        _("standard of this payment"),
        max_length=300,
        blank=True,
        help_text=_("Where it differs from that of the programme."),
    )
    standard_amount = models.DecimalField(
        _("standard of this payment in yuan"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
    )
    ordered_amount = models.DecimalField(
        _("total by the payment order"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Compared with the sum of the list."),
    )

    class Meta:
        verbose_name = _("subsidy payment")
        verbose_name_plural = _("subsidy payments")
        indexes = [
            models.Index(fields=["programme", "for_year"], name="subsidy_payment")
        ]
        constraints = [
            models.CheckConstraint(
                name="subsidy_year_is_one",
                condition=models.Q(for_year__gte=1978, for_year__lte=2100),
                violation_error_message=_("Write the year with four digits."),
            ),
            models.CheckConstraint(
                name="subsidy_time_in_order",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The time ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.for_year} {self.part}".strip()


class SubsidySum(NoticeLine):
    """A sum as the unit states it: of a township, or of a village within one."""

    township = models.CharField(_("township"), max_length=40)
    village = models.CharField(_("village"), max_length=40, blank=True)
    count = models.PositiveIntegerField(_("recipients"), null=True, blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=17, decimal_places=3, null=True, blank=True
    )
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)

    class Meta(NoticeLine.Meta):
        verbose_name = _("stated sum")
        verbose_name_plural = _("stated sums")

    def __str__(self) -> str:
        return f"{self.township} {self.village}".strip()


class SubsidyLine(models.Model):
    """One recipient. Neither the full name nor the number that was checked is kept:
    `lookup_key` is a keyed digest of both (lookup_keys.py)."""

    line_set = models.ForeignKey(LineSet, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    township = models.CharField(max_length=40, blank=True)
    village = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=40, blank=True)
    masked_name = models.CharField(max_length=40)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    standard = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    status = models.CharField(max_length=20, blank=True)
    remark = models.CharField(max_length=100, blank=True)
    lookup_key = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["lookup_key"], name="subsidy_line_lookup"),
            models.Index(fields=["line_set", "township"], name="subsidy_line_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["line_set", "position"], name="subsidy_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_set_id}/{self.position}"
