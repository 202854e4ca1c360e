"""The inlines of a service guide."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User

from ...drafting import hold_draft
from ...forms.guides import FeeLineChoice, GuideForm
from ...models import (
    GuideFee,
    GuideMaterial,
    GuideStep,
    Notice,
    NoticeAttachment,
    ProcedureGuide,
)
from ...structures.guide_parts import public_fee_lines, set_events, tied
from .line_inlines import FactsInline, LineInline, save_lines


class GuideInline(FactsInline):
    model = ProcedureGuide
    form = GuideForm
    fields = [
        ("item", "code"),
        ("item_kind", "item_type", "handling"),
        ("audience", "visits", "result"),
        "events",
        "conditions",
        "bases",
        ("legal_days", "promised_days"),
        ("is_free", "needs_no_materials"),
        ("place", "window"),
        ("hours", "telephone", "complaint_telephone"),
        ("online_url", "agent_points"),
        "remedies",
        "faq",
    ]


class GuideMaterialInline(LineInline):
    """Forms and samples are chosen among the files that the draft has."""

    model = GuideMaterial
    add_words = _("One more material")
    fields = [
        ("name", "copies", "quantity"),
        ("condition", "source", "remark"),
        ("blank_form", "blank_form_name"),
        ("sample", "sample_name", "position"),
    ]

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        for name in ("blank_form", "sample"):
            field = formset.form.base_fields.get(name)
            if field is not None:
                field.queryset = NoticeAttachment.objects.filter(notice=obj)
        return formset


class GuideStepInline(LineInline):
    model = GuideStep
    add_words = _("One more step")
    fields = [
        ("number", "name", "handler", "days"),
        "what",
        ("next", "position"),
    ]


class GuideFeeInline(LineInline):
    model = GuideFee
    fk_name = "notice"  # beside it stands the list of the fee
    add_words = _("One more fee")
    fields = ["line", ("item", "sub_item", "standard"), ("bases", "position")]

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "line":
            lines = public_fee_lines().order_by("item", "sub_item", "pk")
            kwargs |= {"queryset": lines, "form_class": FeeLineChoice}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@transaction.atomic
def save_guide(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    save_lines(notice, formset, by=by)
    for form in formset.forms:
        if form.instance.pk and "events" in form.changed_data:
            set_events(form.instance, form.cleaned_data["events"])


@transaction.atomic
def save_fees(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    save_lines(notice, formset, by=by)
    hold_draft(notice)
    for fee in tied(notice, list(GuideFee.objects.filter(notice=notice))):
        fee.save()
