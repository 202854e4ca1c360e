"""Standard catalogues: taken in from sheets, and their time limits settled by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext

from disclosure_portal.foundation.admin import RecordedAdmin, RefusingAdmin

from ..branch_admin import CountyWide
from ..forms.standards import LimitForm, UploadForm
from ..models import (
    Channel,
    DisclosureForm,
    DisclosureStage,
    LimitState,
    StandardCatalogue,
    StandardItem,
    StandardLimit,
    StandardUpload,
)
from ..standard_import import settle_limit
from ..standard_preview import Preview, preview_of
from ..standard_uploads import keep_upload, take_upload
from .sheet_pages import SheetPages

TO_SETTLE = (LimitState.UNREAD, LimitState.NOT_STATED)


@admin.register(StandardCatalogue)
class StandardCatalogueAdmin(SheetPages, CountyWide, RecordedAdmin):
    """Catalogues come from sheets: looked at, then taken; renewed by their name."""

    is_public_data = False
    uploads = StandardUpload
    upload_title = _("Take in a catalogue")
    look_title = _("Look at a catalogue before it is taken")
    list_display = ["name", "domain", "issue_level", "number", "items", "imported_at"]
    list_filter = ["domain", "issue_level"]
    search_fields = ["name", "domain", "number"]
    fields = [
        "name",
        ("domain", "issue_level"),
        ("number", "issued_by"),
        ("imported_at", "items"),
    ]
    readonly_fields = ["imported_at", "items"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: Any) -> QuerySet[StandardCatalogue]:
        there = Count("items", filter=Q(items__left_out_at=None))
        return super().get_queryset(request).annotate(item_count=there)

    @admin.display(description=_("items"))
    def items(self, catalogue: Any) -> SafeString:
        address = reverse("admin:directories_standarditem_changelist")
        return format_html(
            '<a href="{}?catalogue__id__exact={}">{}</a>',
            *(address, catalogue.pk, catalogue.item_count),
        )

    def sheet_form(self, request: Any) -> UploadForm:
        return UploadForm(request.POST or None, request.FILES or None)

    def keep_sheet(self, request: Any, form: UploadForm) -> StandardUpload:
        file = form.cleaned_data["file"]
        return keep_upload(
            form.particulars(),
            file_name=file.name,
            chunks=file.chunks(),
            sheet=form.cleaned_data["sheet"],
            by=request.user,
        )

    def sheet_preview(self, request: Any, upload: StandardUpload) -> Preview:
        return preview_of(upload, by=request.user)

    def take_sheet(self, request: Any, upload: StandardUpload) -> str:
        done = take_upload(upload, by=request.user)
        figures = "、".join(
            f"{outcome.label} {count}" for outcome, count in done.counts.items()
        )
        return f"{done.catalogue}: {figures}"


class LeftOutFilter(admin.SimpleListFilter):
    """Items of today's catalogues, unless those left out are asked for."""

    title = _("in the catalogue")
    parameter_name = "left_out"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Left out")), ("all", _("All, left out or not"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("In the catalogue")}
        yield from others

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(left_out_at__isnull=self.value() != "yes")


class LimitInline(admin.StackedInline):
    model = StandardLimit
    form = LimitForm
    fields = (
        *(("position", "about"), "cadence", "triggers", ("number", "span")),
        *(("period", "month", "day"), ("posting", "posting_span")),
    )

    def get_extra(self, request: Any, obj: Any = None, **kwargs: Any) -> int:
        return int(obj is None or not obj.limits.exists())


@admin.register(StandardItem)
class StandardItemAdmin(CountyWide, RefusingAdmin):
    """What the sheet says is not rewritten; the rules of its time limit may be set."""

    list_display = [
        *("__str__", "code", "catalogue", "subject_text"),
        *("limit_text", "limit_state"),
    ]
    list_select_related = ["catalogue"]
    list_filter = [
        "limit_state",
        LeftOutFilter,
        "catalogue__domain",
        *("is_proactive", "for_specific"),
        *("at_city", "at_county", "at_township", "at_village"),
        "catalogue",
    ]
    search_fields = ["level_1", "level_2", "level_3", "code", "content", "limit_text"]
    inlines = [LimitInline]
    actions = ["settle_without_rule"]
    fieldsets = [
        (None, {"fields": ["catalogue", "names", ("code", "number"), "content"]}),
        (None, {"fields": ["basis_text", "registered", "subject_text"]}),
        (None, {"fields": ["channel_names", "audience", "levels"]}),
        (None, {"fields": ["stage_names", "form_names", "remark"]}),
        (None, {"fields": ["limit_text", "limit_state", "limit_remark"]}),
    ]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return [
            name
            for _title, options in self.fieldsets
            for field in options["fields"]
            for name in ([field] if isinstance(field, str) else field)
        ]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("item"))
    def names(self, item: StandardItem) -> str:
        return str(item)

    @admin.display(description=_("legal bases of the register"))
    def registered(self, item: StandardItem) -> str:
        return "、".join(str(basis) for basis in item.bases.all()) or "-"

    @admin.display(description=_("channels"))
    def channel_names(self, item: StandardItem) -> str:
        names = _names(Channel, item.channels)
        return "、".join(filter(None, [names, item.other_channels])) or "-"

    @admin.display(description=_("stages disclosed"))
    def stage_names(self, item: StandardItem) -> str:
        return _names(DisclosureStage, item.stages) or "-"

    @admin.display(description=_("forms of disclosure"))
    def form_names(self, item: StandardItem) -> str:
        return _names(DisclosureForm, item.forms) or "-"

    @admin.display(description=_("audience and manner"))
    def audience(self, item: StandardItem) -> str:
        columns = ("for_all", "for_specific", "is_proactive", "is_on_request")
        named = _ticked(item, *columns)
        return "、".join([*named, *filter(None, [item.specific_audience])])

    @admin.display(description=_("levels"))
    def levels(self, item: StandardItem) -> str:
        return "、".join(
            _ticked(item, "at_city", "at_county", "at_township", "at_village")
        )

    def save_related(
        self, request: Any, form: Any, formsets: Any, change: bool
    ) -> None:
        """Rules that somebody set hold; a look at the page settles nothing."""
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            self._tell(request, settle_limit(form.instance, by=request.user))

    @admin.action(description=_("Settle the selected time limits without a rule"))
    def settle_without_rule(self, request: Any, items: QuerySet[StandardItem]) -> None:
        settled = 0
        for item in items:
            # One of before may have settled it, having the same text.
            item.refresh_from_db(fields=["limit_state"])
            if item.limit_state in TO_SETTLE:
                settled += settle_limit(item, by=request.user)
        self._tell(request, settled)

    def _tell(self, request: Any, count: int) -> None:
        words = ngettext(
            "%(count)d item is settled.", "%(count)d items are settled.", count
        )
        self.message_user(request, words % {"count": count}, messages.SUCCESS)


def _names(choices: type[TextChoices], codes: list[str]) -> str:
    return "、".join(str(choices(code).label) for code in codes)


def _ticked(item: StandardItem, *columns: str) -> list[str]:
    return [
        str(StandardItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in columns
        if getattr(item, name)
    ]
