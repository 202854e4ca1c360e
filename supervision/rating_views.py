"""Published ratings for everybody, with explanation and proof."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from disclosure_portal.foundation.pages import public_page

from .models import InspectionRound, UnitRating
from .rating_pages import list_page, rating_page, round_page
from .rating_workbooks import round_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _round(pk: int) -> InspectionRound:
    rounds = InspectionRound.objects.published().select_related("checklist")
    return get_object_or_404(rounds, pk=pk)


@public_page
def inspection_list(request: HttpRequest) -> HttpResponse:
    return render(request, "supervision/round_list.html", list_page())


@public_page
def inspection_round(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "supervision/round_detail.html", round_page(_round(pk)))


@public_page
def inspection_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    found = _round(pk)
    response = HttpResponse(round_workbook(found), content_type=XLSX)
    disposition = content_disposition_header(True, f"{found.title}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@public_page
def inspection_rating(request: HttpRequest, pk: int, agency: int) -> HttpResponse:
    ratings = UnitRating.objects.published().select_related(
        "unit__agency", "unit__round__checklist"
    )
    found = get_object_or_404(ratings, unit__round=pk, unit__agency=agency)
    return render(request, "supervision/rating_detail.html", rating_page(found))
