"""Pages on which entries of an edition are written, one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.workflow import DomainError

from ..catalogue_editions import COMPILERS
from ..catalogue_entries import add_entry, change_entry, leave_out
from ..forms.catalogues import NothingAsked
from ..forms.entries import EntryForm
from ..models import Catalogue, CatalogueEntry, CatalogueStatus, DutyRule
from ..next_due_days import next_due_days
from ..permissions import has_role
from .deed_pages import DeedPages


class EntryPages(DeedPages):
    """Mix into the page of catalogues."""

    def get_urls(self) -> list[URLPattern]:
        name = "directories_catalogue"
        own = [
            path(
                "<int:pk>/entries/add/",
                self.page(self.add_entry_view),
                name=f"{name}_add_entry",
            ),
            path(
                "<int:pk>/entries/<int:entry>/",
                self.page(self.entry_view),
                name=f"{name}_entry",
            ),
            path(
                "<int:pk>/entries/<int:entry>/leave-out/",
                self.page(self.leave_out_view),
                name=f"{name}_leave_out",
            ),
        ]
        return [*own, *super().get_urls()]

    def add_entry_view(self, request: Any, pk: int) -> HttpResponse:
        """A duty of the unit's own."""
        catalogue = self.found(request, pk)
        form = EntryForm(
            request.POST or None, instance=CatalogueEntry(catalogue=catalogue)
        )
        if saved(request, form) and _written(
            form, add_entry, catalogue, by=request.user
        ):
            return self._back(request, catalogue, _("Added."))
        return self._entry_page(request, catalogue, form, _("Add an item"))

    def entry_view(self, request: Any, pk: int, entry: int) -> HttpResponse:
        """An entry of an edition that left the unit is shown, and not rewritten."""
        catalogue = self.found(request, pk, to_change=request.method == "POST")
        row = _entry(catalogue, entry)
        form = EntryForm(request.POST or None, instance=row)
        if saved(request, form) and _written(
            form, change_entry, row, by=request.user, version=form.version
        ):
            return self._back(request, catalogue, _("Saved."))
        return self._entry_page(request, catalogue, form, row.name)

    def leave_out_view(self, request: Any, pk: int, entry: int) -> HttpResponse:
        catalogue = self.found(request, pk)
        row = _entry(catalogue, entry)
        form = NothingAsked(request.POST if request.method == "POST" else None)
        if form.is_valid():
            self.tried(form, leave_out, row, by=request.user)
            if not form.errors:
                return self._back(request, catalogue, _("Left out."))
        return self.asked(
            request,
            form,
            _("Leave out"),
            record=catalogue,
            back_url=self.address("change", catalogue.pk),
            explanation=row.name,
        )

    def _back(self, request: Any, catalogue: Catalogue, words: Any) -> HttpResponse:
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", catalogue.pk))

    def _entry_page(
        self, request: Any, catalogue: Catalogue, form: EntryForm, title: Any
    ) -> HttpResponse:
        is_open = catalogue.status == CatalogueStatus.COMPILING and has_role(
            request.user, catalogue.agency, *COMPILERS
        )
        if not is_open:
            for field in form.fields.values():
                field.disabled = True
        return self.shown(
            request,
            "admin/directories/catalogue/entry.html",
            title=title,
            catalogue=catalogue,
            form=form,
            is_open=is_open,
            **_rule_in_words(form),
        )


def saved(request: Any, form: EntryForm) -> bool:
    """What was typed is right, and to be kept; a look keeps nothing."""
    return form.is_valid() and "look" not in request.POST


def _entry(catalogue: Catalogue, pk: int) -> CatalogueEntry:
    rows = catalogue.entries.select_related("rule", "item", "catalogue__agency")
    if (found := rows.filter(pk=pk).first()) is None:
        raise Http404
    return found


def _written(form: EntryForm, deed: Any, *args: Any, **given: Any) -> bool:
    try:
        deed(*args, **given, **form.columns())
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _rule_in_words(form: EntryForm) -> dict[str, Any]:
    """The rule as an official would say it, and when it asks for something next."""
    rule: DutyRule | None = form.rule() if form.is_bound else form.instance.rule
    if rule is None:
        return {"rule": None, "next_due": []}
    days = next_due_days(rule, local_day(clock.now()), work_calendar.current())
    return {"rule": rule, "next_due": days}
