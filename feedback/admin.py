"""What the office sets for letters: mailboxes, limits, categories, routes, templates.
Letters themselves are handled at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import BranchScoped, CountyWide
from disclosure_portal.foundation import trail_admin
from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.refusable_forms import RefusableForm

from .accused_trail import barred_entries
from .models import (
    AccusationDesk,
    LetterCategory,
    LetterKind,
    LetterLimit,
    Mailbox,
    ReplyTemplate,
    RoutingRule,
    VolunteerSupervisor,
)

trail_admin.BARRED.append(barred_entries)


class MailboxForm(RefusableForm):
    """Kinds are ticked, not written as codes."""

    kinds = forms.MultipleChoiceField(
        label=_("kinds that it takes"),
        choices=LetterKind,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Mailbox
        fields = [
            *("name", "code", "agency", "kinds", "guide", "text_limit"),
            *("file_limit", "needs_contact", "position", "is_open"),
        ]


class OfficeAdmin(CountyWide, RecordedAdmin):
    """Rows that the county's office sets; what letters hang on is closed only."""

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Mailbox)
class MailboxAdmin(OfficeAdmin):
    form = MailboxForm
    list_display = ["name", "agency", "position", "is_open"]
    list_select_related = ["agency"]
    autocomplete_fields = ["agency"]
    fieldsets = [
        (None, {"fields": ["name", "code", "agency", "kinds", "guide"]}),
        (None, {"fields": [("text_limit", "file_limit"), "needs_contact"]}),
        (None, {"fields": ["position", "is_open"]}),
    ]


@admin.register(LetterCategory)
class LetterCategoryAdmin(OfficeAdmin):
    list_display = ["name", "code", "level", "parent", "is_open"]
    list_filter = ["level", "is_open"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["parent"]


@admin.register(LetterLimit)
class LetterLimitAdmin(OfficeAdmin):
    list_display = ["kind", "complexity", "days", "unit", "extension_days", "basis"]


@admin.register(RoutingRule)
class RoutingRuleAdmin(OfficeAdmin):
    list_display = ["name", "position", "kind", "category", "goes_to", "is_open"]
    list_select_related = ["category", "goes_to"]
    autocomplete_fields = ["category", "place", "about_agency", "goes_to"]


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(OfficeAdmin):
    list_display = ["name", "kind", "ground", "position", "is_open"]


@admin.register(AccusationDesk)
class AccusationDeskAdmin(OfficeAdmin):
    """Who takes accusations that no superior unit can take: one group."""

    list_display = ["group"]

    def has_add_permission(self, request: Any) -> bool:
        is_first = not AccusationDesk.objects.exists()
        return is_first and super().has_add_permission(request)


@admin.register(VolunteerSupervisor)
class VolunteerSupervisorAdmin(BranchScoped, RecordedAdmin):
    list_display = ["name", "agency", "occupation", "named_on", "until"]
    list_select_related = ["agency"]
    list_filter = [("until", admin.EmptyFieldListFilter)]
    search_fields = ["name", "agency__name"]
