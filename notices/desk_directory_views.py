"""The directory at the desk: the public pages, with the states for whom the site's
setting means them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directories.models import Agency, CatalogueItem
from disclosure_portal.foundation.keyset import BadCursor
from disclosure_portal.foundation.models import SiteState, User

from .directory_list import directory_page
from .duty_page import duty_page
from .ledger_places import Place, desk_place
from .missing_page import missing_page
from .unit_directory import unit_directory


@require_safe
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    state = SiteState.objects.current()
    page = directory_page(request.GET.dict(), state, _place(request, state))
    return render(request, "notices/directory.html", page)


@require_safe
@login_required
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    place = _place(request, SiteState.objects.current())
    found = get_object_or_404(Agency, slug=slug)
    try:
        page = unit_directory(found, request.GET.dict(), place)
    except BadCursor:
        raise Http404 from None
    return render(request, "notices/unit_directory.html", page)


@require_safe
@login_required
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    place = _place(request, SiteState.objects.current())
    begun = CatalogueItem.objects.exclude(begins_on=None)
    item = get_object_or_404(begun.select_related("agency", "entry__rule"), pk=pk)
    page = duty_page(item, request.GET.dict(), place)
    return render(request, "notices/duty_detail.html", page)


@require_safe
@login_required
def missing_list(request: HttpRequest) -> HttpResponse:
    state = SiteState.objects.current()
    page = missing_page(request.GET.dict(), state, _place(request, state))
    return render(request, "notices/missing_list.html", page)


def _place(request: HttpRequest, state: SiteState) -> Place:
    assert isinstance(request.user, User)
    place = desk_place(state, request.user)
    if not place.shows:
        raise PermissionDenied
    return place
