"""Guides of units (公开指南): written by one, published by another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RefusingAdmin

from ..catalogue_editions import COMPILERS
from ..disclosure_guides import (
    COLUMNS,
    PUBLISHERS,
    hand_in_guide,
    open_guide,
    publish_guide,
    send_back_guide,
    write_guide,
)
from ..forms.catalogues import NothingAsked, ReasonForm
from ..forms.guides import GuideForm
from ..models import DisclosureGuide, GuideStatus
from ..permissions import has_role
from .deed_pages import DeedPage, DeedPages


def may_write(user: Any, guide: DisclosureGuide) -> bool:
    return guide.status == GuideStatus.DRAFT and has_role(
        user, guide.agency, *COMPILERS
    )


def may_send_back(user: Any, guide: DisclosureGuide) -> bool:
    return guide.status == GuideStatus.WAITING and has_role(
        user, guide.agency, *PUBLISHERS
    )


def may_publish(user: Any, guide: DisclosureGuide) -> bool:
    wrote = user.pk in (guide.handed_in_by_id, guide.compiled_by_id)
    return may_send_back(user, guide) and not wrote


@admin.register(DisclosureGuide)
class DisclosureGuideAdmin(DeedPages, RefusingAdmin):
    """Drafts are written here; a published version is shown as it is."""

    form = GuideForm
    begin_title = _("Work on a unit's guide")
    deeds: ClassVar = {
        "hand-in": DeedPage(_("Hand in"), NothingAsked, hand_in_guide, may_write),
        "send-back": DeedPage(
            _("Send back"), ReasonForm, send_back_guide, may_send_back
        ),
        "publish": DeedPage(_("Publish"), NothingAsked, publish_guide, may_publish),
    }
    # A draft has no page for readers; a version has its button.
    view_on_site = False
    change_form_template = "admin/directories/disclosureguide/change_form.html"
    list_display = ["agency", "version", "status", "lacking", "published_at"]
    list_select_related = ["agency"]
    list_filter = ["status", "agency__kind"]
    search_fields = ["agency__name", "agency__short_name", "agency__code"]
    fields = (
        *("agency", "status", "return_reason", "classification", "arrangement"),
        *("access", "office_name", "office_address", "office_hours", "telephone"),
        *(("fax", "has_no_fax"), "online"),
    )
    readonly_fields = ("agency", "status", "return_reason")

    def begin(self, unit: Any, *, by: Any) -> DisclosureGuide:
        return open_guide(unit, by=by)

    def get_queryset(self, request: Any) -> QuerySet[DisclosureGuide]:
        return super().get_queryset(request).select_related("agency")

    @admin.display(description=_("missing elements"))
    def lacking(self, guide: DisclosureGuide) -> str:
        return "、".join(guide.missing()) or "—"

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        if obj is None or may_write(request.user, obj):
            return self.readonly_fields
        return (*self.readonly_fields, *COLUMNS)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        write_guide(obj, by=request.user, **form.cleaned_data)

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        guide = context.get("original")
        if guide is not None:
            context["buttons"] = self.buttons(request, guide)
            context["missing"] = guide.missing() if guide.is_open else []
            frozen = not may_write(request.user, guide)
            context["show_save"] = context["show_save_and_continue"] = not frozen
            context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)
