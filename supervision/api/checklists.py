"""Published checklists, for programs: as rows, and whole as documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows

from ..checklist_document import to_json
from ..models import PUBLIC_CHECKLISTS, Checklist, Indicator
from ..stored_trees import document_of
from .checklist_examples import CHECKLIST_EXAMPLE, WHOLE_CHECKLIST_EXAMPLE

STATES = [(state.value, state.label) for state in PUBLIC_CHECKLISTS]


def _indicators() -> Coalesce:
    """Counted row by row: a page has a hundred at most."""
    rows = Indicator.objects.filter(checklist=OuterRef("pk")).order_by()
    counted = rows.values("checklist").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


COLUMNS: dict[str, Any] = {
    "id": "id",
    "url": None,
    "code": "code",
    "year": "year",
    "number": "number",
    "title": "title",
    "unit_kind": "unit_kind",
    "origin": "source",
    "status": "status",
    "published_at": "published_at",
    "retired_at": "retired_at",
    "digest": "digest",
    "indicator_count": _indicators,
}


class ChecklistSerializer(serializers.Serializer):
    """One version of a checklist."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    code = serializers.CharField(help_text=_("The same in all years and versions."))
    year = serializers.IntegerField()
    number = serializers.IntegerField(help_text=_("Version within the year."))
    title = serializers.CharField()
    unit_kind = serializers.CharField(allow_blank=True)
    origin = serializers.CharField(
        allow_blank=True, help_text=_("The paper or office that it comes from.")
    )
    status = serializers.ChoiceField(choices=STATES)
    published_at = serializers.DateTimeField()
    retired_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField(
        help_text=_("SHA-256 of the document in canonical form 1.")
    )
    indicator_count = serializers.IntegerField(
        help_text=_("Rows of the tree, dimensions included.")
    )


class WholeChecklistSerializer(ChecklistSerializer):
    document = serializers.DictField(
        help_text=_("The form disclosure-checklist/1: what an import takes.")
    )


class ChecklistFilter(filters.FilterSet):
    code = filters.CharFilter()
    year = filters.NumberFilter()
    status = filters.ChoiceFilter(choices=STATES)

    class Meta:
        model = Checklist
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        summary=_("Checklists that units are scored by"),
        description=_("Published versions and retired ones, in order of number."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ChecklistSerializer(many=True), 400),
        examples=[
            OpenApiExample("checklist", value=CHECKLIST_EXAMPLE, response_only=True)
        ],
    ),
    retrieve=extend_schema(
        summary=_("One checklist with its whole tree"),
        description=_("A draft is not found. The document can be imported elsewhere."),
        responses=answers(WholeChecklistSerializer, 404),
        examples=[
            OpenApiExample(
                "checklist", value=WHOLE_CHECKLIST_EXAMPLE, response_only=True
            )
        ],
        filters=False,
    ),
)
class ChecklistViewSet(PublicViewSet):
    """考核指标体系: dimensions, indicators, rules and choices."""

    serializer_class = ChecklistSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ChecklistFilter
    lookup_value_regex = "[0-9]{1,19}"
    columns = COLUMNS

    def get_queryset(self) -> QuerySet[Checklist]:
        return Checklist.objects.public()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                place = reverse("checklist-detail", args=[row["id"]])
                row["url"] = f"{settings.SITE_URL}{place}"
        return super().finished(page, fields)

    def retrieve(self, request: Request, pk: str) -> Response:
        key = int(pk)
        found = None
        if key <= BigIntegerField.MAX_BIGINT:
            found = self.get_queryset().filter(pk=key).first()
        if found is None:
            raise Http404
        fields = tuple(COLUMNS)
        rows = self.as_rows(self.get_queryset().filter(pk=key), fields)
        (row,) = self.finished(list(rows), fields)
        return Response(row | {"document": to_json(document_of(found))})
