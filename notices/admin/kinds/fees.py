from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import FeeLine
from .line_inlines import LineInline


class FeeLineInline(LineInline):
    model = FeeLine
    add_words = _("One more fee")
    fields = [
        ("item", "sub_item", "nature"),
        ("standard", "amount", "unit_of_charge"),
        ("bases", "payer"),
        ("fund_handling", "approval_level", "is_enterprise_related"),
        ("effective_from", "effective_until", "collecting_unit"),
        ("remark", "position"),
    ]
