"""The open lines of a notice as a sheet, as they were signed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from disclosure_portal.foundation.pages import public_page
from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.spreadsheets.template import csv_lines, write_rows

from ..kind_pages.registry import signed_lines, with_signed_content
from ..models import Notice
from ..structures.line_table import Line

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@public_page
def lines(request: HttpRequest, pk: int, code: str, ending: str) -> HttpResponse:
    """One table of a public notice; formulas in its texts are made harmless."""
    public = with_signed_content(Notice.objects.visible_to(AnonymousUser()))
    notice = get_object_or_404(public, pk=pk)
    found = signed_lines(notice, code)
    if found is None or ending not in TYPES:
        raise Http404
    response = HttpResponse(_written(ending, *found), content_type=TYPES[ending])
    name = content_disposition_header(True, f"{notice.title}.{ending}")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


def _written(ending: str, columns: Sequence[Column], rows: Sequence[Line]) -> bytes:
    if ending == "csv":
        return b"".join(csv_lines(columns, rows))
    stream = BytesIO()
    write_rows(columns, rows, stream)
    return stream.getvalue()
