"""The search of the whole site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from disclosure_portal.foundation.pages import public_page, state_of
from disclosure_portal.foundation.search.asked import note
from disclosure_portal.site_search.page import search_page
from notices.list_query import parse_query
from notices.search_list import only_bearer

ASKED = ("q", "branch")


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """A number that one notice bears leads straight to it."""
    state = state_of(request)
    query = parse_query(request.GET.dict(), state, only=ASKED)
    bearer = only_bearer(query.q) if query.q else None
    if bearer is not None:
        return redirect(bearer)
    page = search_page(query, state)
    if query.q:
        has_found = page["has_found"] and not page["help"]["is_loose"]
        note(request, query.q, has_found=has_found)
    return render(request, "portal/search.html", page)
