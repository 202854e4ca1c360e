"""Files of notices that this person may see, public or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file, picture_type
from disclosure_portal.foundation.models import User

from .attachment_page import DESK, attachment_page, leaf_in, picture_digest
from .models import NoticeAttachment
from .waiting import helped_by


def _found(request: HttpRequest, **keys: int) -> NoticeAttachment:
    assert isinstance(request.user, User)  # the views below let nobody else in
    seen = NoticeAttachment.objects.visible_to(request.user)
    helped = NoticeAttachment.objects.filter(notice__in=helped_by(request.user))
    files = seen | helped
    return get_object_or_404(files.select_related("notice__agency"), **keys)


@require_safe
@login_required
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    file = _found(request, pk=pk)
    return answer_with_file(
        request,
        digest=file.public_digest,
        media_type=file.media_type,
        file_name=file.file_name,
    )


@require_safe
@login_required
def opened(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file as its readers will see it."""
    found = _found(request, pk=file, notice=pk)
    notice = found.notice
    leaf = leaf_in(request.GET.get("part", ""))
    page = attachment_page(notice, found, leaf, at=DESK, back=[])
    if page is None:
        raise Http404
    context = {**page, "desk_section": "notices", "row": notice}
    return render(request, "notices/desk/attachment_detail.html", context)


@require_safe
@login_required
def picture(request: HttpRequest, pk: int, file: int, number: int) -> HttpResponseBase:
    digest = picture_digest(_found(request, pk=file, notice=pk), number)
    if not digest:
        raise Http404
    return answer_with_file(request, digest=digest, media_type=picture_type(digest))
