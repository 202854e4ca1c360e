from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import ProjectFacts, ProjectStage
from .line_inlines import FactsInline, LineInline


class ProjectFactsInline(FactsInline):
    model = ProjectFacts
    fields = [
        ("name", "project_type"),
        ("place", "implementing_unit"),
        "scale",
        ("investment", "fund_source"),
        ("households", "people"),
        ("begins_on", "ends_on"),
        ("person_in_charge", "contractor", "supervisor"),
    ]


class ProjectStageInline(LineInline):
    model = ProjectStage
    add_words = _("One more step")
    fields = [
        ("step", "name"),
        ("promised_on", "done_on", "amount"),
        "result",
        "position",
    ]
