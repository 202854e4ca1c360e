"""The list of all notices, and the form that asks for some of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from disclosure_portal.foundation.pages import public_page, state_of
from disclosure_portal.foundation.search.asked import note

from ..advanced_search import advanced, advanced_page
from ..found_page import found_page
from ..list_page import list_page
from ..list_query import parse_query
from ..search_list import only_bearer


@public_page
def notice_list(request: HttpRequest) -> HttpResponse:
    """Rows and, unless tallies know it, their count: two queries at most. With words,
    what the index finds; a number that one notice bears leads straight to it."""
    state = state_of(request)
    query = parse_query(request.GET.dict(), state)
    if not query.q:
        return render(request, "notices/notice_list.html", list_page(query, state))
    bearer = only_bearer(query.q)
    if bearer is not None:
        return redirect(bearer)
    page = found_page(query, state)
    if query.page == 1 and not query.cursor:
        has_found = bool(page["rows"]) and not page["help"]["is_loose"]
        note(request, query.q, has_found=has_found)
    return render(request, "notices/found_list.html", page)


@public_page
def advanced_search(request: HttpRequest) -> HttpResponse:
    """What was filled in leads to an ordinary search; what can't be searched for is
    said, and all stays as it was typed."""
    asked = advanced(request.GET.dict(), state_of(request))
    if asked.address:
        return redirect(asked.address)
    page = advanced_page(asked.form)
    return render(request, "notices/advanced_search.html", page)
