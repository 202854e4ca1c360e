"""What every template may use: the site's identity, the warnings
in force, and how the reader wants to see the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .desk_doors import doors_of, lists_of
from .middleware import reading_view
from .models import SiteState
from .warning_banner import Banner, banner


def site(request: HttpRequest) -> dict[str, Any]:
    def load() -> SiteState:
        return SiteState.objects.current()

    state: Any = getattr(request, "site_state", None) or SimpleLazyObject(load)

    def warnings() -> Banner:
        return banner(state)

    return {
        "site": state,
        "warnings": SimpleLazyObject(warnings),
        "reading": reading_view(request),
        "desk_doors": SimpleLazyObject(lambda: doors_of(request.user)),
        "desk_lists": SimpleLazyObject(lambda: lists_of(request.user)),
    }
