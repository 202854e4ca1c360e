"""Letters that were published, for everybody; no search engine keeps them."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from disclosure_portal.foundation.kept_pages import kept_page
from disclosure_portal.foundation.pages import public_page, renewed, state_of

from ..letter_list import letter_list_page, letter_page
from ..letter_tables import RENEWED
from ..models import LetterPublication, Question
from ..question_pages import question_list_page, question_page
from ..statistics_page import asked, csv_rows, statistics_context


@public_page
def letter_list(request: HttpRequest) -> HttpResponse:
    page = letter_list_page(request.GET.dict(), state_of(request))
    return _unfindable(render(request, "feedback/letter_list.html", page))


@public_page
def letter_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Two queries."""
    public = LetterPublication.objects.public().select_related("letter", "agency")
    row = get_object_or_404(public, letter__number=number)
    return _unfindable(render(request, "feedback/letter_detail.html", letter_page(row)))


@public_page
def question_list(request: HttpRequest) -> HttpResponse:
    page = question_list_page(request.GET.dict(), state_of(request))
    return render(request, "feedback/question_list.html", page)


@public_page
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One query."""
    beside = Question.objects.public().select_related("agency", "guide", "policy")
    row = get_object_or_404(beside, pk=pk)
    return render(request, "feedback/question_detail.html", question_page(row))


@public_page
@renewed(RENEWED)
@kept_page
def statistics(request: HttpRequest) -> HttpResponse:
    context = statistics_context(request.GET.dict())
    return render(request, "feedback/statistics.html", context)


@public_page
@renewed(RENEWED)
def statistics_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One table as CSV; opens in Excel and WPS."""
    found = asked(request.GET.dict())
    rows = csv_rows(found, code)
    if rows is None:
        raise Http404
    response = HttpResponse("\ufeff", "text/csv; charset=utf-8")
    name = f"letters-{code}-{found.period.key}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return _unfindable(response)


def _unfindable(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
