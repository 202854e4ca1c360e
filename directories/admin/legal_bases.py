from __future__ import annotations

from typing import Any

from django.contrib import admin

from disclosure_portal.foundation.admin import RecordedAdmin

from ..bases import save_basis
from ..models import LegalBasis


@admin.register(LegalBasis)
class LegalBasisAdmin(RecordedAdmin):
    """The register of the whole county: clerks add, overseers change."""

    list_display = ["title", "number", "validity", "effective_from", "repealed_on"]
    list_filter = ["validity"]
    search_fields = ["title", "number", "number_key", "title_key"]
    fields = [
        ("title", "number"),
        ("validity", "effective_from", "repealed_on"),
        ("issued_by", "url"),
    ]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        save_basis(obj)
