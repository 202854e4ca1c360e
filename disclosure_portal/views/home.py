"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.kept_pages import kept_page
from disclosure_portal.foundation.pages import public_page, state_of

from .home_page import home_page


@public_page
@kept_page
def home(request: HttpRequest) -> HttpResponse:
    """Four queries, however many boards; none while the site does not change."""
    return render(request, "portal/home.html", home_page(state_of(request)))
