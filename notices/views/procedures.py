"""Service guides by life event, audience and unit, and by letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..procedure_letters import letters_page
from ..procedure_list import procedure_list_page


@public_page
def procedure_list(request: HttpRequest) -> HttpResponse:
    """The rows, what they say, and how many there are: three queries at most."""
    page = procedure_list_page(request.GET.dict(), state_of(request))
    return render(request, "notices/procedure_list.html", page)


@public_page
def letters(request: HttpRequest) -> HttpResponse:
    """No query while the site stays as it is, however many guides there are."""
    page = letters_page(request.GET.dict(), state_of(request))
    return render(request, "notices/procedure_letters.html", page)
