"""Figures of what was published, as a page and as files."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.api.errors import error_response
from disclosure_portal.foundation.kept_pages import kept_page
from disclosure_portal.foundation.pages import public_page, renewed, state_of
from feedback.letter_tables import RENEWED
from notices.ledger_places import public_place

from .statistics_page import asked, statistics_page
from .statistics_sections import sections


@public_page
@renewed(RENEWED)
@kept_page
def statistics(request: HttpRequest) -> HttpResponse:
    state = state_of(request)
    page = statistics_page(asked(request.GET.dict(), state), state)
    return render(request, "portal/statistics.html", page)


@public_page
@renewed(RENEWED)
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """One section as CSV, by the parameters of the page; opens in Excel and WPS."""
    state = state_of(request)
    found = asked(request.GET.dict(), state)
    if found.errors:
        return error_response(400, "invalid_parameter", " ".join(found.errors))
    shows_ledger = public_place(state).shows
    shown = sections(found.scope, shows_ledger=shows_ledger) if found.scope else []
    section = next((each for each in shown if each.code == code), None)
    if section is None:
        raise Http404
    response = HttpResponse("\ufeff", "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    response.headers["X-Robots-Tag"] = "noindex"
    csv.writer(response).writerows(section.lines())
    return response
