"""The naive twin: the same pages over the same tables, as tutorials write them.

Its queries are also what bench.memory renders from, read once.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.viewsets import ReadOnlyModelViewSet

from directories.models import Agency
from notices.models import Board, Kind, Notice, Theme

NAME = "清源县政务公开"
PAGE, NEWEST, ON_BOARD, NEARBY = 20, 10, 6, 5
YEARS = range(2026, 2015, -1)


def public() -> QuerySet[Notice]:
    notices = Notice.objects.filter(status="published", audience="public")
    return notices.select_related("agency", "board").order_by("-published_at", "-id")


def groups() -> list[dict[str, Any]]:
    """The choices beside a list."""
    boards = [(board.slug, board.name) for board in Board.objects.all()]
    units = [(unit.slug, unit.short_name) for unit in top_units()]
    return [
        {"name": "branch", "title": "单位", "choices": units},
        {"name": "board", "title": "公开栏", "choices": boards},
        {"name": "kind", "title": "类别", "choices": Kind.choices},
        {"name": "theme", "title": "主题", "choices": Theme.choices},
        {"name": "year", "title": "年份", "choices": [(year, year) for year in YEARS]},
    ]


def top_units() -> QuerySet[Agency]:
    return Agency.objects.filter(parent__parent=None).exclude(parent=None)


def list_context(parameters: Any) -> dict[str, Any]:
    notices = public()
    if branch := parameters.get("branch"):
        path = Agency.objects.get(slug=branch).path
        notices = notices.filter(agency__path__startswith=path)
    if kind := parameters.get("kind"):
        notices = notices.filter(kind=kind)
    if year := parameters.get("year"):
        notices = notices.filter(published_at__year=year)
    if word := parameters.get("q"):
        notices = notices.filter(title__icontains=word)
    page = Paginator(notices, PAGE).get_page(parameters.get("page", 1))
    return {
        "name": NAME,
        "rows": page.object_list,
        "count": page.paginator.count,
        "next_page": page.number + 1,
        "groups": groups(),
    }


def notice_context(pk: int) -> dict[str, Any]:
    notice = get_object_or_404(public(), pk=pk)
    nearby = public().filter(board=notice.board).exclude(pk=pk)[:NEARBY]
    files = notice.attachments.all()
    return {"name": NAME, "notice": notice, "files": files, "rows": nearby}


def home_context() -> dict[str, Any]:
    boards = Board.objects.filter(is_on_home=True)
    return {
        "name": NAME,
        "rows": public()[:NEWEST],
        "boards": [(row, public().filter(board=row)[:ON_BOARD]) for row in boards],
        "units": top_units(),
        "count": public().count(),
    }


def notice_list(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/list.html", list_context(request.GET))


def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "bench/notice.html", notice_context(pk))


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/home.html", home_context())


class NoticeSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("notice-detail")
    agency_code = serializers.CharField(source="agency.code")
    agency_name = serializers.CharField(source="agency.name")
    board_slug = serializers.CharField(source="board.slug")

    class Meta:
        model = Notice
        fields = (
            "id", "url", "title", "summary", "index_number", "document_number",
            "agency_code", "agency_name", "board_slug", "kind", "theme", "genre",
            "stage", "keywords", "issued_on", "published_at", "recorded_at",
            "effective_from", "effective_until", "validity", "is_migrated",
            "interprets", "body",
        )  # fmt: skip

    def get_fields(self) -> dict[str, Any]:
        """Texts only where `?body=1` asks for them."""
        fields = super().get_fields()
        if "body" not in self.context["request"].query_params:
            del fields["body"]
        return fields


class NoticePages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100


class NoticeViewSet(ReadOnlyModelViewSet):
    serializer_class = NoticeSerializer
    pagination_class = NoticePages

    def get_queryset(self) -> QuerySet[Notice]:
        return public()
