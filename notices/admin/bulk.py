"""Deeds on several notices at once: the good ones go through, each refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _, ngettext

from directories.models import Role
from directories.permissions import branches
from disclosure_portal.foundation.workflow import DomainError

from ..forms.decisions import BulkReasonForm, BulkTicksForm, BulkWithdrawalForm
from ..models import Notice
from ..publication import sign, withdraw
from ..review import send_back, submit

# More at a time would hold the page for minutes.
AT_MOST = 200
# The browser's page stays readable; the rest is counted.
TOLD = 30


class BulkDeeds(admin.ModelAdmin):
    actions = [
        "submit_selected",
        "sign_selected",
        "return_selected",
        "withdraw_selected",
    ]

    def has_write_permission(self, request: Any) -> bool:
        return bool(branches(request.user, Role.EDITOR))

    def has_decide_permission(self, request: Any) -> bool:
        return bool(branches(request.user, Role.APPROVER))

    @admin.action(description=_("Submit the selected drafts"), permissions=["write"])
    def submit_selected(self, request: Any, notices: QuerySet[Notice]) -> None:
        self._each(request, notices, lambda notice: submit(notice, by=request.user))

    @admin.action(description=_("Sign the selected notices"), permissions=["decide"])
    def sign_selected(self, request: Any, notices: QuerySet[Notice]) -> Any:
        return self._explained(
            request,
            notices,
            BulkTicksForm,
            lambda notice, words: sign(notice, by=request.user, **words),
        )

    @admin.action(description=_("Return the selected notices"), permissions=["decide"])
    def return_selected(self, request: Any, notices: QuerySet[Notice]) -> Any:
        return self._explained(
            request,
            notices,
            BulkReasonForm,
            lambda notice, words: send_back(notice, by=request.user, **words),
        )

    @admin.action(
        description=_("Withdraw the selected notices"), permissions=["decide"]
    )
    def withdraw_selected(self, request: Any, notices: QuerySet[Notice]) -> Any:
        return self._explained(
            request,
            notices,
            BulkWithdrawalForm,
            lambda notice, words: withdraw(notice, by=request.user, **words),
        )

    def _explained(
        self,
        request: Any,
        notices: QuerySet[Notice],
        form_class: type[forms.Form],
        deed: Callable[[Notice, dict[str, Any]], object],
    ) -> TemplateResponse | None:
        """First ask for the words, on a page of its own; then do it."""
        form = form_class(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            words = form.cleaned_data
            self._each(request, notices, lambda notice: deed(notice, words))
            return None
        name = request.POST["action"]
        title = dict(self.get_action_choices(request)).get(name, "")
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "button": title,
            "opts": self.opts,
            "form": form,
            "action": name,
            "notices": notices[:AT_MOST],
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(
            request, "admin/notices/notice/bulk_reason.html", context
        )

    def _warn_of_more(self, request: Any, notices: QuerySet[Notice]) -> None:
        if notices[AT_MOST : AT_MOST + 1]:
            words = _("Only the first %(count)d are treated; repeat it for the rest.")
            self.message_user(request, words % {"count": AT_MOST}, messages.WARNING)

    def _each(
        self,
        request: Any,
        notices: QuerySet[Notice],
        deed: Callable[[Notice], object],
    ) -> None:
        refused = []
        done = 0
        self._warn_of_more(request, notices)
        for notice in notices.select_related("agency", "board")[:AT_MOST]:
            try:
                deed(notice)
            except DomainError as refusal:
                refused.append(f"《{notice}》：{refusal}")
            else:
                done += 1
        if done:
            words = ngettext("%d notice: done.", "%d notices: done.", done)
            self.message_user(request, words % done, messages.SUCCESS)
        for line in refused[:TOLD]:
            self.message_user(request, line, messages.ERROR)
        if more := len(refused) - TOLD if len(refused) > TOLD else 0:
            words = ngettext("%d more was refused.", "%d more were refused.", more)
            self.message_user(request, words % more, messages.ERROR)
