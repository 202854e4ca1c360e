"""Pages of the administration on which one deed is done to one record: its button
stands where it may be done, and a refusal is shown beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.workflow import DomainError

from ..branch_admin import BranchScoped


@dataclass(frozen=True)
class DeedPage:
    """`act` is told the answers of the form by name; `may` decides on the button
    alone: the deed itself asks again."""

    title: str | Promise
    form: type[forms.Form]
    act: Callable[..., None]
    may: Callable[[Any, Any], bool]


class BeginForm(forms.Form):
    """For which unit a new record is begun."""

    def __init__(self, *args: Any, unit_field: forms.Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = unit_field


class DeedPages(BranchScoped):
    """Mix in before another admin class; `deeds` by the name in their addresses."""

    deeds: ClassVar[Mapping[str, DeedPage]]
    begin_title: ClassVar[str | Promise]

    def begin(self, unit: Any, *, by: Any) -> Any:
        """The record on which the unit works; raises DomainError."""
        raise NotImplementedError

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def address(self, page: str, *args: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args
        )

    def page(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("add/", self.page(self.begin_view), name=f"{name}_add"),
            path(
                "<int:pk>/deeds/<slug:name>/",
                self.page(self.deed_view),
                name=f"{name}_deed",
            ),
        ]
        return [*own, *super().get_urls()]

    def found(self, request: Any, pk: Any, *, to_change: bool = True) -> Any:
        """The record of the person's branch: 404 for another one, 403 for one that
        they may see and not change."""
        record = self.get_queryset(request).filter(pk=pk).first()
        if record is None:
            raise Http404
        may = self.has_change_permission if to_change else self.has_view_permission
        if not may(request, record):
            raise PermissionDenied
        return record

    def buttons(self, request: Any, record: Any) -> list[dict[str, Any]]:
        return [
            {"title": deed.title, "url": self.address("deed", record.pk, name)}
            for name, deed in self.deeds.items()
            if deed.may(request.user, record)
        ]

    def begin_view(self, request: Any) -> HttpResponse:
        """Choose the unit; its open record is gone on with."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        unit = self.formfield_for_foreignkey(
            self.model._meta.get_field("agency"), request, label=_("Unit")
        )
        form = BeginForm(request.POST or None, unit_field=unit)
        if form.is_valid():
            record = self.tried(
                form, self.begin, form.cleaned_data["agency"], by=request.user
            )
            if record is not None:
                return HttpResponseRedirect(self.address("change", record.pk))
        return self.asked(request, form, self.begin_title)

    def deed_view(self, request: Any, pk: int, name: str) -> HttpResponse:
        record = self.found(request, pk)
        deed = self.deeds.get(name)
        if deed is None:
            raise Http404
        back_url = self.address("change", record.pk)
        form = deed.form(request.POST if request.method == "POST" else None)
        if form.is_valid() and self._done(request, form, deed, record):
            return HttpResponseRedirect(back_url)
        return self.asked(request, form, deed.title, record=record, back_url=back_url)

    def _done(self, request: Any, form: Any, deed: DeedPage, record: Any) -> bool:
        self.tried(form, deed.act, record, by=request.user, **form.cleaned_data)
        if form.errors:
            return False
        self.message_user(request, f"{record}：{deed.title}", messages.SUCCESS)
        return True

    def tried(
        self, form: forms.Form, act: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        """What the deed gives; a refusal stands in the form."""
        try:
            return act(*args, **kwargs)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return None

    def asked(
        self, request: Any, form: forms.Form, title: Any, **context: Any
    ) -> HttpResponse:
        return self.shown(
            request,
            "admin/directories/deed.html",
            title=title,
            button=title,
            form=form,
            media=self.media + form.media,
            **context,
        )

    def shown(self, request: Any, template: str, **context: Any) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole)
