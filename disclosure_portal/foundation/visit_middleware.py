"""Counting pages as readers get them, without cookies, scripts or other hosts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from . import clock
from .days import local_day
from .limits import network_of
from .middleware import STAFF_PREFIXES
from .models.visits import MOST_OF_PATH
from .own_pages import is_own_walk
from .sign_in import address_of
from .visit_batches import Asked, Lost, View, is_robot
from .visit_writer import note_asked, note_lost, note_robot, note_view

UNCOUNTED = (
    *STAFF_PREFIXES,
    *("/api/", "/static/", "/view/", "/leaving/", "/search/suggest/"),
    # Addresses that only one reader knows.
    "/alerts/",
    # Walls and halls ask all day long; no reader stands behind each request.
    *("/screen/", "/kiosk/"),
)

GetResponse = Callable[[HttpRequest], HttpResponse]


class VisitMiddleware:
    """What counts is a page that was asked for: whole, or known already (304)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.VISIT_SECONDS and _may_count(request):
            if is_page(request, response):
                _note_page(request)
            elif response.status_code == 404:
                _note_lost(request)
        return response


def _may_count(request: HttpRequest) -> bool:
    """Readers only: no staff, no programs, nothing that a browser guesses at."""
    is_guess = "prefetch" in request.headers.get("Sec-Purpose", "")
    return (
        request.method == "GET"
        and not is_guess
        and not is_own_walk(request)
        and not request.path.startswith(UNCOUNTED)
    )


def is_page(request: HttpRequest, response: HttpResponse) -> bool:
    if request.resolver_match is None:
        return False
    if response.status_code == 304:
        # It has no type; addresses of files have no slash at their end.
        return hasattr(request, "page_etag") and request.path.endswith("/")
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html


def _note_page(request: HttpRequest) -> None:
    assert request.resolver_match is not None
    agent = request.headers.get("User-Agent", "")
    view = View(
        day=local_day(clock.now()),
        path=escape_uri_path(request.path)[:MOST_OF_PATH],
        view=request.resolver_match.view_name[:40],
        reader=f"{_place(request)} {agent}",
    )
    if is_robot(agent):
        note_robot(view)
    else:
        note_view(view)
        # A view of search says what was asked for, and whether anything was found.
        words, has_found = getattr(request, "asked_words", ("", False))
        if words:
            note_asked(Asked(view.day, words, has_found, view.reader))


def _place(request: HttpRequest) -> str:
    try:
        return network_of(address_of(request))
    except ImproperlyConfigured:  # fewer proxies than expected: no page fails for it
        return network_of(request.META.get("REMOTE_ADDR"))


def _note_lost(request: HttpRequest) -> None:
    if is_robot(request.headers.get("User-Agent", "")):
        return
    note_lost(
        Lost(
            day=local_day(clock.now()),
            path=escape_uri_path(request.path)[:MOST_OF_PATH],
            referrer=_referrer(request)[:MOST_OF_PATH],
        )
    )


def _referrer(request: HttpRequest) -> str:
    """The path of the page of this site that leads here, else the other site's host:
    what else stands in the address of another site is not ours to keep."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    own = (request.get_host(), urlsplit(settings.SITE_URL).netloc)
    return escape_uri_path(parts.path if parts.netloc in own else parts.netloc)
