from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import BudgetLine, FinanceFacts
from .line_inlines import FactsInline, LineInline


class FinanceFactsInline(FactsInline):
    model = FinanceFacts
    fields = [
        "account",
        ("begins_on", "ends_on"),
        ("opening_balance", "closing_balance"),
    ]


class BudgetLineInline(LineInline):
    model = BudgetLine
    add_words = _("One more line")
    fields = [
        ("direction", "item", "amount"),
        ("booked_on", "party", "handled_by"),
        ("remark", "position"),
    ]
