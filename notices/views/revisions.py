"""What a notice said before, and what was changed, for anybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page

from ..models import GONE
from ..notice_page import addressed
from ..revision_pages import history_page, revision_page
from .gone import gone_page

# No notice is corrected so often.
MOST_REVISIONS = 100_000


@public_page
def history(request: HttpRequest, pk: int) -> HttpResponse:
    notice = addressed(pk)
    if notice is None:
        raise Http404
    if notice.status in GONE:
        return gone_page(request, notice)
    return render(request, "notices/revision_list.html", history_page(notice))


@public_page
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    notice = addressed(pk)
    if notice is None:
        raise Http404
    if notice.status in GONE:
        return gone_page(request, notice)
    page = revision_page(notice, number) if number <= MOST_REVISIONS else None
    if page is None:
        raise Http404
    return render(request, "notices/revision_detail.html", page)
