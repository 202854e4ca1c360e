"""Answering with a file of the store: by the front server where it can, else here."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from .store import open_stored, path_of

# What a browser may show itself; all else is handed over as a file.
SHOWN = {"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp"}


def answer_with_file(
    request: HttpRequest, *, digest: str, media_type: str, file_name: str = ""
) -> HttpResponseBase:
    """The caller has decided that this reader may have the file, now.

    A browser keeps its copy but asks each time whether it still may: what is taken
    down is gone with the next request. Raises FileNotFoundError.
    """
    etag = f'"{digest}"'
    answer = get_conditional_response(request, etag=etag)
    response = answer or _response(digest, media_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    if response.status_code == HttpResponse.status_code:
        response.headers["Content-Type"] = media_type
        response.headers["X-Content-Type-Options"] = "nosniff"
        as_attachment = media_type not in SHOWN
        disposition = content_disposition_header(as_attachment, file_name)
        response.headers["Content-Disposition"] = disposition or "inline"
    return response


def _response(digest: str, media_type: str) -> HttpResponseBase:
    path = path_of(digest)
    if not settings.X_ACCEL_PREFIX:
        return FileResponse(path.open("rb"), content_type=media_type)
    response = HttpResponse(content_type=media_type)
    place = f"{settings.X_ACCEL_PREFIX}{digest[:2]}/{digest}"
    response.headers["X-Accel-Redirect"] = place
    return response


def picture_type(digest: str) -> str:
    """The media type of a stored picture that we have drawn ourselves."""
    with open_stored(digest) as file:
        start = file.read(4)
    if start == b"\x89PNG":
        return "image/png"
    return "image/gif" if start == b"GIF8" else "image/jpeg"
