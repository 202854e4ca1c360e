"""Touch screens in halls."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..displays.kiosk_search import search_page
from ..displays.kiosks import (
    floor_page,
    gone_page,
    list_page,
    notice_in_hall,
    start_page,
    unit_in_hall,
)
from ..displays.units import unit_or_404
from ..models import GONE
from ..notice_page import addressed


@public_page
def start(request: HttpRequest, slug: str) -> HttpResponse:
    page = start_page(unit_or_404(slug), state_of(request))
    return render(request, "notices/displays/kiosk_start.html", page)


@public_page
def entries(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    page = list_page(unit_or_404(slug), state_of(request), code, request.GET.dict())
    return render(request, "notices/displays/kiosk_list.html", page)


@public_page
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """By the letters that were pressed; no query while the site stays as it is."""
    page = search_page(unit_or_404(slug), state_of(request), request.GET.dict())
    return render(request, "notices/displays/kiosk_search.html", page)


@public_page
def notice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    hall, shown = unit_or_404(slug), addressed(pk)
    if shown is None:
        raise Http404
    if shown.status in GONE:
        template = "notices/displays/kiosk_gone.html"
        return render(request, template, gone_page(hall), status=410)
    page = notice_in_hall(hall, shown, state_of(request))
    return render(request, "notices/displays/kiosk_notice.html", page)


@public_page
def unit(request: HttpRequest, slug: str, shown: str) -> HttpResponse:
    page = unit_in_hall(unit_or_404(slug), unit_or_404(shown))
    return render(request, "notices/displays/kiosk_unit.html", page)


@public_page
def floors(request: HttpRequest, slug: str) -> HttpResponse:
    page = floor_page(unit_or_404(slug))
    return render(request, "notices/displays/kiosk_floors.html", page)
