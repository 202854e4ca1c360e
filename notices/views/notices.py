"""The page of one notice, and the way to it by index number."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from disclosure_portal.foundation.pages import public_page, state_of

from ..index_lookup import lookup_page, only_match
from ..models import GONE
from ..notice_page import addressed, notice_page
from .gone import gone_page


@public_page
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Two queries: the notice with its unit and board, and what hangs on it. What was
    public and is no more answers 410."""
    notice = addressed(pk)
    if notice is None:
        raise Http404
    if notice.status in GONE:
        return gone_page(request, notice)
    context = notice_page(notice, state=state_of(request))
    return render(request, "notices/notice_detail.html", context)


@public_page
def index_lookup(request: HttpRequest) -> HttpResponse:
    """A number that one notice has leads to it; else the page says what is wrong."""
    page = lookup_page(request.GET.get("no", ""), state_of(request))
    match = only_match(page)
    if match:
        return redirect(match)
    return render(request, "notices/index_lookup.html", page)
