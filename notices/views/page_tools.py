"""What the tools of a notice's page lead to: reporting a mistake, its QR code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from disclosure_portal.foundation.pages import public_page, state_of
from disclosure_portal.foundation.qr_codes import own_address, qr_svg

from ..correction_page import correction_page
from ..models import GONE, Notice
from ..notice_page import addressed
from .gone import gone_page

# An address stays what it is: the picture need not be asked for again all day.
QR_CACHE_CONTROL = "public, max-age=86400"


@public_page
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    notice = addressed(pk)
    if notice is None:
        raise Http404
    if notice.status in GONE:
        return gone_page(request, notice)
    page = correction_page(notice, state_of(request))
    return render(request, "notices/correction.html", page)


@public_page
def qr_code(_request: HttpRequest, pk: int) -> HttpResponse:
    """The address of a public notice's page, for 「手机扫一扫」."""
    notice = Notice.objects.public().filter(pk=pk).only("pk").first()
    if notice is None:
        raise Http404
    picture = qr_svg(own_address(notice.get_absolute_url()), _("Address of this page"))
    headers = {"Cache-Control": QR_CACHE_CONTROL}
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)
