from __future__ import annotations

from django.db import models
from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from ...models import DecisionRecord
from .line_inlines import LineInline


class DecisionInline(LineInline):
    model = DecisionRecord
    # Three paragraphs at most; there may be many decisions.
    formfield_overrides = {
        **LineInline.formfield_overrides,
        models.TextField: {"widget": Textarea(attrs={"rows": 3})},
    }
    add_words = _("One more decision")
    fields = [
        ("sort", "document_number", "decided_on"),
        ("subject_kind", "subject_name", "credit_code"),
        ("matter", "valid_until", "deciding_unit"),
        ("facts", "bases"),
        ("penalty_kind", "amount"),
        ("result", "position"),
    ]
