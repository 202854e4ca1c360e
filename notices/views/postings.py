"""The page of postings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..posting_pages import posting_list_page


@public_page
def posting_list(request: HttpRequest) -> HttpResponse:
    page = posting_list_page(request.GET.dict(), state_of(request))
    return render(request, "notices/posting_list.html", page)
