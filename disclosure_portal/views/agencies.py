"""The page of one unit, which joins who it is with what it published."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from directories.models import (
    Agency,
    AgencyAlias,
    ServiceItem,
    ServicePoint,
    ServicePromise,
)
from directories.service_pages import (
    kinds_of,
    points_of,
    promises_of,
    services_address,
)
from disclosure_portal.foundation.pages import public_page, state_of
from notices.models import Matter

from .agency_page import agency_page, matters_address


def _exists(rows: QuerySet) -> Exists:
    return Exists(rows.filter(agency=OuterRef("pk")))


@public_page
def agency_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Fourteen queries at most, nine for a unit without lists, windows and promises;
    an address of before leads to the one of now (301)."""
    units = Agency.objects.select_related("parent", "successor").annotate(
        has_matters=_exists(Matter.objects.public()),
        has_items=_exists(ServiceItem.objects.listed()),
        has_points=_exists(ServicePoint.objects.all()),
        has_promises=_exists(ServicePromise.objects.all()),
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
    page |= {
        "service_kinds": kinds_of(unit) if unit.has_items else [],
        "services_url": services_address(unit=unit.slug),
        "points": points_of(unit) if unit.has_points else [],
        "promises": promises_of(unit) if unit.has_promises else [],
    }
    return render(request, "portal/agency_detail.html", page)
