"""Wall screens and touch screens of units."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.pages import public_page, state_of

from ..displays.screens import screen_page
from ..displays.units import unit_or_404


@public_page
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """All pages of a screen; its script turns them and asks for news."""
    page = screen_page(unit_or_404(slug), state_of(request), None)
    return render(request, "notices/displays/screen.html", page)


@require_safe
def single_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One page for a screen without script. It has a clock: no cache may keep it."""
    page = screen_page(unit_or_404(slug), SiteState.objects.current(), number)
    return render(request, "notices/displays/screen.html", page)


@public_page
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the last good pages; its address is its reach."""
    return render(
        request,
        "notices/displays/worker.js",
        {"release": settings.RELEASE},
        content_type="text/javascript",
    )
