"""The search of the whole site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from disclosure_portal.foundation.pages import public_page, state_of
from disclosure_portal.foundation.search.asked import note
from disclosure_portal.site_search.page import search_page
from notices.list_query import parse_query
from notices.search_list import only_bearer


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """A number that one notice bears leads straight to it."""
    query = parse_query(request.GET.dict(), state_of(request), only=("q",))
    bearer = only_bearer(query.q) if query.q else None
    if bearer is not None:
        return redirect(bearer)
    page = search_page(query)
    if query.q:
        has_found = bool(page["rows"] or page["units"] or page["items"])
        note(request, query.q, has_found=has_found and not page["help"]["is_loose"])
    return render(request, "portal/search.html", page)
