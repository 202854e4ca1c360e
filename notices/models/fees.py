from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lines import Citing, NoticeLine


class FundHandling(models.TextChoices):
    """资金管理方式, as the national list of fees has them."""

    CENTRAL = "central", _("central treasury")
    SHARED = "shared", _("central and local treasury")
    PROVINCIAL = "provincial", _("provincial treasury")
    LOCAL = "local", _("treasury of the same level")
    SPECIAL_ACCOUNT = "special_account", _("special fiscal account")


class ApprovalLevel(models.TextChoices):
    """立项级次: who set up the fee."""

    CENTRAL = "central", _("central government")
    PROVINCIAL = "provincial", _("province")


class FeeLine(Citing, NoticeLine):
    """收费项目: one fee, or one step of its tariff.

    `standard` is what the tariff says in words; `amount` is in yuan for one
    `unit_of_charge`, empty for rates and ranges.
    """

    item = models.CharField(_("fee"), max_length=100)
    sub_item = models.CharField(_("sub-item"), max_length=100, blank=True)
    nature = models.CharField(_("nature of the fee"), max_length=40, blank=True)
    unit_of_charge = models.CharField(_("unit of charge"), max_length=40, blank=True)
    standard = models.CharField(_("standard"), max_length=300)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    payer = models.CharField(_("who pays"), max_length=200, blank=True)
    collecting_unit = models.CharField(_("collecting unit"), max_length=100, blank=True)
    fund_handling = models.CharField(
        _("handling of the funds"), max_length=20, choices=FundHandling, blank=True
    )
    approval_level = models.CharField(
        _("set up by"), max_length=20, choices=ApprovalLevel, blank=True
    )
    is_enterprise_related = models.BooleanField(
        _("concerns enterprises"), default=False
    )
    effective_from = models.DateField(_("charged from"), null=True, blank=True)
    effective_until = models.DateField(_("charged until"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta(NoticeLine.Meta):
        verbose_name = _("fee line")
        verbose_name_plural = _("fee lines")
        constraints = [
            models.CheckConstraint(
                name="fee_amount_not_negative",
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                violation_error_message=_("A fee is not negative."),
            ),
            models.CheckConstraint(
                name="fee_ends_after_it_begins",
                condition=models.Q(effective_from__isnull=True)
                | models.Q(effective_until__isnull=True)
                | models.Q(effective_until__gte=models.F("effective_from")),
                violation_error_message=_("A fee ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.sub_item}".strip()
