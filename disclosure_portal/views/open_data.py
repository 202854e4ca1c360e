"""Open data: what sets there are, what their columns mean, and the sets themselves."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.api.errors import error_response
from disclosure_portal.foundation.api.throttling import ReadThrottle
from disclosure_portal.foundation.keyset import BadCursor
from disclosure_portal.foundation.pages import public_page, state_of

from ..open_data.answers import FORMATS, Answer, answer_of
from ..open_data.sets import SETS, DataSet
from .open_data_page import columns_of, set_page, sets_page


@public_page
def sets(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/open_data.html", sets_page())


@public_page
def data_set(request: HttpRequest, code: str) -> HttpResponse:
    page = set_page(_set_of(code), state_of(request).host_unit)
    return render(request, "portal/open_data_set.html", page)


@public_page
def columns(request: HttpRequest, code: str) -> HttpResponse:
    answer = JsonResponse(
        columns_of(_set_of(code)), json_dumps_params={"ensure_ascii": False}
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@public_page
def rows(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """A part of a set as it stands now; nothing is kept in memory but a chunk."""
    found = _set_of(code)
    if ending not in FORMATS:
        raise Http404
    if refusal := _refusal(request):
        return refusal
    try:
        answer = answer_of(found, ending, request.GET.get("after", ""))
    except BadCursor:
        message = _("`after` takes the cursor of a row of this set.")
        return error_response(400, "invalid_cursor", message)
    return _streamed(request, answer, f"{code}.{ending}")


def _set_of(code: str) -> DataSet:
    if code not in SETS:
        raise Http404
    return SETS[code]


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if unknown := [name for name in request.GET if name != "after"]:
        message = _("There is no parameter “%(name)s”.") % {"name": unknown[0][:40]}
        return error_response(400, "unknown_parameter", message)
    throttle = ReadThrottle()
    if throttle.allows(request, "export"):
        return None
    message = _("Too many downloads from your address: wait a minute.")
    response = error_response(429, "throttled", message)
    response.headers["Retry-After"] = str(throttle.seconds_left)
    return response


def _streamed(request: HttpRequest, answer: Answer, name: str) -> StreamingHttpResponse:
    blocks = () if request.method == "HEAD" else answer.blocks
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Link",
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex",
        "Link": _links(request, answer, name),
    }
    return StreamingHttpResponse(
        blocks, content_type=answer.media_type, headers=headers
    )


def _links(request: HttpRequest, answer: Answer, name: str) -> str:
    meaning = reverse("open-data-columns", args=[name.partition(".")[0]])
    links = [f'<{request.build_absolute_uri(meaning)}>; rel="describedby"']
    if answer.following:
        address = request.build_absolute_uri(f"{request.path}?after={answer.following}")
        links.append(f'<{address}>; rel="next"')
    return ", ".join(links)
