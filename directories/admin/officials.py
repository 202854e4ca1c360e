from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.refusable_forms import RefusableForm
from disclosure_portal.foundation.refusals import RefusedFile

from ..branch_admin import BranchScoped
from ..models import Agency, GroupMember, Official, WorkingGroup
from ..photographs import store_photograph


class UnitKept(RefusableForm):
    """A row of a unit that was closed since can still be mended: its own unit stays
    among those to choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields.get("agency")
        own = Agency.objects.filter(pk=self.instance.agency_id)
        if isinstance(unit, forms.ModelChoiceField) and unit.queryset is not None:
            unit.queryset |= own


class OfficialForm(UnitKept):
    """The photograph is drawn anew before the row is written; its digest is kept."""

    photo = forms.FileField(
        label=_("New photograph"),
        required=False,
        help_text=_("JPEG or PNG; where and when it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove the photograph"), required=False)

    class Meta:
        model = Official
        fields = (
            *("agency", "kind", "name", "post", "duties", "telephone", "position"),
            *("certificate_number", "certificate_until", "is_public", "left_on"),
        )

    # Set by the page, which stores the file before any transaction is open.
    stored_photo: str | RefusedFile = ""

    def clean_photo(self) -> Any:
        if isinstance(self.stored_photo, RefusedFile):
            raise ValidationError(str(self.stored_photo))
        return self.cleaned_data["photo"]

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("remove_photo"):
            self.instance.photo_digest = ""
        if isinstance(self.stored_photo, str) and self.stored_photo:
            self.instance.photo_digest = self.stored_photo
        return super().save(commit)


@admin.register(Official)
class OfficialAdmin(BranchScoped, RecordedAdmin):
    form = OfficialForm
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")},
        **RecordedAdmin.formfield_overrides,
    }
    list_display = ["name", "post", "agency", "kind", "is_public", "left_on"]
    list_filter = ["kind", "is_public", ("left_on", admin.EmptyFieldListFilter)]
    list_select_related = ["agency"]
    search_fields = ["name", "post", "agency__name"]
    fieldsets = [
        (None, {"fields": ["agency", "kind", "name", "post", "duties", "telephone"]}),
        (_("Photograph"), {"fields": ["photo", "remove_photo"]}),
        (_("Certificate"), {"fields": ["certificate_number", "certificate_until"]}),
        (_("Display"), {"fields": ["position", "is_public", "left_on"]}),
    ]

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """File work is done before the transaction of the form begins."""
        if request.method == "POST" and (upload := request.FILES.get("photo")):
            try:
                request.stored_photo = store_photograph(
                    upload.chunks(), file_name=upload.name
                )
            except RefusedFile as refusal:
                request.stored_photo = refusal
        return super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        stored = getattr(request, "stored_photo", "")
        return type(form.__name__, (form,), {"stored_photo": stored})


class GroupMemberInline(admin.StackedInline):
    """Who may change the group may change its members."""

    model = GroupMember
    extra = 0
    autocomplete_fields = ["user"]

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """An account is chosen by those who may search accounts."""
        rows: list[Any] = [("name", "post", "is_head", "position")]
        return (
            [*rows, "user"] if request.user.has_perm("foundation.view_user") else rows
        )

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        group = self.admin_site._registry[WorkingGroup]
        return group.has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(WorkingGroup)
class WorkingGroupAdmin(BranchScoped, RecordedAdmin):
    form = UnitKept
    list_display = ["name", "agency", "kind", "is_public"]
    list_filter = ["kind", "is_public"]
    list_select_related = ["agency"]
    search_fields = ["name", "agency__name"]
    inlines = [GroupMemberInline]
