from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.models import AdministratorPost, User
from disclosure_portal.foundation.personal_reads import PersonalAdmin
from disclosure_portal.foundation.refusable_forms import RefusableForm

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


class PersonForm(RefusableForm, UserChangeForm):
    """The password is not in it: only that there is one, and the way to a new one."""


@admin.register(User)
class PersonAdmin(PersonalAdmin, RecordedAdmin, UserAdmin):
    """Accounts: kept by the system administrator; an overseer sees whom they may grant
    roles.

    Nobody is deleted: the trail names them. Nobody here changes the account of an
    administrator but themselves: a new password would make one of two.
    """

    is_public_data = False
    form = PersonForm
    list_display = [
        *("username", "name", "email", "post", "is_active", "is_staff", "last_login")
    ]
    list_filter = ["is_active", "is_staff", "is_superuser", "post", "is_demo"]
    search_fields = ["username", "name", "email"]
    filter_horizontal = ()
    readonly_fields = ["post", "is_demo", "last_login", "date_joined"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email", "language"]}),
        (
            _("Rights"),
            {"fields": ["is_active", "is_staff", "is_superuser", "post", "is_demo"]},
        ),
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
        if request.user.post or request.user.is_unbound:
            return people
        seats = Membership.objects.filter(user=OuterRef("pk"))
        jobs = Employment.objects.filter(user=OuterRef("pk"))
        own = branch_condition(request.user, "directories.add_membership")
        return people.filter(
            Q(Exists(seats.filter(own)))
            | Q(Exists(jobs.filter(own)))
            | (~Q(Exists(seats)) & ~Q(Exists(jobs)) & Q(is_superuser=False, post=""))
        )

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        if obj is not None and not _keeps_accounts(request.user):
            return [(None, {"fields": ["username", "name", "is_active"]})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """Nobody makes a superuser but one that nothing binds."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_unbound else [*fields, "is_superuser"]

    def has_add_permission(self, request: Any) -> bool:
        return _keeps_accounts(request.user)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        if not _keeps_accounts(request.user):
            return False
        others = obj is not None and obj.post and obj.pk != request.user.pk
        return request.user.is_unbound or not others

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


def _keeps_accounts(user: Any) -> bool:
    return bool(user.administers(AdministratorPost.SYSTEM))
