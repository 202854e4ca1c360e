"""The clerk's desk for notices: every button calls the deed that the API would."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Model, QuerySet
from django.forms import DateTimeField
from django.forms.widgets import Script
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import BranchScoped
from directories.models import Role
from directories.permissions import branches, has_role
from disclosure_portal.foundation.admin import RefusingAdmin
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.document_numbers import normalise
from disclosure_portal.foundation.templatetags.portal import official_body
from disclosure_portal.foundation.workflow import DomainError

from ..discarding import discard, may_be_discarded
from ..drafting import save_draft
from ..file_remarks import file_remarks
from ..forms.drafts import BoardChoice, DraftForm, boards_for
from ..forms.widgets import DayInput, MomentInput
from ..leak_panel import leak_panel
from ..line_pages import sheet_links
from ..models import Kind, Notice, NoticeStatus
from ..presence import appear
from ..reminders import reminder_of
from ..structures.registry import is_structured
from ..waiting import last_return
from .bulk import BulkDeeds
from .filters import BoardFilter, OwnBranchFilter
from .inlines import (
    SAVE,
    AttachmentInline,
    CoPublisherInline,
    CorrectionInline,
    Lines,
    PostingPeriodInline,
)
from .kinds.line_inlines import save_lines
from .kinds.registry import SAVE_LINES, inlines_for, kind_links
from .saving import after_saving, refused_files, saved_keys, unsaved_key
from .slots import slot_field, start_of


class NoticeList(ChangeList):
    """Texts are long and no column shows them."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return super().get_queryset(*args, **kwargs).defer("body")


