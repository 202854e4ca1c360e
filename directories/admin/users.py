from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.models import User

from ..branch_admin import branch_condition
from ..models import Employment, Membership


class MembershipInline(admin.StackedInline):
    """Shown beside the account; granted and taken on its own page."""

    model = Membership
    extra = 0
    can_delete = False
    fields = [("role", "agency")]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("agency", "user")

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(RecordedAdmin, UserAdmin):
    """Accounts: kept by the superuser; an overseer sees whom they may grant roles.

    Nobody is deleted: the trail names them.
    """

    is_public_data = False
    list_display = ["username", "name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo"]
    search_fields = ["username", "name", "email"]
    filter_horizontal = ()
    readonly_fields = ["is_demo", "last_login", "date_joined"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email", "language"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "is_demo"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """An overseer sees the people of the branch, and those who belong nowhere."""
        people = super().get_queryset(request)
        if request.user.is_superuser:
            return people
        seats = Membership.objects.filter(user=OuterRef("pk"))
        jobs = Employment.objects.filter(user=OuterRef("pk"))
        own = branch_condition(request.user, "directories.add_membership")
        return people.filter(
            Q(Exists(seats.filter(own)))
            | Q(Exists(jobs.filter(own)))
            | (~Q(Exists(seats)) & ~Q(Exists(jobs)) & Q(is_superuser=False))
        )

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        if obj is not None and not request.user.is_superuser:
            return [(None, {"fields": ["username", "name", "is_active"]})]
        return super().get_fieldsets(request, obj)

    def has_add_permission(self, request: Any) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
