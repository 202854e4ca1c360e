from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RecordedAdmin

from ..branch_admin import BranchScoped, branch_condition
from ..forms.service_lists import ServiceUploadForm
from ..models import ServiceItem, ServicePoint, ServiceUpload
from ..service_preview import ServicePreview, service_preview_of
from ..service_rules import Rule
from ..service_uploads import keep_list, take_list
from .officials import UnitKept
from .sheet_pages import SheetPages


class OfUnit(BranchScoped, RecordedAdmin):
    """Rows that a day ends and nobody deletes."""

    form = UnitKept
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")},
        **RecordedAdmin.formfield_overrides,
    }
    list_select_related = ["agency"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(ServiceItem)
class ServiceItemAdmin(SheetPages, OfUnit):
    uploads = ServiceUpload
    upload_title = _("Take in a list of powers or services")
    look_title = _("Look at a list before it is taken")
    list_display = ["name", "code", "kind", "agency", "removed_on"]
    list_filter = ["kind", "level", ("removed_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "code", "basic_code", "agency__name"]
    fieldsets = [
        (None, {"fields": ["agency", "name", "kind", "level"]}),
        (None, {"fields": ["code", "basic_code", "bases"]}),
        (
            _("Time and cost"),
            {
                "fields": [
                    ("legal_number", "legal_unit"),
                    ("promised_number", "promised_unit"),
                    ("is_charged", "charge_basis"),
                ]
            },
        ),
        (
            _("Powers and duties"),
            {"fields": ["responsibilities", "accountability"]},
        ),
        (
            _("Place in the list"),
            {"fields": ["position", "removed_on", "removal_note"]},
        ),
    ]

    def sheet_form(self, request: Any) -> ServiceUploadForm:
        unit = self.formfield_for_foreignkey(
            self.model._meta.get_field("agency"), request
        )
        return ServiceUploadForm(
            request.POST or None, request.FILES or None, unit_field=unit
        )

    def keep_sheet(self, request: Any, form: ServiceUploadForm) -> ServiceUpload:
        told = form.cleaned_data
        return keep_list(
            file_name=told["file"].name,
            chunks=told["file"].chunks(),
            sheet=told["sheet"],
            agency=told["agency"],
            is_complete=told["is_complete"],
            by=request.user,
        )

    def sheet_preview(self, request: Any, upload: ServiceUpload) -> ServicePreview:
        return service_preview_of(upload, by=request.user)

    def take_sheet(self, request: Any, upload: ServiceUpload) -> str:
        expected = request.POST.get("fingerprint", "")
        done = take_list(upload, expected=expected, by=request.user)
        return "、".join(
            f"{rule.label} {done.counts[rule]}" for rule in Rule if done.counts[rule]
        )


@admin.register(ServicePoint)
class ServicePointAdmin(OfUnit):
    list_display = ["name", "kind", "agency", "place", "telephone", "closed_on"]
    list_filter = ["kind", ("closed_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "place", "agency__name"]
    autocomplete_fields = ["items"]
    fieldsets = [
        (None, {"fields": ["agency", "kind", "name"]}),
        (None, {"fields": ["place", "floor", "telephone", "hours"]}),
        (None, {"fields": ["items"]}),
        (_("Display"), {"fields": ["position", "closed_on"]}),
    ]

    def formfield_for_manytomany(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        """Items of the units whose points the person keeps."""
        if db_field.name == "items":
            mine = branch_condition(request.user, self.permission("change"))
            kwargs.setdefault("queryset", ServiceItem.objects.filter(mine))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
