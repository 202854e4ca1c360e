"""Files of public notices: to download, and opened as pages."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file, picture_type
from disclosure_portal.foundation.pages import public_page

from ..attachment_page import PUBLIC, attachment_page, leaf_in, picture_digest, way_to
from ..models import GONE, NoticeAttachment
from ..notice_page import addressed
from .gone import gone_page


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The public copy of a file, for as long as its notice is public: asked for
    anew each time (one query), so that a withdrawal takes the files with it."""
    files = NoticeAttachment.objects.visible_to(AnonymousUser())
    file = get_object_or_404(files, pk=pk)
    return answer_with_file(
        request,
        digest=file.public_digest,
        media_type=file.media_type,
        file_name=file.file_name,
    )


@public_page
def opened(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file as a page: five queries; 410 with its notice."""
    notice = addressed(pk)
    if notice is None:
        raise Http404
    if notice.status in GONE:
        return gone_page(request, notice)
    found = get_object_or_404(NoticeAttachment, pk=file, notice=notice)
    leaf, back = leaf_in(request.GET.get("part", "")), way_to(notice)
    page = attachment_page(notice, found, leaf, at=PUBLIC, back=back)
    if page is None:
        raise Http404
    return render(request, "notices/attachment_detail.html", page)


@require_safe
def picture(request: HttpRequest, pk: int, file: int, number: int) -> HttpResponseBase:
    """The picture of one page, by the same rules as the file."""
    files = NoticeAttachment.objects.visible_to(AnonymousUser())
    found = get_object_or_404(files, pk=file, notice=pk)
    digest = picture_digest(found, number)
    if not digest:
        raise Http404
    return answer_with_file(request, digest=digest, media_type=picture_type(digest))
