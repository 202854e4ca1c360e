"""Photographs of where a notice was shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file, picture_type

from ..models import Posting


@require_safe
def photo(request: HttpRequest, pk: int, posting: int) -> HttpResponseBase:
    """For as long as its notice is public: asked for anew each time (one query)."""
    rows = Posting.objects.public().filter(pk=posting, notice=pk)
    digest = rows.values_list("photo_digest", flat=True).first()
    if not digest:
        raise Http404
    return answer_with_file(request, digest=digest, media_type=picture_type(digest))
