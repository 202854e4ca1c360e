"""Service guides by life event, audience and unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..procedure_list import procedure_list_page


@public_page
def procedure_list(request: HttpRequest) -> HttpResponse:
    """The rows, what they say, and how many there are: three queries at most."""
    page = procedure_list_page(request.GET.dict(), state_of(request))
    return render(request, "notices/procedure_list.html", page)
