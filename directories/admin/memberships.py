from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from disclosure_portal.foundation.admin import RefusingAdmin

from ..branch_admin import BranchScoped, agencies_for
from ..granting import employ, grant, revoke
from ..models import Employment, Membership


@admin.register(Membership)
class MembershipAdmin(BranchScoped, RefusingAdmin):
    """A role is granted or taken, never rewritten: the trail tells both apart."""

    list_display = ["user", "role", "agency"]
    list_filter = ["role"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__name", "user__username", "agency__name"]
    autocomplete_fields = ["user"]

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        grant(obj, by=request.user)

    def delete_model(self, request: Any, obj: Any) -> None:
        revoke(obj, by=request.user)

    def delete_queryset(self, request: Any, queryset: QuerySet[Any]) -> None:
        for membership in queryset.select_related("user", "agency"):
            revoke(membership, by=request.user)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.user_id != request.user.pk)


@admin.register(Employment)
class EmploymentAdmin(BranchScoped, RefusingAdmin):
    list_display = ["user", "agency"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__name", "user__username", "agency__name"]
    autocomplete_fields = ["user"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["user"] if obj is not None else []

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        employ(obj, by=request.user)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Nobody says by whom they are paid themselves."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.user_id != request.user.pk)

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "agency":
            kwargs["queryset"] = agencies_for(request.user, self.permission("add"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
