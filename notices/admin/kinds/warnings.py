from __future__ import annotations

from django.db import models
from django.forms import DateTimeField, Textarea
from django.utils.translation import gettext_lazy as _

from ...forms.widgets import MomentInput
from ...models import WarningFacts
from .line_inlines import FactsInline


class WarningInline(FactsInline):
    model = WarningFacts
    verbose_name_plural = _("The warning")
    autocomplete_fields = ["branch"]
    formfield_overrides = {
        models.DateTimeField: {"form_class": DateTimeField, "widget": MomentInput},
        models.TextField: {"widget": Textarea(attrs={"rows": 5})},
    }
    fields = [
        ("level", "area", "branch"),
        ("starts_at", "ends_at"),
        "advice",
        ("issuing_unit", "telephone"),
    ]
