"""Notices on paper and in short: sheets to print, copies to keep, texts to read out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.pages import public_page, state_of

from ..displays.units import unit_or_404
from ..models import GONE, CopyForm, Notice
from ..notice_page import addressed
from ..paper.broadcasts import broadcast_page, broadcast_texts
from ..paper.copies import MEDIA_TYPES, copy_of
from ..paper.handbooks import handbook_of, is_ready
from ..paper.sheets import sheet_page
from .gone import gone_page


@public_page
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """As many queries as the notice's own page, one more for a posting."""
    notice = _addressed(pk)
    if notice.status in GONE:
        return gone_page(request, notice)
    asked = request.GET.get("posting", "")
    page = sheet_page(notice, state_of(request), posting=asked)
    return render(request, "notices/paper/sheet.html", page)


@public_page
def short_text(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _addressed(pk)
    if notice.status in GONE:
        return gone_page(request, notice)
    return render(request, "notices/paper/short_text.html", broadcast_page(notice))


@require_safe
def plain_text(request: HttpRequest, pk: int) -> HttpResponse:
    """For devices that ask by themselves; what is gone says so by its status. It
    depends on the moment (a warning ends): no cache keeps it."""
    notice = _addressed(pk)
    if notice.status in GONE:
        return HttpResponse(status=410, content_type="text/plain")
    text = broadcast_texts(notice)["led"]
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def copy(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Whether it may be had is asked anew each time, as for attachments."""
    notice = _addressed(pk)
    if notice.status in GONE:
        return gone_page(request, notice)
    made = copy_of(notice, CopyForm(form))
    if made is None:
        raise Http404
    return answer_with_file(
        request,
        digest=made.digest,
        media_type=MEDIA_TYPES[CopyForm(form)],
        file_name=f"{notice.title}.{form}",
    )


@require_safe
def handbook(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The book, or a page that says that it is being made."""
    unit = unit_or_404(slug)
    book = handbook_of(unit)
    if book is None:
        raise Http404
    if not is_ready(book):
        context = {"unit": unit.name, "back_url": unit.get_absolute_url()}
        return render(request, "notices/paper/waiting.html", context, status=202)
    return answer_with_file(
        request,
        digest=book.digest,
        media_type=MEDIA_TYPES[CopyForm.PDF],
        file_name=f"{unit.name}.pdf",
    )


def _addressed(pk: int) -> Notice:
    notice = addressed(pk)
    if notice is None:
        raise Http404
    return notice
