"""Systems of units and their tokens, for the overseers of those units."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.admin import RefusingAdmin
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.refusable_forms import RefusableForm

from ..branch_admin import BranchScoped, branch_condition
from ..models import ApiToken, SourceSystem
from ..tokens import issue, register, rename, revoke_token

LONGEST = timedelta(days=2 * 366)


@admin.register(SourceSystem)
class SourceSystemAdmin(BranchScoped, RefusingAdmin):
    list_display = ["name", "code", "agency", "contact"]
    list_select_related = ["agency"]
    search_fields = ["name", "code", "agency__name"]
    fields = ["agency", "code", "name", "contact"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["agency", "code"] if obj else []

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        (rename if change else register)(obj, by=request.user)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class TokenForm(RefusableForm):
    class Meta:
        model = ApiToken
        fields = (
            *("system", "label", "may_write", "may_submit", "may_ask_withdrawal"),
            *("may_handle_letters", "expires_on", "addresses"),
        )

    def clean_expires_on(self) -> Any:
        day, today = self.cleaned_data["expires_on"], local_day(clock.now())
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(
                _("Choose a day from today on, within two years.")
            )
        return day


@admin.register(ApiToken)
class ApiTokenAdmin(BranchScoped, RefusingAdmin):
    """A token is issued and revoked, never rewritten; its text is shown once."""

    form = TokenForm
    branch_field = "system__agency__path"
    list_display = ["label", "state", "system", "expires_on", "last_used_at", "prefix"]
    list_select_related = ["system__agency"]
    search_fields = ["label", "prefix", "system__name"]
    actions = ["revoke"]
    fields = list(TokenForm.Meta.fields)
    readonly_fields = [
        *("prefix", "state", "created_by", "created_at", "revoked_at"),
        *("last_used_at", "last_used_from"),
    ]
    issued_template = "admin/directories/apitoken/issued.html"

    @admin.display(description=_("state"))
    def state(self, token: ApiToken) -> str:
        if token.revoked_at:
            return str(_("revoked"))
        return str(_("expired") if token.is_expired else _("valid"))

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        return [*self.fields, *self.readonly_fields] if obj else self.fields

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "system":
            own = branch_condition(request.user, self.permission("add"))
            kwargs["queryset"] = SourceSystem.objects.filter(own).select_related(
                "agency"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def add_view(
        self, request: Any, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The next page shows the token: there is one way to it."""
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
        context = {**(extra_context or {}), **buttons}
        return super().add_view(request, form_url, context)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        request.issued_token = issue(obj, by=request.user)

    def response_add(
        self, request: Any, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The answer itself shows the token: no message and no session keeps it."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The token is issued"),
            "original": obj,
            "token": request.issued_token,
        }
        return TemplateResponse(request, self.issued_template, context)

    @admin.action(description=_("Revoke the selected tokens"))
    def revoke(self, request: Any, tokens: QuerySet[ApiToken]) -> None:
        for token in tokens:
            revoke_token(token, by=request.user)
        words = _("The tokens are revoked and open nothing more.")
        self.message_user(request, words, messages.SUCCESS)
