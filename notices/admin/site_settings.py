from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import CountyWide
from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.refusable_forms import RefusableForm

from ..index_numbers import BadPattern, check_pattern


class SiteSettingsForm(RefusableForm):
    class Meta:
        model = SiteState
        fields = (
            *("name", "slogan", "site_code", "host_unit", "operator_unit"),
            *("telephone", "icp_number", "police_number", "badge_url"),
            *("report_fault_url", "index_pattern", "ledger_audience"),
            *("privacy_text", "help_text"),
        )

    def clean_index_pattern(self) -> str:
        pattern: str = self.cleaned_data["index_pattern"]
        try:
            check_pattern(pattern)
        except BadPattern:
            raise ValidationError(
                _("It must hold {org_code}, {yyyy} and {seq:05d}, and may hold {mm}.")
            ) from None
        return pattern


@admin.register(SiteState)
class SiteSettingsAdmin(CountyWide, RecordedAdmin):
    """One row, which opens by itself."""

    form = SiteSettingsForm
    fieldsets = [
        (
            _("Identity"),
            {
                "fields": [
                    *("name", "slogan", "site_code", "host_unit", "operator_unit"),
                    *("telephone", "icp_number", "police_number"),
                    *("badge_url", "report_fault_url"),
                ]
            },
        ),
        (_("Index numbers"), {"fields": ["index_pattern"]}),
        (_("What is owed"), {"fields": ["ledger_audience"]}),
        (_("Texts"), {"fields": ["privacy_text", "help_text"]}),
    ]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        state = SiteState.objects.current()
        return HttpResponseRedirect(
            reverse("admin:foundation_sitestate_change", args=[state.pk])
        )

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Only what the form shows: the version is counted by others meanwhile."""
        obj.save(update_fields=form.changed_data or ["name"])
        if "ledger_audience" in form.changed_data:
            AuditEntry.objects.record(
                "audience_set",
                obj,
                by=request.user,
                before=form.initial["ledger_audience"],
                after=obj.ledger_audience,
            )
