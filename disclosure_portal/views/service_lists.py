"""Lists of powers and services (权责清单, 政务服务事项), and one item of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from directories.models import ServiceItem
from disclosure_portal.foundation.pages import public_page, state_of

from .service_lists_page import service_page, services_page


@public_page
def service_list(request: HttpRequest) -> HttpResponse:
    """`?unit=`, `?kind=`, `?q=` words of the name or the beginning of a code."""
    page = services_page(request.GET.dict(), state_of(request))
    return render(request, "portal/service_list.html", page)


@public_page
def service_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Four queries; what was taken off a list says so."""
    item = get_object_or_404(ServiceItem.objects.select_related("agency"), pk=pk)
    return render(request, "portal/service_detail.html", service_page(item))
