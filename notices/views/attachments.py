"""Files of public notices."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file

from ..models import NoticeAttachment


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
