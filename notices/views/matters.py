"""The pages of matters, followed through before, during and after."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from disclosure_portal.foundation.pages import public_page, state_of

from ..matter_list import matter_list_page
from ..matter_pages import matter_page
from ..models import Matter


@public_page
def matter_list(request: HttpRequest) -> HttpResponse:
    page = matter_list_page(request.GET.dict(), state_of(request))
    return render(request, "notices/matter_list.html", page)


@public_page
def matter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Three queries; a matter that was never signed is not there."""
    public = Matter.objects.public().select_related("agency")
    matter = get_object_or_404(public, pk=pk)
    return render(request, "notices/matter_detail.html", matter_page(matter))
