"""The open lines of a notice as a sheet, as they were signed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.pages import public_page
from disclosure_portal.foundation.spreadsheets.columns import Column

from ..kind_pages.registry import (
    fits_workbook,
    signed_lines,
    with_signed_content,
)
from ..models import Notice
from ..structures.line_table import Line

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@public_page
def lines(request: HttpRequest, pk: int, code: str, ending: str) -> HttpResponseBase:
    """One table of a public notice; formulas in its texts are made harmless. A long
    one is handed out line by line only."""
    public = with_signed_content(Notice.objects.visible_to(AnonymousUser()))
    notice = get_object_or_404(public, pk=pk)
    found = signed_lines(notice, code)
    if found is None or ending not in TYPES:
        raise Http404
    if ending == "xlsx" and not fits_workbook(found[1]):
        return redirect("notice-lines", pk=pk, code=code, ending="csv")
    response = _written(ending, *found)
    name = content_disposition_header(True, f"{notice.title}.{ending}")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


def _written(
    ending: str, columns: Sequence[Column], rows: Sequence[Line]
) -> HttpResponseBase:
    if ending == "csv":
        lines = template.csv_lines(columns, rows)
        return StreamingHttpResponse(lines, content_type=TYPES[ending])
    stream = BytesIO()
    template.write_rows(columns, rows, stream)
    return HttpResponse(stream.getvalue(), content_type=TYPES[ending])
