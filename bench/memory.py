"""What a page costs without a database: frozen templates of the bench's own over rows
that were read once, behind the whole production middleware."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from disclosure_portal.foundation.pages import public_page, state_of
from disclosure_portal.views.home_page import home_page

from . import naive

LARGEST = 100


def const(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware: the most that any view could reach."""
    return HttpResponse("ok")


def notice_list(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/list.html", _list())


def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "bench/notice.html", _notice(pk))


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/home.html", _home())


@public_page
def portal_home(request: HttpRequest) -> HttpResponse:
    """The portal's own front page, made anew: whatever is kept of it is passed by."""
    return render(request, "portal/home.html", home_page(state_of(request)))


class Json(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, *_given: Any, **_more: Any) -> bytes:
        return orjson.dumps(data)


class Rows(APIView):
    """Rows of the interface, `?limit=` of them, with their texts if `?body=1`."""

    renderer_classes = (Json,)

    def get(self, request: Request) -> Response:
        known = _whole_rows() if "body" in request.query_params else _rows()
        found = known[: int(request.query_params["limit"])]
        return Response({"results": found, "next": None, "previous": None})


@cache
def _list() -> dict[str, Any]:
    return _flat(naive.list_context({}))


@cache
def _notice(pk: int) -> dict[str, Any]:
    return _flat(naive.notice_context(pk))


@cache
def _home() -> dict[str, Any]:
    context = _flat(naive.home_context())
    boards = [(board, list(map(_plain, rows))) for board, rows in context["boards"]]
    return context | {"boards": boards}


def _flat(context: dict[str, Any]) -> dict[str, Any]:
    """The context with its rows as plain records: none of them can ask a database."""
    flat = context | {"rows": list(map(_plain, context["rows"]))}
    for name in ("files", "units"):
        if name in context:
            flat[name] = list(context[name])
    if "notice" in context:
        flat["notice"] = _plain(context["notice"])
    return flat


def _plain(notice: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{field.attname: getattr(notice, field.attname) for field in _fields(notice)},
        pk=notice.pk,
        agency=notice.agency,
        board=notice.board,
        get_kind_display=str(notice.get_kind_display()),
        get_theme_display=str(notice.get_theme_display()),
    )


def _fields(notice: Any) -> Any:
    return notice._meta.concrete_fields


@cache
def _whole_rows() -> list[dict[str, Any]]:
    names = naive.NoticeSerializer.Meta.fields
    renamed = {
        "url": "source_url",
        "agency_code": "agency__code",
        "agency_name": "agency__name",
        "board_slug": "board__slug",
    }
    rows = naive.public().values_list(*(renamed.get(name, name) for name in names))
    found = [dict(zip(names, row, strict=True)) for row in rows[:LARGEST]]
    for row in found:
        row["url"] = f"https://bench.example/notices/{row['id']}/"
    return found


@cache
def _rows() -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name != "body"}
        for row in _whole_rows()
    ]
