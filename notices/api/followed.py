"""Matters and where notices were shown elsewhere, read by programs."""

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

from ..models import Matter, MatterQuerySet, Posting
from .content import page_address
from .elsewhere import (
    COLUMNS as ELSEWHERE_COLUMNS,
    EXAMPLE as ELSEWHERE_EXAMPLE,
    ElsewhereFilter,
    ElsewhereSerializer,
    add_addresses,
    public_elsewhere,
)
from .matters import (
    COLUMNS as MATTER_COLUMNS,
    ROW_EXAMPLE,
    WHOLE_EXAMPLE,
    MatterFilter,
    MatterRowSerializer,
    MatterSerializer,
    whole_matter,
)


@extend_schema_view(
    list=extend_schema(
        summary=_("All public matters"),
        description=_("Projects, policies and promised works, in order of number."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(MatterRowSerializer(many=True), 400),
        examples=[OpenApiExample("matter", value=ROW_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One matter with its notices and meetings"),
        description=_("Notices before, during and after; meetings held before."),
        responses=answers(MatterSerializer, 404),
        examples=[OpenApiExample("matter", value=WHOLE_EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class MatterViewSet(PublicViewSet):
    """One matter, one file: followed before, during and after the deed."""

    serializer_class = MatterRowSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    filter_backends = (DjangoFilterBackend,)
    filterset_class = MatterFilter
    lookup_value_regex = "[0-9]{1,19}"
    columns = MATTER_COLUMNS

    def get_queryset(self) -> MatterQuerySet:
        return Matter.objects.public()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                row["url"] = page_address("matter-detail", row["id"])
        return super().finished(page, fields)

    def retrieve(self, request: Request, pk: str) -> Response:
        key = int(pk)
        is_known = key <= BigIntegerField.MAX_BIGINT
        content = whole_matter(self.get_queryset(), key) if is_known else None
        if content is None:
            raise Http404
        return Response(content)


@extend_schema_view(
    list=extend_schema(
        summary=_("Where else public notices were shown"),
        description=_("On boards and screens, in meetings, in the order of record."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ElsewhereSerializer(many=True), 400),
        examples=[
            OpenApiExample("elsewhere", value=ELSEWHERE_EXAMPLE, response_only=True)
        ],
    ),
)
class ElsewhereViewSet(PublicViewSet):
    """Where a notice hung, was read out or handed out, with a photograph."""

    serializer_class = ElsewhereSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    paging_columns = ("id", "notice_id", "photo_digest")
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ElsewhereFilter
    columns = ELSEWHERE_COLUMNS

    def get_queryset(self) -> QuerySet[Posting]:
        return public_elsewhere()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        add_addresses(page, fields)
        return super().finished(page, fields)
