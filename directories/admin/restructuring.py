"""Pages on which an overseer renames, moves, merges or closes a unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.workflow import DomainError

from ..forms.restructuring import (
    ChangeForm,
    DatedForm,
    MergeForm,
    MoveForm,
    RecodeForm,
    RenameForm,
)
from ..merging import close, merge, move, recode, rename
from ..models import Agency, Role
from ..permissions import has_role
from ..tree import TreeFull


@dataclass(frozen=True)
class Change:
    title: str | Promise
    form: type[ChangeForm]
    deed: Callable[..., None]


CHANGES = {
    "rename": Change(_("Rename"), RenameForm, rename),
    "recode": Change(_("Change the code"), RecodeForm, recode),
    "move": Change(_("Move to another superior"), MoveForm, move),
    "merge": Change(_("Merge into another unit"), MergeForm, merge),
    "close": Change(_("Close"), DatedForm, close),
}


class Restructuring(admin.ModelAdmin):
    """Mix into the page of units: one more page for each change of the tree."""

    change_form_template = "admin/directories/agency/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restructure)
        own = path(
            "<int:pk>/restructure/<slug:name>/",
            view,
            name="directories_agency_restructure",
        )
        return [own, *super().get_urls()]

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        unit = context.get("original")
        if unit is not None and may_restructure(request.user, unit):
            context["changes"] = [
                {"title": change.title, "url": _url(unit, name)}
                for name, change in CHANGES.items()
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def restructure(self, request: Any, pk: int, name: str) -> HttpResponse:
        unit = self.get_queryset(request).filter(pk=pk).first()
        change = CHANGES.get(name)
        if unit is None or change is None:
            raise Http404
        if not may_restructure(request.user, unit):
            raise PermissionDenied
        form = change.form(request.POST or None, unit=unit, person=request.user)
        unit_url = reverse("admin:directories_agency_change", args=[unit.pk])
        if form.is_valid() and self._done(request, form, change):
            return HttpResponseRedirect(unit_url)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{change.title}: {unit}",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "button": change.title,
            "back_url": unit_url,
            "unit": unit,
        }
        return TemplateResponse(
            request, "admin/directories/agency/restructure.html", context
        )

    def _done(self, request: Any, form: ChangeForm, change: Change) -> bool:
        try:
            change.deed(form.unit, by=request.user, **form.cleaned_data)
        except (DomainError, TreeFull) as refusal:
            form.add_error(None, str(refusal))
            return False
        self.message_user(request, f"{form.unit}: {change.title}")
        return True


def may_restructure(user: Any, unit: Agency) -> bool:
    """The deeds ask for the role, superusers or not."""
    return unit.is_open and has_role(user, unit, Role.OVERSEER)


def _url(unit: Agency, name: str) -> str:
    return reverse("admin:directories_agency_restructure", args=[unit.pk, name])
