"""The front page."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.kept_pages import kept_page
from disclosure_portal.foundation.pages import public_page, state_of

from .home_page import home_page

# Nobody reads the indentation of the templates, and each phone would fetch it. The page
# has no text that is set out by spaces.
INDENTATION = re.compile(rb"\n\s+")


@public_page
@kept_page
def home(request: HttpRequest) -> HttpResponse:
    """Four queries, however many boards; none while the site does not change."""
    page = render(request, "portal/home.html", home_page(state_of(request)))
    page.content = INDENTATION.sub(b"\n", page.content)
    return page
