from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RecordedAdmin

from ..branch_admin import (
    BranchScoped,
    CappedPaginator,
    agencies_for,
    branch_condition,
)
from ..models import Agency, AgencyAlias, AgencyChange, Role
from ..permissions import has_role
from ..tree import TreeFull
from ..unit_search import matching
from .restructuring import Restructuring

CONTACT = (
    *("duties", "address", "postcode", "office_hours"),
    *("telephone", "fax", "email", "website"),
)
# What an overseer alone may change. Name, code and place in the tree are fixed once a
# unit exists: renaming, moving and merging are deeds that leave a history.
IDENTITY = ("short_name", "kind", "credit_code", "position", "founded_on")
FIXED = ("name", "code", "parent")


class AgencyAliasInline(admin.StackedInline):
    model = AgencyAlias
    extra = 0

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return _oversees(request.user, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return _oversees(request.user, obj)


class AgencyChangeInline(admin.StackedInline):
    """The history of a unit; its lines are written by the deeds that make it."""

    model = AgencyChange
    fk_name = "agency"
    fields = [("on", "kind"), ("other", "old_name"), "note"]
    extra = 0

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("other")

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Agency)
class AgencyAdmin(Restructuring, BranchScoped, RecordedAdmin):
    """Editors keep duties and contact of own units, overseers all but the place."""

    refusals = (*RecordedAdmin.refusals, TreeFull)
    branch_field = "path"
    list_display = ["name", "code", "kind", "parent", "telephone", "is_open_unit"]
    list_filter = ["kind", ("closed_on", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name", "short_name", "code"]
    show_full_result_count = False
    paginator = CappedPaginator
    autocomplete_fields = ["parent"]
    inlines = [AgencyAliasInline, AgencyChangeInline]
    ordering = ["path"]
    fieldsets = [
        (_("Unit"), {"fields": [*FIXED, *IDENTITY]}),
        (_("Duties and contact"), {"fields": list(CONTACT)}),
    ]

    @admin.display(description=_("still exists"), boolean=True)
    def is_open_unit(self, agency: Agency) -> bool:
        return agency.is_open

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Searching fields offer every open unit, or those the field asks for: what
        may be chosen is decided by the form that is sent."""
        match = request.resolver_match
        if match is None or match.url_name != "autocomplete":
            return super().get_queryset(request)
        units = Agency.objects.open().order_by("path")
        if permission := request.GET.get("permission"):
            return units.filter(branch_condition(request.user, permission, "path"))
        if request.GET.get("field_name") == "parent":
            add = self.permission("add")
            return units.filter(branch_condition(request.user, add, "path"))
        return units

    def get_search_results(
        self, request: Any, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Django's own search would read every unit of the country."""
        if not search_term:
            return queryset, False
        return matching(queryset, search_term).highest_first(), False

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return FIXED if _oversees(request.user, obj) else (*FIXED, *IDENTITY)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Units are closed or merged, with their history; never deleted."""
        return False

    def save_model(self, request: Any, obj: Agency, form: Any, change: bool) -> None:
        """Only what the form changed: it may have been moved since it was read."""
        obj.save(update_fields=form.changed_data if change else None)

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "parent" and field is not None:
            field.queryset = agencies_for(request.user, self.permission("add")).open()
            field.required = Agency.objects.exists()
        return field


def _oversees(user: Any, agency: Agency | None) -> bool:
    if agency is None or user.is_unbound:
        return True
    return has_role(user, agency, Role.OVERSEER)
