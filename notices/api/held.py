"""Reading points and activity days, read by programs."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import BigIntegerField, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows

from ..models import (
    Activity,
    ActivityQuerySet,
    ReadingPoint,
    ReadingPointQuerySet,
    VisitorCount,
)
from .activities import (
    ACTIVITY_COLUMNS,
    ACTIVITY_EXAMPLE,
    COUNT_COLUMNS,
    COUNT_EXAMPLE,
    POINT_COLUMNS,
    POINT_EXAMPLE,
    WHOLE_ACTIVITY,
    ActivityFilter,
    ActivityRowSerializer,
    ActivitySerializer,
    ReadingPointFilter,
    ReadingPointSerializer,
    VisitorCountFilter,
    VisitorCountSerializer,
    whole_activity,
)
from .content import page_address


class ByNumber(PublicViewSet):
    """Pages in the order of the rows' numbers."""

    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    filter_backends = (DjangoFilterBackend,)


@extend_schema_view(
    list=extend_schema(
        summary=_("All reading points"),
        description=_("Where anybody may read on paper what is disclosed."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ReadingPointSerializer(many=True), 400),
        examples=[OpenApiExample("point", value=POINT_EXAMPLE, response_only=True)],
    ),
)
class ReadingPointViewSet(ByNumber):
    """Archives, libraries and service halls with what is disclosed."""

    serializer_class = ReadingPointSerializer
    filterset_class = ReadingPointFilter
    columns = POINT_COLUMNS

    def get_queryset(self) -> ReadingPointQuerySet:
        return ReadingPoint.objects.public()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                row["url"] = page_address("reading-point-list")
        return super().finished(page, fields)


@extend_schema_view(
    list=extend_schema(
        summary=_("Visitors of reading points"),
        description=_("Counted by hand, by day or by month; no day twice."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(VisitorCountSerializer(many=True), 400),
        examples=[OpenApiExample("count", value=COUNT_EXAMPLE, response_only=True)],
    ),
)
class VisitorCountViewSet(ByNumber):
    """How many came, never who they were."""

    serializer_class = VisitorCountSerializer
    filterset_class = VisitorCountFilter
    columns = COUNT_COLUMNS

    def get_queryset(self) -> QuerySet[VisitorCount]:
        return VisitorCount.objects.filter(point__signed_at__isnull=False)


@extend_schema_view(
    list=extend_schema(
        summary=_("All activity days"),
        description=_("Open days, disclosure days and lectures, in order of number."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ActivityRowSerializer(many=True), 400),
        examples=[
            OpenApiExample("activity", value=ACTIVITY_EXAMPLE, response_only=True)
        ],
    ),
    retrieve=extend_schema(
        summary=_("One activity day with its questions and files"),
        description=_("What was asked and answered, handed out and photographed."),
        responses=answers(ActivitySerializer, 404),
        examples=[OpenApiExample("activity", value=WHOLE_ACTIVITY, response_only=True)],
        filters=False,
    ),
)
class ActivityViewSet(ByNumber):
    """Days on which people came to see and to ask."""

    serializer_class = ActivityRowSerializer
    filterset_class = ActivityFilter
    lookup_value_regex = "[0-9]{1,19}"
    columns = ACTIVITY_COLUMNS

    def get_queryset(self) -> ActivityQuerySet:
        return Activity.objects.public()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                row["url"] = page_address("activity-detail", row["id"])
        return super().finished(page, fields)

    def retrieve(self, request: Request, pk: str) -> Response:
        key = int(pk)
        is_known = key <= BigIntegerField.MAX_BIGINT
        content = whole_activity(key) if is_known else None
        if content is None:
            raise Http404
        return Response(content)
