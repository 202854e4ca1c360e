"""The page on which items of the standards are adopted: for one unit, or for fifty."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ..adopting import Adoption, adopt, cadences_of, look
from ..adoption_runs import begin_run, is_long
from ..forms.adoption import AdoptionForm
from ..models import AdoptionRun, StandardItem
from .deed_pages import DeedPages

# Items that are opened together.
A_FOLD = 40


class AdoptionPages(DeedPages):
    """Mix into the page of catalogues."""

    def get_urls(self) -> list[URLPattern]:
        name = "directories_catalogue_adopt"
        own = [
            path("adopt/", self.page(self.adopt_view), name=name),
            path(
                "adopt/<int:pk>/",
                self.page(self.run_view),
                name="directories_catalogue_adoption",
            ),
        ]
        return [*own, *super().get_urls()]

    def adopt_view(self, request: Any) -> HttpResponse:
        """What is chosen stands in the address; nothing is taken before a look."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self._form(request)
        if not form.is_valid():
            return self.shown(
                request,
                "admin/directories/catalogue/adopt.html",
                title=_("Adopt items of a standard"),
                form=form,
                media=self.media + form.media,
            )
        if "apply" in request.POST:
            return HttpResponseRedirect(self._apply(request, form))
        return self._preview(request, form)

    def _apply(self, request: Any, form: AdoptionForm) -> str:
        """At once where that takes a moment, else by a job; where to look next."""
        if is_long(form.items, form.units):
            run = begin_run(form.items, form.units, by=request.user)
            return self.address("adoption", run.pk)
        self._told(request, adopt(form.items, form.units, by=request.user))
        return self.address("changelist")

    def run_view(self, request: Any, pk: int) -> HttpResponse:
        """How far a job is; for who asked for it."""
        runs = AdoptionRun.objects.filter(asked_by=request.user)
        run = get_object_or_404(runs, pk=pk)
        return self.shown(
            request,
            "admin/directories/catalogue/adoption_run.html",
            title=_("Adoption for many units"),
            run=run,
            done=len(run.outcomes),
            total=len(run.units),
            added=sum(each["added"] for each in run.outcomes),
            there=sum(each["there"] for each in run.outcomes),
            refused=sum(bool(each["refused"]) for each in run.outcomes),
        )

    def _form(self, request: Any) -> AdoptionForm:
        """Bound once catalogues were chosen; a unit alone is where one comes from."""
        asked = request.POST if request.method == "POST" else request.GET
        unit = self.formfield_for_foreignkey(
            self.model._meta.get_field("agency"), request, label=_("Unit")
        )
        assert isinstance(unit, forms.ModelChoiceField)
        is_asked = "catalogues" in asked or "look" in asked
        initial = {"agency": asked.get("agency")} if "agency" in asked else {}
        return AdoptionForm(
            asked if is_asked else None, initial=initial, unit_field=unit
        )

    def _preview(self, request: Any, form: AdoptionForm) -> HttpResponse:
        would = look(form.items, form.units, by=request.user)
        understood = cadences_of(form.shown)
        without = {item.pk for item in form.cleaned_data["without"]}
        return self.shown(
            request,
            "admin/directories/catalogue/adoption_preview.html",
            title=_("Look at what would be adopted"),
            form=form,
            would=would,
            folds=folds(form.shown, set(understood), without),
            chosen=len(form.items),
            unsettled=sum(item.pk not in understood for item in form.items),
            units=[(unit, would.added.get(unit.pk)) for unit in form.units],
        )

    def _told(self, request: Any, done: Adoption) -> None:
        words = _("%(added)d entries added in %(units)d units; %(there)d were there.")
        figures = {
            "added": done.total,
            "units": sum(bool(count) for count in done.added.values()),
            "there": done.there,
        }
        self.message_user(request, words % figures, messages.SUCCESS)
        for unit, reason in done.refused:
            self.message_user(request, f"{unit}：{reason}", messages.ERROR)
        for unit, code in done.double_codes:
            told = _("%(unit)s has the code %(code)s already: adopted without it.")
            self.message_user(
                request, told % {"unit": unit, "code": code}, messages.WARNING
            )


def folds(
    items: Sequence[StandardItem], understood: Collection[int], without: Collection[int]
) -> list[dict[str, Any]]:
    """The items by domain, in parts of so many that a telephone shows one at a time:
    all are in one form, so that nothing chosen is lost between them."""
    found = []
    for catalogue, same in groupby(items, key=lambda item: item.catalogue):
        rows: list[dict[str, Any]] = [
            {
                "item": item,
                "is_understood": item.pk in understood,
                "is_left": item.pk in without,
            }
            for item in same
        ]
        for first in range(0, len(rows), A_FOLD):
            part = rows[first : first + A_FOLD]
            found.append(
                {
                    "title": catalogue.domain,
                    "first": first + 1,
                    "last": first + len(part),
                    "is_part": len(rows) > A_FOLD,
                    "rows": part,
                    "left": sum(row["is_left"] for row in part),
                    "unsettled": sum(not row["is_understood"] for row in part),
                }
            )
    return found
