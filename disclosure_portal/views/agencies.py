"""The page of one unit, which joins who it is with what it published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from directories.models import Agency, AgencyAlias
from disclosure_portal.foundation.pages import public_page, state_of
from notices.models import Matter

from .agency_ledger_page import agency_ledger, with_ledger
from .agency_page import agency_page, matters_address
from .agency_services import agency_services, has_own, with_services


@public_page
def agency_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Sixteen queries at most, nine for a unit without lists, windows, promises and
    duties; an address of before leads to the one of now (301)."""
    units = with_services(Agency.objects.select_related("parent", "successor"))
    units = with_ledger(units).annotate(has_matters=has_own(Matter.objects.public()))
    unit = units.filter(slug=slug.lower()).first()
    if unit is None:
        known = get_object_or_404(AgencyAlias, slug=slug.lower())
        return redirect(known.agency, permanent=True)
    if slug != unit.slug:
        return redirect(unit, permanent=True)
    state = state_of(request)
    page = agency_page(unit, state) | agency_services(unit)
    page["ledger"] = agency_ledger(unit, state)
    page["matters_url"] = matters_address(unit.slug) if unit.has_matters else ""
    return render(request, "portal/agency_detail.html", page)
