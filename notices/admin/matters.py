"""Where editors write the files of matters. Approvers sign them at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import BranchScoped
from directories.models import CadenceKind, CatalogueItem, Role
from directories.permissions import branches, has_role, in_branches
from disclosure_portal.foundation.admin import RefusingAdmin
from disclosure_portal.foundation.refusable_forms import RefusableForm

from ..forms.two_hands import WaitingWords
from ..forms.widgets import DayInput
from ..matters import (
    drop_meeting,
    follow_duty,
    keep_meeting,
    put_on_file,
    take_off_file,
)
from ..models import Matter, MatterEntry, MatterMeeting, Notice
from ..two_hands import write

NO_SUCH_NOTICE = _("There is no such notice, or you may not read it.")


class MatterForm(WaitingWords, RefusableForm):
    class Meta:
        model = Matter
        fields = ("agency", *Matter.WORDS, "duty")


class OfMatter(admin.options.InlineModelAdmin):
    """Who may change the matter may change what hangs on it."""

    extra = 0
    view_on_site = False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        owner = self.admin_site._registry[Matter]
        return owner.has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        """A notice is named by its number, among those that the person may read."""
        if db_field.related_model is Notice:
            kwargs["queryset"] = Notice.objects.visible_to(request.user)
            kwargs["error_messages"] = {"invalid_choice": NO_SUCH_NOTICE}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EntryInline(OfMatter, admin.StackedInline):
    model = MatterEntry
    raw_id_fields = ["notice"]
    fields = [("stage", "notice")]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("notice")


class MeetingInline(OfMatter, admin.StackedInline):
    model = MatterMeeting
    raw_id_fields = ["minutes_notice"]
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    fields = [
        ("sort", "held_on", "place", "present"),
        "decision",
        "minutes",
        "minutes_notice",
    ]
    verbose_name_plural = _("Meetings before the deed that are not signed yet")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """What was signed stays as it is: it is read on the matter's page."""
        return super().get_queryset(request).filter(signed_at__isnull=True)


@admin.register(Matter)
class MatterAdmin(BranchScoped, RefusingAdmin):
    form = MatterForm
    inlines = [EntryInline, MeetingInline]
    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        **RefusingAdmin.formfield_overrides,
    }
    list_display = ["title", "agency", "kind", "status", "next_step_on"]
    list_filter = ["status", "kind"]
    list_select_related = ["agency"]
    search_fields = ["title"]
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["title", ("agency", "kind"), "summary"]}),
        (_("Promise and result"), {"fields": ["promise", "progress", "result"]}),
        (
            _("What comes next"),
            {
                "fields": [
                    ("next_step", "next_step_on"),
                    ("person_in_charge", "telephone"),
                    "duty",
                ]
            },
        ),
    ]

    def has_add_permission(self, request: Any) -> bool:
        return bool(branches(request.user, Role.EDITOR))

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        if obj is None:
            return bool(branches(request.user, Role.EDITOR))
        return has_role(request.user, obj.agency, Role.EDITOR)

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Who only looks brings no version back."""
        if obj is not None and not self.has_change_permission(request, obj):
            return self.fieldsets
        return [*self.fieldsets, (None, {"fields": ["read_version"]})]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """A public matter stays with its unit."""
        return ["agency"] if obj is not None and obj.is_public else []

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """A file is finished, not deleted."""
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        read = form.cleaned_data.get("read_version") if change else None
        if change and not form.has_changed():
            return
        duty = obj.duty
        write(obj, by=request.user, read=read)
        if "duty" in form.changed_data:
            follow_duty(obj, duty, by=request.user)

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        """Duties that go by stages, of the units for which the person writes."""
        if db_field.name == "duty":
            own = in_branches(branches(request.user, Role.EDITOR))
            phased = Q(entry__rule__cadence=CadenceKind.PHASED)
            duties = CatalogueItem.objects.in_force().filter(own, phased)
            kwargs["queryset"] = duties.select_related("entry")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(
        self, request: Any, form: Any, formset: BaseInlineFormSet, change: bool
    ) -> None:
        """Each row is written by its own deed."""
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.matter = form.instance
            drop = drop_meeting if formset.model is MatterMeeting else take_off_file
            drop(row, by=request.user)
        for row in rows:
            row.matter = form.instance
            if isinstance(row, MatterMeeting):
                keep_meeting(row, by=request.user)
            else:
                put_on_file(row.matter, row.notice, stage=row.stage, by=request.user)

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        """The deeds write the trail."""

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """The deeds write the trail."""

    def response_add(self, request: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._to_desk(obj)

    def response_change(self, request: Any, obj: Any) -> Any:
        return self._to_desk(obj)

    def _to_desk(self, obj: Matter) -> HttpResponseRedirect:
        """On to the page as its readers will see it."""
        return HttpResponseRedirect(reverse("desk-matter", args=[obj.pk]))
