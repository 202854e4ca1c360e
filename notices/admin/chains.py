"""Review chains: edited by their overseers, shown as a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from directories.branch_admin import (
    BranchScoped,
    agencies_for,
    answers_for_the_county,
)
from directories.models import WorkingGroup
from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.refusable_forms import RefusableForm
from disclosure_portal.foundation.workflow import DomainError

from ..chain_picture import picture_of
from ..chain_presets import put_whole_chain
from ..forms.chains import WholeChainForm
from ..models import ReviewChain, ReviewChainStep, StepRole, Tick


class StepForm(forms.ModelForm):
    ticks = forms.MultipleChoiceField(
        label=_("to be confirmed"),
        choices=Tick,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What no step asks for is asked with the signature."),
    )

    class Meta:
        model = ReviewChainStep
        fields = (
            *("position", "name", "role", "is_finance_only"),
            *("group_kind", "group", "ticks"),
        )


class StepFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """One signature, as the last step."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda step: step["position"])
        roles = [step["role"] for step in kept]
        if roles[-1:] != [StepRole.APPROVER] or roles.count(StepRole.APPROVER) != 1:
            raise ValidationError(
                _("A chain ends with one signature: the last step, by an approver.")
            )


class StepInline(admin.StackedInline):
    """Who may change the chain may change its steps."""

    model = ReviewChainStep
    form = StepForm
    formset = StepFormSet
    extra = 0
    fields = [
        ("position", "name", "role"),
        ("group_kind", "group", "is_finance_only"),
        "ticks",
    ]

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "group":
            units = agencies_for(request.user, "notices.view_reviewchain")
            groups = WorkingGroup.objects.filter(agency__in=units)
            kwargs["queryset"] = groups.select_related("agency")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        chains = self.admin_site._registry[ReviewChain]
        return chains.has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class ChainForm(RefusableForm):
    """Only who answers for the county may leave the unit empty."""

    is_county_wide = False

    def clean_agency(self) -> Any:
        agency = self.cleaned_data["agency"]
        if agency is None and not self.is_county_wide:
            raise ValidationError(_("Choose a unit of your branch."))
        return agency


@admin.register(ReviewChain)
class ReviewChainAdmin(BranchScoped, RecordedAdmin):
    """What is in review goes on by the chain under which it was submitted."""

    form = ChainForm
    is_public_data = False
    inlines = [StepInline]
    list_display = ["__str__", "steps_in_words", "second_hand", "takes_paper"]
    list_filter = ["kind"]
    list_select_related = ["agency", "second_hand"]
    search_fields = ["agency__name"]
    readonly_fields = ["picture"]
    autocomplete_fields = ["second_hand"]
    change_list_template = "admin/notices/reviewchain/change_list.html"
    fieldsets = [
        (None, {"fields": [("agency", "kind"), ("second_hand", "takes_paper")]}),
        (_("Picture"), {"fields": ["picture"]}),
    ]

    class Media:
        css = {"all": ["css/chains.css"]}

    # --- Who may do what -------------------------------------------------------------

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """The site's chain is for those who answer for the county."""
        mine = super().get_queryset(request).prefetch_related("steps")
        if not answers_for_the_county(request.user):
            return mine
        return ReviewChain.objects.filter(Q(agency=None) | Q(pk__in=mine)).order_by(
            "agency__path", "kind"
        )

    def may(self, request: Any, verb: str, obj: Any = None) -> bool:
        if obj is not None and obj.agency_id is None:
            return answers_for_the_county(request.user)
        return super().may(request, verb, obj)

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        county = answers_for_the_county(request.user)
        return type(form.__name__, (form,), {"is_county_wide": county})

    # --- What is shown ---------------------------------------------------------------

    @admin.display(description=_("steps"))
    def steps_in_words(self, chain: ReviewChain) -> str:
        return " → ".join(step.name for step in chain.steps.all())

    @admin.display(description=_("who decides"))
    def picture(self, chain: ReviewChain) -> SafeString:
        if chain.pk is None:
            return mark_safe("—")  # noqa: S308 - a constant
        boxes = {"boxes": picture_of(chain), "has_unit": chain.agency_id is not None}
        return render_to_string("admin/notices/reviewchain/_picture.html", boxes)

    # --- The whole chain with one press ----------------------------------------------

    def get_urls(self) -> list[Any]:
        whole = self.admin_site.admin_view(self.whole)
        return [
            path("whole/", whole, name="notices_reviewchain_whole"),
            *super().get_urls(),
        ]

    def whole(self, request: HttpRequest) -> HttpResponse:
        """Put the whole chain on a unit, or on the site."""
        units = agencies_for(request.user, self.permission("add")).open()
        form = WholeChainForm(
            request.POST or None,
            units=units,
            is_county_wide=answers_for_the_county(request.user),
        )
        if form.is_valid() and self._put(request, form):
            return HttpResponseRedirect(reverse("admin:notices_reviewchain_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Put on the whole chain"),
            "button": _("Put on the whole chain"),
            "opts": self.opts,
            "form": form,
        }
        name = "admin/notices/reviewchain/whole.html"
        return TemplateResponse(request, name, context)

    def _put(self, request: Any, form: WholeChainForm) -> bool:
        try:
            chain = put_whole_chain(form.cleaned_data["agency"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return False
        words = _("The whole chain holds for: %s. Look whether each step has people.")
        self.message_user(request, words % chain, messages.SUCCESS)
        return True
