"""Admin pages whose rows belong to units: each person sees and changes their branch.

Permissions say what a role may do (`permissions.PERMISSIONS`), the branch says to
which rows. Nothing outside the branch is there at all (404).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from . import tree
from .models import Agency, AgencyQuerySet, Role
from .permissions import PERMISSIONS, POSTS, branches, in_branches, seats

# A list of more units than this is searched, not scrolled.
SCROLLED = 60


def roles_with(permission: str) -> list[str]:
    """The roles that carry an admin permission such as "notices.add_notice"."""
    return [role for role, granted in PERMISSIONS.items() if permission in granted]


def branch_condition(user: Any, permission: str, field: str = "agency__path") -> Q:
    """Rows of the branches in which the person's roles carry the permission."""
    if user.is_unbound or permission in POSTS.get(user.post, ()):
        return Q()
    return in_branches(branches(user, *roles_with(permission)), field)


def agencies_for(user: Any, permission: str) -> AgencyQuerySet:
    """The units for which the person may do this."""
    return Agency.objects.filter(branch_condition(user, permission, "path"))


def answers_for_the_county(user: Any) -> bool:
    """Overseers whose branch is the whole tree; superusers that nothing binds."""
    return user.is_active and (
        user.is_unbound
        or any(
            seat.role == Role.OVERSEER and tree.depth(seat.path) == 0
            for seat in seats(user)
        )
    )


class BranchAutocomplete(AutocompleteSelect):
    """A searched list of units that offers those for which one may do something."""

    def __init__(self, *args: Any, permission: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def get_url(self) -> str:
        return f"{super().get_url()}?permission={self.permission}"


def agency_widget(
    db_field: Any, site: admin.AdminSite, units: AgencyQuerySet, permission: str
) -> forms.Select | AutocompleteSelect:
    """A plain list for a few units; for many, a field that searches."""
    if units[: SCROLLED + 1].count() <= SCROLLED:
        return forms.Select()
    return BranchAutocomplete(db_field, site, permission=permission)


class CappedPaginator(Paginator):
    """Counts so far and no further: nobody turns thousands of pages, and a count of
    all units of a country takes longer than the page itself."""

    CAP = 5_000
    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.CAP].count()

    @property
    def is_capped(self) -> bool:
        return self.count == self.CAP


class BranchScoped(admin.ModelAdmin):
    """Mix in before another admin class. Rows have an `agency`, or name the way."""

    branch_field = "agency__path"

    def permission(self, verb: str) -> str:
        return f"{self.opts.app_label}.{verb}_{self.opts.model_name}"

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        permission = self.permission("view")
        return rows.filter(
            branch_condition(request.user, permission, self.branch_field)
        )

    def may(self, request: Any, verb: str, obj: Any = None) -> bool:
        return bool(request.user.has_perm(self.permission(verb), obj))

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "view", obj) or self.may(request, "change", obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "delete", obj)

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        """The unit is chosen among those for which one may add such a row."""
        if db_field.name == "agency":
            permission = self.permission("add")
            units = agencies_for(request.user, permission).open()
            kwargs.setdefault("queryset", units)
            kwargs.setdefault(
                "widget", agency_widget(db_field, self.admin_site, units, permission)
            )
            if len(only := list(units[:2])) == 1:
                kwargs.setdefault("initial", only[0].pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CountyWide(admin.ModelAdmin):
    """Mix in before a page that concerns the whole county: for those who answer for
    it, and for the administrators whose post it is."""

    def may(self, request: Any, verb: str) -> bool:
        permission = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        user = request.user
        return (answers_for_the_county(user) or user.post) and user.has_perm(permission)

    def has_module_permission(self, request: Any) -> bool:
        return self.may(request, "view")

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "view")

    def has_add_permission(self, request: Any) -> bool:
        return self.may(request, "add") and super().has_add_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return self.may(request, "change") and allowed

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return self.may(request, "delete") and allowed
