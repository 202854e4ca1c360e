from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q

from directories.branch_admin import BranchScoped, answers_for_the_county
from disclosure_portal.foundation.admin import RecordedAdmin

from ..models import Board


@admin.register(Board)
class BoardAdmin(BranchScoped, RecordedAdmin):
    """A board of the whole county is changed by those who answer for the county."""

    list_display = ["name", "agency", "nature", "column_type", "is_open", "is_internal"]
    list_filter = ["nature", "is_open", "is_internal", "column_type"]
    list_select_related = ["agency"]
    search_fields = ["name", "slug"]

    def get_queryset(self, request: Any) -> Any:
        boards = Board.objects.all()
        own = super().get_queryset(request).values("pk")
        return boards.filter(Q(agency__isnull=True) | Q(pk__in=own))

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is not None and obj.agency_id is None:
            return allowed and answers_for_the_county(request.user)
        return allowed

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Boards are closed, not deleted: notices hang on them."""
        return False

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "agency" in form.base_fields:
            form.base_fields["agency"].required = not answers_for_the_county(
                request.user
            )
        return form

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """The address of a board stays: readers keep it."""
        return ["slug"] if obj is not None else []
