"""Published letters and the figures of letters, read by programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from directories.permissions import in_branches
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows
from disclosure_portal.foundation.qr_codes import own_address
from notices.api.filters import unit_named

from ..models import LetterKind, LetterPublication

COLUMNS: dict[str, Any] = {
    "id": "id",
    "number": "letter__number",
    "url": None,
    "kind": "kind",
    "category_name": "category__name",
    "title": "title",
    "text": "text",
    "answer": "answer",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "asked_at": "asked_at",
    "answered_at": "answered_at",
    "published_at": "published_at",
}
EXAMPLE = {
    "id": 31,
    "number": "2026000031",
    "url": "https://www.example.gov.cn/letters/2026000031/",
    "kind": "consultation",
    "category_name": "住房保障",
    "title": "农村危房改造补助怎样申请",
    "text": "我家是低保户，想申请危房改造，请问到哪里申请？",
    "answer": "您好！由户主向村民委员会提出书面申请。",
    "agency_code": "990000-zjj",
    "agency_name": "清源县住房和城乡建设局",
    "asked_at": "2026-03-03T01:30:00Z",
    "answered_at": "2026-03-06T08:00:00Z",
    "published_at": "2026-03-09T02:00:00Z",
}


class PublishedLetterSerializer(serializers.Serializer):
    """A letter as the public reads it."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    url = serializers.URLField()
    kind = serializers.ChoiceField(choices=LetterKind.choices)
    category_name = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    text = serializers.CharField()
    answer = serializers.CharField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField()


class LetterFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=LetterKind.choices)
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: answers of it and all units below it."),
    )

    class Meta:
        model = LetterPublication
        fields: ClassVar[list[str]] = []

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path]))


@extend_schema_view(
    list=extend_schema(
        summary=_("All published letters"),
        description=_("Letters and answers whose writers agreed, in order of number."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(PublishedLetterSerializer(many=True), 400),
        examples=[OpenApiExample("letter", value=EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One published letter"),
        description=_("By the number of the letter."),
        responses=answers(PublishedLetterSerializer, 404),
        examples=[OpenApiExample("letter", value=EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class LetterViewSet(PublicViewSet):
    """What people asked and units answered."""

    serializer_class = PublishedLetterSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    filter_backends = (DjangoFilterBackend,)
    filterset_class = LetterFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{10,20}"
    columns = COLUMNS

    def get_queryset(self) -> QuerySet[LetterPublication]:
        return LetterPublication.objects.public()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            numbers = dict(
                LetterPublication.objects.filter(
                    pk__in=[row["id"] for row in page]
                ).values_list("pk", "letter__number")
            )
            for row in page:
                path = reverse("letter-detail", args=[numbers[row["id"]]])
                row["url"] = own_address(path)
        return super().finished(page, fields)

    def retrieve(self, request: Request, number: str) -> Response:
        fields = tuple(self.columns)
        rows = self.get_queryset().filter(letter__number=number)
        page = self.finished(list(self.as_rows(rows, fields)), fields)
        if not page:
            raise Http404
        return Response(page[0])
