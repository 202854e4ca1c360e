"""Published ratings for everybody, with explanation and proof."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from disclosure_portal.foundation.pages import public_page, state_of

from . import today_page
from .forms.rounds import TodayForm
from .models import InspectionRound, UnitRating
from .rating_pages import list_page, rating_page, round_page
from .rating_workbooks import round_workbook, sheet_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _round(pk: int) -> InspectionRound:
    rounds = InspectionRound.objects.published().select_related("checklist")
    return get_object_or_404(rounds, pk=pk)


@public_page
def inspection_list(request: HttpRequest) -> HttpResponse:
    context = {**list_page(), "shows_today": today_page.is_public(state_of(request))}
    return render(request, "supervision/round_list.html", context)


@public_page
def inspection_today(request: HttpRequest) -> HttpResponse:
    """What it is, and the way to a unit by its name. Closed it is not found."""
    if not today_page.is_public(state_of(request)):
        raise Http404
    form = TodayForm(request.GET or None)
    asked = form.cleaned_data.get("unit") if form.is_valid() else None
    if asked is not None and today_page.units().filter(pk=asked.pk).exists():
        return redirect("inspection-today-unit", asked.slug)
    context = {**today_page.public_page(None), "form": form}
    return render(request, "supervision/today.html", context)


@public_page
def inspection_today_unit(request: HttpRequest, slug: str) -> HttpResponse:
    if not today_page.is_public(state_of(request)):
        raise Http404
    unit = get_object_or_404(today_page.units(), slug=slug)
    context = {**today_page.public_page(unit), "form": TodayForm()}
    return render(request, "supervision/today.html", context)


@public_page
def inspection_round(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "supervision/round_detail.html", round_page(_round(pk)))


@public_page
def inspection_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    found = _round(pk)
    return workbook(round_workbook(found), found.title)


@public_page
def inspection_sheet(request: HttpRequest, pk: int, agency: int) -> HttpResponse:
    """A unit's score sheet as published."""
    found = _rating(pk, agency)
    title = f"{found.unit.agency.label} {found.unit.round.title}"
    return workbook(sheet_workbook(found), title)


def workbook(content: bytes, title: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    disposition = content_disposition_header(True, f"{title}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@public_page
def inspection_rating(request: HttpRequest, pk: int, agency: int) -> HttpResponse:
    context = rating_page(_rating(pk, agency))
    return render(request, "supervision/rating_detail.html", context)


def _rating(pk: int, agency: int) -> UnitRating:
    ratings = UnitRating.objects.published().select_related(
        "unit__agency", "unit__round__checklist"
    )
    return get_object_or_404(ratings, unit__round=pk, unit__agency=agency)
