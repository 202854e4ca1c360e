from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lines import NoticeFacts, NoticeLine


class FinanceFacts(NoticeFacts):
    """财务收支: one account or fund over one period."""

    account = models.CharField(_("account or fund"), max_length=100)
    begins_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period until"))
    opening_balance = models.DecimalField(
        _("opening balance"), max_digits=16, decimal_places=2
    )
    closing_balance = models.DecimalField(
        _("closing balance"), max_digits=16, decimal_places=2
    )

    class Meta:
        verbose_name = _("account of a period")
        verbose_name_plural = _("accounts of a period")
        constraints = [
            models.CheckConstraint(
                name="finance_ends_after_it_begins",
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                violation_error_message=_("A period ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.account


class Direction(models.TextChoices):
    INCOME = "income", _("income")
    EXPENDITURE = "expenditure", _("expenditure")


class BudgetLine(NoticeLine):
    """收支明细: money that came in or went out."""

    direction = models.CharField(
        _("income or expenditure"), max_length=20, choices=Direction
    )
    item = models.CharField(_("budget item"), max_length=100)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    booked_on = models.DateField(_("day of booking"), null=True, blank=True)
    party = models.CharField(
        _("paid by or to"),
        max_length=100,
        blank=True,
        help_text=_("A unit, or the kind of people; no names of private persons."),
    )
    handled_by = models.CharField(_("who handled it"), max_length=60, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta(NoticeLine.Meta):
        verbose_name = _("line of an account")
        verbose_name_plural = _("lines of an account")
        constraints = [
            models.CheckConstraint(
                name="budget_amount_not_negative",
                condition=models.Q(amount__gte=0),
                violation_error_message=_(
                    "Income and expenditure are not negative: the direction says which"
                    " it is."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.item
