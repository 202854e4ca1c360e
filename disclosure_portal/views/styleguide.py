"""The page that shows each component, for those who build the portal."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .styleguide_page import styleguide_page


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """While the portal is being worked on (DEBUG) only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "portal/styleguide.html", styleguide_page())
