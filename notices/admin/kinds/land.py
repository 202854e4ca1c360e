from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import LandFacts, LandLine
from .line_inlines import FactsInline, LineInline


class LandFactsInline(FactsInline):
    model = LandFacts
    fields = [
        "project",
        ("approval_number", "announcement"),
        ("place", "area"),
    ]


class LandLineInline(LineInline):
    model = LandLine
    add_words = _("One more line")
    fields = [
        ("village", "group", "land_class"),
        ("area", "standard", "amount"),
        ("resettled", "position"),
    ]
