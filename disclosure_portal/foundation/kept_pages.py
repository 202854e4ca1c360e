"""Pages that are made once and given to everybody until the site changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from .pages import state_of

View = Callable[[HttpRequest], HttpResponse]

# A version that nobody asks for any more leaves the memory after this.
KEPT_SECONDS = 3600


def kept_page(view: View) -> View:
    """Keep the page that a view of one address makes, in this process; under the mark
    `public_page`, whose ETag names all that the page depends on."""

    @wraps(view)
    def kept_or_made(request: HttpRequest) -> HttpResponse:
        key = _key(request)
        known: bytes | None = cache.get(key) if key else None
        if known is not None:
            return HttpResponse(known)
        response = view(request)
        if key and response.status_code == 200:
            cache.set(key, response.content, KEPT_SECONDS)
        return response

    return kept_or_made


def _key(request: HttpRequest) -> str:
    """Empty where nothing is kept: under another name of the site or with parameters,
    which the page repeats; after a timed change, until it is settled; and while the
    templates are being worked on."""
    here = f"{settings.SITE_URL}{request.path}"
    etag: str = getattr(request, "page_etag", "")
    if not etag or request.build_absolute_uri() != here:
        return ""
    if settings.DEBUG or state_of(request).is_change_due:
        return ""
    return f"page:{request.path}:{get_language()}:{etag}"