@admin.register(Notice)
class NoticeAdmin(BulkDeeds, BranchScoped, RefusingAdmin):
    form = DraftForm
    change_form_template = "admin/notices/notice/change_form.html"
    inlines = [AttachmentInline, PostingPeriodInline, CoPublisherInline]
    autocomplete_fields = ["interprets", "audience_branch"]
    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.DateTimeField: {"form_class": DateTimeField, "widget": MomentInput},
        **RefusingAdmin.formfield_overrides,
    }

    list_display = ["title", "status_badge", "agency", "board", "day"]
    list_filter = ["status", "kind", BoardFilter, OwnBranchFilter]
    list_select_related = ["agency", "board"]
    list_per_page = 50
    search_fields = ["title", "document_number", "index_number"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    view_on_site = False

    fieldsets = [
        (
            _("Basic"),
            {
                "fields": [
                    "title",
                    ("agency", "board", "kind"),
                    "slot",
                    "interprets",
                    "body",
                    "summary",
                ]
            },
        ),
        (
            _("Number and dates"),
            {
                "fields": [
                    ("document_number", "issued_on", "validity"),
                    ("effective_from", "effective_until"),
                ]
            },
        ),
        (
            _("Classification"),
            {"fields": [("theme", "genre", "stage"), ("service_audience", "keywords")]},
        ),
        (
            _("Release and audience"),
            {
                "fields": [
                    ("release_at", "posting_until"),
                    ("audience", "audience_branch"),
                ]
            },
        ),
        (
            _("Disclosure"),
            {"fields": [("disclosure", "term"), "disclosure_basis"]},
        ),
        (
            _("Source"),
            {"fields": [("source", "source_url"), ("section", "responsible_editor")]},
        ),
    ]

    class Media:
        css = {"all": ["css/leaks.css"]}
        js = [
            Script("js/admin-unsaved.js", defer=True),
            Script("js/admin-presence.js", defer=True),
        ]

    # --- Who may do what -------------------------------------------------------------

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        if _is_autocomplete(request):
            return self._policies(request)
        return super().get_queryset(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Editors change drafts. A form sent too late is let in to be told so, with
        its text: the deed refuses it."""
        if obj is None:
            return bool(branches(request.user, Role.EDITOR))
        is_open = obj.status == NoticeStatus.DRAFT or request.method == "POST"
        return is_open and has_role(request.user, obj.agency, Role.EDITOR)

    def has_add_permission(self, request: Any) -> bool:
        return bool(branches(request.user, Role.EDITOR))

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj) and (
            obj is None or may_be_discarded(obj)
        )

    def get_actions(self, request: Any) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # --- The list --------------------------------------------------------------------

    def get_changelist(self, request: Any, **kwargs: Any) -> type[ChangeList]:
        return NoticeList

    def get_search_results(
        self, request: Any, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, has_duplicates = super().get_search_results(
            request, queryset, search_term
        )
        if key := normalise(search_term):
            found = found | queryset.filter(document_key=key)
        return found, has_duplicates

    @admin.display(description=_("status"), ordering="status")
    def status_badge(self, notice: Notice) -> SafeString:
        return format_html(
            '<span class="status status--{}">{}</span>{}',
            notice.status,
            notice.get_status_display(),
            f" {_('Correction')}" if notice.corrects_id else "",
        )

    @admin.display(
        description=_("published or submitted"),
        ordering="published_at",
        empty_value="",
    )
    def day(self, notice: Notice) -> Any:
        moment = notice.published_at or notice.submitted_at
        return local_day(moment) if moment else None

    # --- The form --------------------------------------------------------------------

    def get_inlines(self, request: Any, obj: Any) -> Any:
        """A draft's structured content stands first among what hangs on it."""
        kind = obj.kind if obj else _named_kind(request)
        said = [CorrectionInline] if obj and obj.corrects_id else []
        return [*said, *inlines_for(kind, obj), *self.inlines]

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A form opened for a kind, /add/?kind=fee, keeps to it."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and is_structured(kind := _named_kind(request)):
            field = form.base_fields["kind"]
            field.initial, field.disabled = kind, True
        return form

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Read-only, the text shows as it reads. A correction keeps what its notice
        fills."""
        (title, basic), *rest = self.fieldsets
        fields = basic["fields"]
        if obj is not None and obj.corrects_id:
            fields = [name for name in fields if name != "slot"]
        if obj is not None and not self.has_change_permission(request, obj):
            fields = ["text" if name == "body" else name for name in fields]
        return [(title, {"fields": fields}), *rest]

    readonly_fields = ["text"]

    @admin.display(description=_("text"))
    def text(self, notice: Notice) -> SafeString:
        text = official_body(notice.body)
        return format_html('<div class="notice-text">{}</div>', text)

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "board":
            kwargs |= {
                "queryset": boards_for(request.user),
                "form_class": BoardChoice,
            }
        if db_field.name == "interprets":
            kwargs["queryset"] = self._policies(request)
        if db_field.name == "slot":
            kwargs |= slot_field(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _policies(self, request: Any) -> QuerySet[Notice]:
        policies = Notice.objects.visible_to(request.user).filter(
            kind=Kind.POLICY, corrects=None
        )
        return policies.order_by("-pk")

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        """Opened from the ledger, the form is filled in as far as it can be."""
        start = start_of(request)
        return start.initial if start else super().get_changeform_initial_data(request)

    def changeform_view(
        self,
        request: Any,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Files are taken after the draft is safe and its transaction is over."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        notice = getattr(request, "saved_notice", None)
        if notice is None:
            return response
        return after_saving(request, notice, is_new=object_id is None)

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_inline_formsets(*args, **kwargs)
        for lines in found:
            lines.__class__ = Lines
        return found

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        save_draft(obj, by=request.user)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        save = SAVE.get(formset.model) or SAVE_LINES.get(formset.model, save_lines)
        save(form.instance, formset, by=request.user)

    def response_add(
        self, request: Any, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._saved(request, obj)

    def response_change(self, request: Any, obj: Model) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: Any, notice: Model) -> HttpResponse:
        request.saved_notice = notice
        return HttpResponseRedirect(
            reverse("admin:notices_notice_change", args=[notice.pk])
        )

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        notice = context.get("original")
        context["unsaved_key"] = unsaved_key(request.user, notice)
        if notice is None:
            context["kinds"] = kind_links(_named_kind(request))
            context["start"] = start_of(request)
        if request.method == "GET":
            context["saved_keys"] = saved_keys(request)
        if notice is not None:
            context["refused_files"] = refused_files(request, notice)
            context["returned"] = last_return(notice)
            context["sheets"] = sheet_links(notice)
            context["leaks"] = leak_panel(notice)
            context["reminder"] = reminder_of(notice)
            context["file_remarks"] = file_remarks(notice)
            if self.has_change_permission(request, notice):
                context["others"] = appear(notice, by=request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_model(self, request: Any, obj: Any) -> None:
        discard(obj, by=request.user)

    def delete_view(
        self, request: Any, object_id: str, extra_context: Any = None
    ) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as refusal:
            self.message_user(request, str(refusal), "error")
            return HttpResponseRedirect(reverse("admin:notices_notice_changelist"))


def _named_kind(request: Any) -> str:
    return str(request.GET.get("kind", ""))


def _is_autocomplete(request: Any) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "autocomplete"
