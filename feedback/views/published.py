"""Letters that were published, for everybody; no search engine keeps them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from disclosure_portal.foundation.pages import public_page, state_of

from ..letter_list import letter_list_page, letter_page
from ..models import LetterPublication


@public_page
def letter_list(request: HttpRequest) -> HttpResponse:
    page = letter_list_page(request.GET.dict(), state_of(request))
    return _unfindable(render(request, "feedback/letter_list.html", page))


@public_page
def letter_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One query."""
    public = LetterPublication.objects.public().select_related("letter", "agency")
    row = get_object_or_404(public, letter__number=number)
    return _unfindable(render(request, "feedback/letter_detail.html", letter_page(row)))


def _unfindable(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
