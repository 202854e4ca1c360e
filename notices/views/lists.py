"""The list of all notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..list_page import list_page
from ..list_query import parse_query


@public_page
def notice_list(request: HttpRequest) -> HttpResponse:
    """Rows and, unless tallies know it, their count: two queries at most."""
    state = state_of(request)
    query = parse_query(request.GET.dict(), state)
    return render(request, "notices/notice_list.html", list_page(query, state))
