"""The public tree of units, and the photographs of public officials."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file, picture_type
from disclosure_portal.foundation.pages import public_page

from .models import FloorPlan, Official
from .tree_page import opened_unit, search_page, tree_page


@public_page
def agency_tree(request: HttpRequest) -> HttpResponse:
    """`?open=` opens one unit, `?q=` finds units by name or code."""
    name = request.GET.get("q", "").strip()
    if name:
        return render(request, "directories/agency_tree.html", search_page(name))
    slug = request.GET.get("open", "").lower()
    unit = opened_unit(slug)
    if slug and unit is None:
        raise Http404
    page = tree_page(unit, request.GET.get("page", ""))
    return render(request, "directories/agency_tree.html", page)


@require_safe
def photo(request: HttpRequest, digest: str) -> HttpResponseBase:
    """The photograph of an official who is public now."""
    if not Official.objects.public().filter(photo_digest=digest).exists():
        raise Http404
    return answer_with_file(request, digest=digest, media_type=picture_type(digest))


@require_safe
def floor_plan(request: HttpRequest, digest: str) -> HttpResponseBase:
    if not FloorPlan.objects.filter(digest=digest).exists():
        raise Http404
    return answer_with_file(request, digest=digest, media_type=picture_type(digest))
