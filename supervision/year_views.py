"""Published results of a year for everybody, with their explanation."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from disclosure_portal.foundation.pages import public_page

from .models import YearAssessment, YearResult, YearStatus
from .year_public import gone_page, unit_page, year_page, year_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLIC = (YearStatus.PUBLISHED, YearStatus.WITHDRAWN)


def _year(pk: int) -> YearAssessment:
    """Published or withdrawn; nobody is told of a draft."""
    return get_object_or_404(YearAssessment.objects.filter(status__in=PUBLIC), pk=pk)


def _gone(request: HttpRequest, found: YearAssessment) -> HttpResponse:
    context = gone_page(found)
    status = HTTPStatus.GONE
    return render(request, "supervision/year_gone.html", context, status=status)


@public_page
def inspection_year(request: HttpRequest, pk: int) -> HttpResponse:
    found = _year(pk)
    if found.status == YearStatus.WITHDRAWN:
        return _gone(request, found)
    return render(request, "supervision/year_detail.html", year_page(found))


@public_page
def inspection_year_unit(request: HttpRequest, pk: int, agency: int) -> HttpResponse:
    results = YearResult.objects.select_related("assessment", "agency")
    public = results.filter(assessment__status__in=PUBLIC)
    found = get_object_or_404(public, assessment=pk, agency=agency)
    if found.assessment.status == YearStatus.WITHDRAWN:
        return _gone(request, found.assessment)
    return render(request, "supervision/year_unit.html", unit_page(found))


@public_page
def inspection_year_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    found = _year(pk)
    if found.status == YearStatus.WITHDRAWN:
        raise Http404
    response = HttpResponse(year_workbook(found), content_type=XLSX)
    disposition = content_disposition_header(True, f"{found.title}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
