from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import CountyWide
from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.models import (
    AuditEntry,
    LedgerAudience,
    SiteState,
    TodayAudience,
)
from disclosure_portal.foundation.refusable_forms import RefusableForm

from ..index_numbers import BadPattern, check_pattern

# What is set, and the word for it in the trail.
AUDIENCES = {
    "ledger_audience": "audience_set",
    "today_audience": "today_audience_set",
}


def _widths(audience: type[TextChoices], value: str) -> int:
    return list(audience).index(audience(value))


class SiteSettingsForm(RefusableForm):
    class Meta:
        model = SiteState
        fields = (
            *("name", "slogan", "site_code", "host_unit", "operator_unit"),
            *("telephone", "icp_number", "police_number", "badge_url"),
            *("report_fault_url", "index_pattern", "ledger_audience"),
            *("today_audience", "privacy_text", "help_text"),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        owed, today = given.get("ledger_audience"), given.get("today_audience")
        if (
            owed
            and today
            and _widths(TodayAudience, today) > _widths(LedgerAudience, owed)
        ):
            self.add_error(
                "today_audience",
                _("No wider than “who sees what is owed”: the score is made of it."),
            )
        return given

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
        (_("What is owed"), {"fields": ["ledger_audience", "today_audience"]}),
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
        for name, word in AUDIENCES.items():
            if name in form.changed_data:
                AuditEntry.objects.record(
                    word,
                    obj,
                    by=request.user,
                    before=form.initial[name],
                    after=getattr(obj, name),
                )
