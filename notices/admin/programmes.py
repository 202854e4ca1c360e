from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import BranchScoped
from disclosure_portal.foundation.admin import RecordedAdmin

from ..models import Programme
from ..structures.line_table import link_bases


@admin.register(Programme)
class ProgrammeAdmin(BranchScoped, RecordedAdmin):
    """Who may see what of a programme's lists is set by the overseers, not by the unit
    that publishes them. Recipient lists themselves are on no admin page."""

    list_display = ["name", "agency", "standard", "is_sensitive", "line_access"]
    list_filter = ["is_open", "is_sensitive", "line_access", "paid_to"]
    list_select_related = ["agency"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": [("name", "agency"), "bases"]}),
        (
            _("Standard"),
            {
                "fields": [
                    "standard",
                    ("standard_amount", "measure", "paid_to"),
                    ("tolerance", "is_open"),
                ]
            },
        ),
        (
            _("Who may see what"),
            {
                "fields": [
                    "is_sensitive",
                    ("line_access", "access_after"),
                    "shown_name",
                    ("shows_village", "shows_quantity", "shows_amount"),
                    ("check_kind", "check_length"),
                ]
            },
        ),
    ]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        link_bases(Programme, [obj])

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Programmes end, they are not deleted: payments hang on them."""
        return False
