from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import DecisionRecord
from .line_inlines import LineInline


class DecisionInline(LineInline):
    model = DecisionRecord
    add_words = _("One more decision")
    fields = [
        ("sort", "document_number", "decided_on"),
        ("subject_kind", "subject_name", "credit_code"),
        ("matter", "valid_until", "deciding_unit"),
        ("facts", "bases"),
        ("penalty_kind", "amount"),
        ("result", "position"),
    ]
