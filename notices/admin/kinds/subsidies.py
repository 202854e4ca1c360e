from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ...models import SubsidyFacts, SubsidySum
from .line_inlines import FactsInline, LineInline


class SubsidyFactsInline(FactsInline):
    """The list itself is never on a form; what was taken in is told in figures."""

    model = SubsidyFacts
    readonly_fields = ["recipients"]
    fields = [
        "programme",
        ("for_year", "part", "batch"),
        ("starts_on", "ends_on", "paid_on"),
        ("standard", "standard_amount"),
        ("ordered_amount", "recipients"),
        "bases",
    ]

    @admin.display(description=_("recipient list"))
    def recipients(self, payment: SubsidyFacts) -> str:
        if payment.line_set is None:
            return str(_("none taken in yet"))
        words = {"count": payment.line_set.count, "amount": payment.line_set.amount}
        return str(_("%(count)s lines, %(amount)s yuan") % words)


class SubsidySumInline(LineInline):
    model = SubsidySum
    extra = 0
    add_words = _("One more sum")
    fields = [
        ("township", "village", "position"),
        ("count", "quantity", "amount"),
    ]
    verbose_name_plural = _("Sums as the unit states them (compared with the list)")
