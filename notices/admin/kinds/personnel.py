from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...models import PersonnelFacts, PersonnelLine
from .line_inlines import FactsInline, LineInline


class PersonnelInline(FactsInline):
    model = PersonnelFacts
    verbose_name_plural = _("Which personnel matter")
    fields = [("sort", "decided_by", "decided_on")]


class PersonInline(LineInline):
    model = PersonnelLine
    add_words = _("One more person")
    fields = [
        ("name", "action", "post"),
        ("current_post", "from_on", "exam_number"),
        ("remark", "position"),
    ]
