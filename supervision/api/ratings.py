"""Published rounds and ratings with their explanation, read by programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from directories.api.service_viewsets import Numbered
from directories.permissions import in_branches
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from notices.api.filters import unit_named

from ..models import InspectionRound, RoundUnit, UnitRating
from .rating_examples import RATING_EXAMPLE, ROUND_EXAMPLE, WHOLE_RATING_EXAMPLE


def _units() -> Subquery:
    """Counted row by row: a page has a hundred at most."""
    rows = RoundUnit.objects.filter(round=OuterRef("pk")).order_by()
    counted = rows.values("round").annotate(count=Count("pk"))
    return Subquery(counted.values("count"))


ROUND_COLUMNS: dict[str, Any] = {
    "id": "id",
    "title": "title",
    "checklist_id": "checklist_id",
    "first_day": "first_day",
    "last_day": "last_day",
    "blind_percent": "blind_percent",
    "seed": "seed",
    "unit_count": _units,
    "published_at": "published_at",
}
RATING_COLUMNS: dict[str, Any] = {
    "id": "id",
    "round_id": "unit__round_id",
    "agency_code": "unit__agency__code",
    "agency_name": "unit__agency__name",
    "unit_group": "unit__group",
    "total": "total",
    "grade": "grade",
    "rank": "rank",
    "is_vetoed": "is_vetoed",
    "is_failed": "is_failed",
    "is_model": "is_model",
}


class InspectionRoundSerializer(serializers.Serializer):
    """A round whose ratings are public."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    checklist_id = serializers.IntegerField(help_text=_("Of /checklists/."))
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    blind_percent = serializers.IntegerField(
        help_text=_("Share of the units that two scored blind.")
    )
    seed = serializers.CharField(help_text=_("What the sample was drawn with."))
    unit_count = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class UnitRatingSerializer(serializers.Serializer):
    """What a unit has in a round."""

    id = serializers.IntegerField()
    round_id = serializers.IntegerField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    unit_group = serializers.CharField(allow_blank=True)
    total = serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)
    grade = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True)
    is_vetoed = serializers.BooleanField()
    is_failed = serializers.BooleanField()
    is_model = serializers.BooleanField()


class WholeRatingSerializer(UnitRatingSerializer):
    parts = serializers.ListField(
        child=serializers.ListField(),
        help_text=_("Code, title, points and maximum of each part."),
    )
    scores = serializers.ListField(
        child=serializers.ListField(),
        help_text=_("Code, points, maximum, whether it applies, comment."),
    )
    lines = serializers.ListField(
        child=serializers.DictField(),
        help_text=_("Each step of the arithmetic; together they make the total."),
    )


class RatingFilter(filters.FilterSet):
    round = filters.NumberFilter(field_name="unit__round_id")
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: ratings of it and of all units below it."),
    )

    class Meta:
        model = UnitRating
        fields: ClassVar[list[str]] = []

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path], "unit__agency__path"))


class InOrder(Numbered):
    """One of them may tell more than its columns."""

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response({**self.one(pk), **self.whole(pk)})

    def whole(self, pk: str) -> dict[str, Any]:
        """What a single one tells beside its columns."""
        return {}


@extend_schema_view(
    list=extend_schema(
        summary=_("Inspection rounds whose ratings are public"),
        description=_("In order of their numbers."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(InspectionRoundSerializer(many=True), 400),
        examples=[OpenApiExample("round", value=ROUND_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One inspection round"),
        description=_("A round that is not published is not found."),
        responses=answers(InspectionRoundSerializer, 404),
        examples=[OpenApiExample("round", value=ROUND_EXAMPLE, response_only=True)],
    ),
)
class InspectionRoundViewSet(InOrder):
    """考核任务: which units were scored, by what, over which period."""

    serializer_class = InspectionRoundSerializer
    columns = ROUND_COLUMNS

    def get_queryset(self) -> QuerySet[InspectionRound]:
        return InspectionRound.objects.published()


@extend_schema_view(
    list=extend_schema(
        summary=_("Published ratings of units"),
        description=_("In order of their numbers; of one round with `round`."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(UnitRatingSerializer(many=True), 400),
        examples=[OpenApiExample("rating", value=RATING_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One rating with its explanation"),
        description=_("Every point, and each step of the arithmetic."),
        responses=answers(WholeRatingSerializer, 404),
        examples=[
            OpenApiExample("rating", value=WHOLE_RATING_EXAMPLE, response_only=True)
        ],
        filters=False,
    ),
)
class RatingViewSet(InOrder):
    """考核结果: totals, grades and ranks, and how each came about."""

    serializer_class = UnitRatingSerializer
    filterset_class = RatingFilter
    columns = RATING_COLUMNS

    def get_queryset(self) -> QuerySet[UnitRating]:
        return UnitRating.objects.published()

    def whole(self, pk: str) -> dict[str, Any]:
        rating = self.get_queryset().filter(pk=pk).values("parts", "scores", "lines")
        return dict(rating.get())
