"""The site's version answers 304; staff pages speak the staff member's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.cache import patch_vary_headers

from . import clock
from .days import local_day
from .models import SiteState
from .pages import MARK, RENEWED
from .reading_view import COOKIE, USUAL, ReadingView

STAFF_PREFIXES = ("/admin/", "/desk/", "/accounts/")
READS = ("GET", "HEAD")

GetResponse = Callable[[HttpRequest], HttpResponse]


def reading_view(request: HttpRequest) -> ReadingView:
    """How this reader wants to see the page."""
    cookie = request.COOKIES.get(COOKIE)
    return ReadingView.read(cookie) if cookie else USUAL


class SitePageMiddleware:
    """Public pages carry a version of the whole site as ETag, everything else is
    `no-store`: what is not declared public is never kept by a cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        etag = getattr(request, "page_etag", None)
        if etag is None:
            response.headers.setdefault("Cache-Control", "no-store")
        elif response.status_code in (200, 304):
            response.headers["ETag"] = etag
            response.headers.setdefault("Cache-Control", settings.PUBLIC_CACHE_CONTROL)
            patch_vary_headers(response, ["Cookie"])
        else:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, MARK, False) or request.method not in READS:
            return None
        state = _read_state()
        request.site_state = state  # type: ignore[attr-defined]
        etag = page_etag(state, request, getattr(view, RENEWED, 0))
        request.page_etag = etag  # type: ignore[attr-defined]
        if etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return HttpResponseNotModified()
        return None


def _read_state() -> SiteState:
    """The site's row. Whether the connection has died since the last request shows
    when it is read: asking first would cost every page a query more."""
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return SiteState.objects.current()
    except (InterfaceError, OperationalError):
        connection.close()
        return SiteState.objects.current()


def page_etag(state: SiteState, request: HttpRequest, renewed: int = 0) -> str:
    """Changes with the site's version, with a timed change that has passed, with the
    day (pages count days left), with the reader's view and with the release; every so
    many seconds where the page is renewed."""
    # Between a timed change and its settlement more may fall due: nothing is kept.
    due = f"d{clock.now():%H%M%S%f}" if state.is_change_due else ""
    day = local_day(clock.now()).toordinal()
    slot = f"r{int(clock.now().timestamp()) // renewed}" if renewed else ""
    view = reading_view(request).written()
    return f'W/"{state.version}{due}-{day}{slot}{view}-{settings.RELEASE}"'


class PermissionsPolicyMiddleware:
    """No page asks the reader's device for its camera, microphone or place, and what
    somebody may smuggle into one can't either. (A photograph is chosen as a file.)"""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = ", ".join(f"{name}=()" for name in settings.DENIED_FEATURES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.policy
        return response


class StaffLanguageMiddleware:
    """The public site is Chinese always; staff may read theirs in English."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PREFIXES):
            return self.get_response(request)
        language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(language):
            return self.get_response(request)
