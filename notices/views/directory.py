"""The directory of disclosure: what each unit owes, and what is not there.

The missing list is there (404 otherwise) when the site's setting shows it to all.
"""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from directories.guide_page import unit_at
from directories.models import CatalogueItem
from disclosure_portal.foundation.kept_pages import kept_page
from disclosure_portal.foundation.keyset import BadCursor
from disclosure_portal.foundation.pages import public_page, state_of

from ..directory_list import directory_page
from ..duty_page import duty_page
from ..ledger_places import Place, public_place
from ..missing_page import missing_lines, missing_page
from ..unit_directory import unit_directory


@public_page
@kept_page
def directory(request: HttpRequest) -> HttpResponse:
    state = state_of(request)
    page = directory_page(request.GET.dict(), state, public_place(state))
    return render(request, "notices/directory.html", page)


@public_page
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    found = unit_at(slug)
    if found.slug != slug:
        return redirect("directory-unit", found.slug, permanent=True)
    place = public_place(state_of(request))
    try:
        page = unit_directory(found, request.GET.dict(), place)
    except BadCursor:
        raise Http404 from None
    return render(request, "notices/unit_directory.html", page)


@public_page
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    page = duty_page(duty_at(pk), request.GET.dict(), public_place(state_of(request)))
    return render(request, "notices/duty_detail.html", page)


@public_page
def missing_list(request: HttpRequest) -> HttpResponse:
    state = state_of(request)
    page = missing_page(request.GET.dict(), state, _shown(public_place(state)))
    return render(request, "notices/missing_list.html", page)


@public_page
def missing_file(request: HttpRequest) -> HttpResponse:
    state = state_of(request)
    lines = missing_lines(request.GET.dict(), state, _shown(public_place(state)))
    response = HttpResponse("\ufeff", "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="missing.csv"'
    response.headers["X-Robots-Tag"] = "noindex"
    csv.writer(response).writerows(lines)
    return response


def duty_at(pk: int) -> CatalogueItem:
    """One that bound its unit at any time."""
    begun = CatalogueItem.objects.exclude(begins_on=None)
    return get_object_or_404(begun.select_related("agency", "entry__rule"), pk=pk)


def _shown(place: Place) -> Place:
    if not place.shows:
        raise Http404
    return place
