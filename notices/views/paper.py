"""Notices on paper: sheets to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..notice_page import addressed
from ..paper.sheets import sheet_page
from ..tombstones import GONE, tombstone


@public_page
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """As many queries as the notice's own page."""
    notice = addressed(pk)
    if notice is None:
        raise Http404
    if notice.status in GONE:
        context = {"section": "notices", "tombstone": tombstone(notice)}
        return render(request, "410.html", context, status=410)
    page = sheet_page(notice, state_of(request))
    return render(request, "notices/paper/sheet.html", page)
