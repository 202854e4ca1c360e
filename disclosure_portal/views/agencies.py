"""The page of one unit, which joins who it is with what it published."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from directories.models import Agency, AgencyAlias
from disclosure_portal.foundation.pages import public_page, state_of
from notices.models import Matter

from .agency_page import agency_page, matters_address


@public_page
def agency_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Nine queries at most; an address of before leads to the one of now (301)."""
    units = Agency.objects.select_related("parent", "successor").annotate(
        has_matters=Exists(Matter.objects.public().filter(agency=OuterRef("pk")))
    )
    unit = units.filter(slug=slug.lower()).first()
    if unit is None:
        alias = AgencyAlias.objects.select_related("agency").filter(slug=slug.lower())
        known = alias.first()
        if known is None:
            raise Http404
        return redirect(known.agency, permanent=True)
    if slug != unit.slug:
        return redirect(unit, permanent=True)
    page = agency_page(unit, state_of(request))
    page["matters_url"] = matters_address(unit.slug) if unit.has_matters else ""
    return render(request, "portal/agency_detail.html", page)
