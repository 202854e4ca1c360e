"""Published years and what each unit has in them, read by programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from directories.permissions import in_branches
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from notices.api.filters import unit_named

from ..models import YearAssessment, YearResult
from .ratings import InOrder
from .year_examples import (
    RESULT_EXAMPLE,
    WHOLE_RESULT_EXAMPLE,
    WHOLE_YEAR_EXAMPLE,
    YEAR_EXAMPLE,
)


def _units() -> Subquery:
    """Counted row by row: a page has a hundred at most."""
    rows = YearResult.objects.filter(assessment=OuterRef("pk")).order_by()
    counted = rows.values("assessment").annotate(count=Count("pk"))
    return Subquery(counted.values("count"))


YEAR_COLUMNS: dict[str, Any] = {
    "id": "id",
    "year": "year",
    "title": "title",
    "unit_count": _units,
    "published_at": "published_at",
}
RESULT_COLUMNS: dict[str, Any] = {
    "id": "id",
    "assessment_id": "assessment_id",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "unit_group": "group",
    "total": "total",
    "grade": "grade",
    "rank": "rank",
    "bonus": "bonus",
    "penalty": "penalty",
    "is_vetoed": "is_vetoed",
    "is_failed": "is_failed",
}


class YearAssessmentSerializer(serializers.Serializer):
    """A year whose results are public."""

    id = serializers.IntegerField()
    year = serializers.IntegerField()
    title = serializers.CharField()
    unit_count = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class YearShareSerializer(serializers.Serializer):
    """A round of the year, and what it counts."""

    round_id = serializers.IntegerField(help_text=_("Of /inspections/."))
    title = serializers.CharField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    full = serializers.DecimalField(
        max_digits=8, decimal_places=2, help_text=_("The total that counts as 100.")
    )


class WholeYearSerializer(YearAssessmentSerializer):
    choices = serializers.DictField(help_text=_("Caps, gates and grades."))
    shares = YearShareSerializer(many=True)


class YearResultSerializer(serializers.Serializer):
    """What a unit has for a year."""

    id = serializers.IntegerField()
    assessment_id = serializers.IntegerField(help_text=_("Of /year-assessments/."))
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    unit_group = serializers.CharField(allow_blank=True)
    total = serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)
    grade = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    bonus = serializers.DecimalField(max_digits=12, decimal_places=4)
    penalty = serializers.DecimalField(max_digits=12, decimal_places=4)
    is_vetoed = serializers.BooleanField()
    is_failed = serializers.BooleanField()


class WholeYearResultSerializer(YearResultSerializer):
    shares = serializers.ListField(
        child=serializers.ListField(),
        help_text=_(
            "Code, title, share in per cent, the total that counts as 100, the unit's"
            " total, what it gave."
        ),
    )
    register = serializers.ListField(
        child=serializers.ListField(),
        help_text=_("Code, kind, ground, points, day, evidence, number of a notice."),
    )
    lines = serializers.ListField(
        child=serializers.DictField(),
        help_text=_("Each step of the arithmetic; together they make the total."),
    )


class YearResultFilter(filters.FilterSet):
    assessment = filters.NumberFilter(field_name="assessment_id")
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: results of it and of all units below it."),
    )

    class Meta:
        model = YearResult
        fields: ClassVar[list[str]] = []

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path], "agency__path"))


@extend_schema_view(
    list=extend_schema(
        summary=_("Years whose results are public"),
        description=_("In order of their numbers."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(YearAssessmentSerializer(many=True), 400),
        examples=[OpenApiExample("year", value=YEAR_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One year with its rounds and rules"),
        description=_("A year that is not published, or was withdrawn, is not found."),
        responses=answers(WholeYearSerializer, 404),
        examples=[OpenApiExample("year", value=WHOLE_YEAR_EXAMPLE, response_only=True)],
    ),
)
class YearAssessmentViewSet(InOrder):
    """年度考核: which rounds make the year, by which shares and rules."""

    serializer_class = YearAssessmentSerializer
    columns = YEAR_COLUMNS

    def get_queryset(self) -> QuerySet[YearAssessment]:
        return YearAssessment.objects.published()

    def whole(self, pk: str) -> dict[str, Any]:
        found = self.get_queryset().get(pk=pk)
        shares = found.shares.order_by("round__last_day", "round_id")
        return {
            "choices": found.choices,
            "shares": [
                {"round_id": pk, "title": title, "percent": percent, "full": full}
                for pk, title, percent, full in shares.values_list(
                    "round_id", "round__title", "percent", "full"
                )
            ],
        }


@extend_schema_view(
    list=extend_schema(
        summary=_("Published results of years"),
        description=_("In order of their numbers; of one year with `assessment`."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(YearResultSerializer(many=True), 400),
        examples=[OpenApiExample("result", value=RESULT_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One result of a year with its explanation"),
        description=_("What each round and each line of the registers gave."),
        responses=answers(WholeYearResultSerializer, 404),
        examples=[
            OpenApiExample("result", value=WHOLE_RESULT_EXAMPLE, response_only=True)
        ],
        filters=False,
    ),
)
class YearResultViewSet(InOrder):
    """年度考核结果: totals, grades and ranks, and how each came about."""

    serializer_class = YearResultSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = YearResultFilter
    columns = RESULT_COLUMNS

    def get_queryset(self) -> QuerySet[YearResult]:
        return YearResult.objects.published()

    def whole(self, pk: str) -> dict[str, Any]:
        rows = self.get_queryset().filter(pk=pk)
        return dict(rows.values("shares", "register", "lines").get())
