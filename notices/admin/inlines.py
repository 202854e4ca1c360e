"""What hangs on a draft: co-publishers, the posting period, files."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import InlineAdminFormSet
from django.db import models
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User

from ..attaching import detach
from ..correcting import explain_correction
from ..drafting import set_co_publishers, set_posting_period
from ..forms.widgets import DayInput, plain
from ..leak_check import PersonalDataInWords, require_clean
from ..models import (
    CoPublisher,
    Correction,
    Notice,
    NoticeAttachment,
    PostingPeriod,
)


class Lines(InlineAdminFormSet):
    """Folded away while empty; its button says in plain words what it adds."""

    def inline_formset_data(self) -> str:
        data = json.loads(super().inline_formset_data())
        words = getattr(self.opts, "add_words", "")
        if words:
            data["options"]["addText"] = str(words)
        return json.dumps(data)

    @property
    def is_collapsible(self) -> bool:
        is_filled = self.formset.initial_form_count() > 0
        return (
            "collapse" in self.classes and not is_filled and not self.formset.is_bound
        )


class DraftInline(admin.options.InlineModelAdmin):
    """Its rights are those over the notice: who may change that may change this."""

    extra = 0
    view_on_site = False

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            plain(field.widget)
        return formset

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        owner = self.admin_site._registry[Notice]
        return obj is None or owner.has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class CoPublisherInline(DraftInline, admin.StackedInline):
    model = CoPublisher
    classes = ["collapse"]
    extra = 1  # so that one can be named without a script
    add_words = _("One more unit")
    fields = [("agency", "position")]
    autocomplete_fields = ["agency"]
    verbose_name_plural = _("Published together with (the first unit leads)")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("agency")


class PostingPeriodInline(DraftInline, admin.StackedInline):
    model = PostingPeriod
    classes = ["collapse"]
    extra = max_num = 1
    readonly_fields = ["ends_on"]
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    fields = [
        ("starts_on", "length", "unit"),
        ("objection_unit", "objection_telephone", "objection_form"),
        ("afterwards", "ends_on"),
    ]
    verbose_name = _("Posting period, if the notice is posted for objections")


class AttachmentInline(DraftInline, admin.StackedInline):
    model = NoticeAttachment
    template = "admin/notices/notice/attachments.html"
    max_num = 0
    fields = [("title", "position"), ("file", "size")]
    verbose_name_plural = _("Files of this notice")
    readonly_fields = ["file", "size"]

    @admin.display(description=_("file"))
    def file(self, attachment: NoticeAttachment) -> str:
        if attachment.pk is None:  # the empty row that Django draws for its script
            return ""
        return format_html(
            '<a href="{}">{}</a>',
            reverse(
                "desk-notice-attachment", args=[attachment.notice_id, attachment.pk]
            ),
            attachment.file_name,
        )


class CorrectionForm(forms.ModelForm):
    """What a correction says of itself, which holds no number of a person."""

    class Meta:
        model = Correction
        fields = ("change_note", "reason", "withholds_earlier")
        widgets = {
            "change_note": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name in ("change_note", "reason"):
            try:
                require_clean(
                    self.cleaned_data.get(name) or "", self.fields[name].label or ""
                )
            except PersonalDataInWords as refusal:
                self.add_error(name, str(refusal))


class CorrectionInline(DraftInline, admin.StackedInline):
    """Stands on the form of a correction, and first."""

    model = Correction
    form = CorrectionForm
    max_num = 0
    can_delete = False
    is_structure = True
    template = "admin/edit_inline/stacked.html"
    fields = ["change_note", "reason", "withholds_earlier"]
    verbose_name_plural = _("What is corrected, for the public")


def save_correction(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    for said in formset.save(commit=False):
        explain_correction(
            notice,
            by=by,
            change_note=said.change_note,
            reason=said.reason,
            withholds_earlier=said.withholds_earlier,
        )


def save_posting(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    for period in formset.save(commit=False):
        set_posting_period(notice, period)
    for period in formset.deleted_objects:
        period.delete()


def save_co_publishers(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    formset.save(commit=False)
    if not formset.has_changed():
        return
    rows = [
        row
        for form in formset.forms
        if (row := form.cleaned_data).get("agency") and not row.get("DELETE")
    ]
    rows.sort(key=lambda row: row.get("position") or 0)
    set_co_publishers(notice, [row["agency"] for row in rows])


def save_attachments(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    for attachment in formset.save(commit=False):
        attachment.save(update_fields=["title", "position"])
    for attachment in formset.deleted_objects:
        attachment.notice = notice
        detach(attachment, by=by)


# Each kind of line is written by its own deed.
SAVE = {
    Correction: save_correction,
    CoPublisher: save_co_publishers,
    PostingPeriod: save_posting,
    NoticeAttachment: save_attachments,
}
