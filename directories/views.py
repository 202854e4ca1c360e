"""The public tree of units, their guides, and the photographs of public officials."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file, picture_type
from disclosure_portal.foundation.pages import public_page

from .guide_page import guide_page, unit_at
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


@public_page
def guide(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """The guide in force, or one of its versions; three queries. An address of before
    leads to the one of now (301)."""
    unit = unit_at(slug)
    if unit.slug != slug:
        name = "guide-version" if version else "guide"
        return redirect(name, *filter(None, [unit.slug, version]), permanent=True)
    page = guide_page(unit, version)
    return render(request, "directories/guide.html", page)


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
