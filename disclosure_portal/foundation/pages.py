"""Marking views as public pages: same answer for everybody, cacheable, no session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .models import SiteState

View = TypeVar("View", bound=Callable[..., Any])

MARK = "is_public_page"
# On a view: after so many seconds its answer is another, though no version changed.
RENEWED = "renewed_seconds"


def public_page(view: View) -> View:
    """Mark a view whose answer depends on its address, the site's version, the day
    and the `view` cookie only. Everything not so marked is answered `no-store`."""
    # A form sent to it is refused as such, not for its missing token.
    return mark_public(csrf_exempt(require_safe(view)))


def mark_public(view: View) -> View:
    """The mark alone, for views that refuse other methods in their own way; on the
    `dispatch` of a class it passes to the views made from the class."""
    setattr(view, MARK, True)
    return view


def renewed(seconds: int) -> Callable[[View], View]:
    """Mark a public page, inside of `public_page`, that counts what changes without a
    version of the site, which would make every page anew: it is kept for so long at
    most, and should say as of when it counted."""

    def mark(view: View) -> View:
        setattr(view, RENEWED, seconds)
        return view

    return mark


def state_of(request: HttpRequest) -> SiteState:
    """The site's row: on a public page the one that its ETag was made from."""
    state: SiteState | None = getattr(request, "site_state", None)
    return state or SiteState.objects.current()
