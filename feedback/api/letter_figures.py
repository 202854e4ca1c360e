"""The figures of letters, read by programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.api.documents import answers
from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.api.public import PublicViewSet
from disclosure_portal.foundation.pages import mark_public, renewed

from ..figure_cells import median
from ..letter_periods import FIRST_YEAR, PARTS, period_named
from ..letter_tables import RENEWED, Row, tables_of

FIGURES: dict[str, Any] = {
    "received": 1,
    "answered": 1,
    "answered_in_time": 1,
    "accepted_late": 0,
    "overdue": 0,
    "median_days": "3",
    "lower_quartile_days": 3,
    "upper_quartile_days": 3,
    "settled": 1,
    "median_days_to_settle": "4",
    "published": 1,
    "ratings": {"5": 1},
    "place": None,
}


def _row(code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name, **FIGURES}


FIGURES_EXAMPLE = {
    "year": 2026,
    "part": "03",
    "first": "2026-03-01",
    "last": "2026-03-31",
    "as_of": "2026-03-10T00:00:00Z",
    "tables": [
        {"code": "periods", "rows": [_row("2026-03", "2026年3月")]},
        {"code": "kinds", "rows": [_row("consultation", "咨询")]},
        {"code": "units", "rows": [_row("990000-zjj", "住建局")]},
        {"code": "categories", "rows": [_row("0101", "住房保障")]},
    ],
}


class _FigureRowSerializer(serializers.Serializer):
    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    received = serializers.IntegerField()
    answered = serializers.IntegerField()
    answered_in_time = serializers.IntegerField()
    accepted_late = serializers.IntegerField()
    overdue = serializers.IntegerField(
        help_text=_("Over their time without a first answer.")
    )
    median_days = serializers.CharField(
        allow_blank=True, help_text=_("Working days to the first answer, less pauses.")
    )
    lower_quartile_days = serializers.IntegerField(allow_null=True)
    upper_quartile_days = serializers.IntegerField(allow_null=True)
    settled = serializers.IntegerField()
    median_days_to_settle = serializers.CharField(allow_blank=True)
    published = serializers.IntegerField()
    ratings = serializers.DictField(child=serializers.IntegerField())
    place = serializers.IntegerField(
        allow_null=True,
        help_text=_("Of units with cases enough, by the share answered in time."),
    )


class _FigureTableSerializer(serializers.Serializer):
    code = serializers.CharField()
    rows = _FigureRowSerializer(many=True)


@extend_schema_serializer(many=False)
class LetterFiguresSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    part = serializers.CharField(allow_blank=True)
    first = serializers.DateField()
    last = serializers.DateField()
    as_of = serializers.DateTimeField(
        help_text=_("When they were counted: anew every ten minutes.")
    )
    tables = _FigureTableSerializer(many=True)


@extend_schema_view(
    list=extend_schema(
        summary=_("Figures of letters of a year or a part of it"),
        description=_("By period, kind, unit and category; times of the first answer."),
        parameters=[
            OpenApiParameter("year", int, required=True),
            OpenApiParameter(
                "part",
                str,
                enum=list(PARTS),
                description=_("A half, a quarter or a month; the year without it."),
            ),
        ],
        responses=answers(LetterFiguresSerializer, 400),
        examples=[OpenApiExample("month", value=FIGURES_EXAMPLE, response_only=True)],
    ),
)
class LetterFiguresViewSet(PublicViewSet):
    """What was received, answered, in time, and how content people were."""

    serializer_class = LetterFiguresSerializer
    pagination_class = None

    @renewed(RENEWED)
    @mark_public
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def known_parameters(self) -> frozenset[str]:
        return frozenset({"year", "part"})

    def list(self, request: Request) -> Response:
        year, part = _asked(request.query_params.dict())
        period = period_named(year, part)
        tables = [
            {"code": table.code, "rows": [_as_json(row) for row in table.rows]}
            for table in tables_of(period)
        ]
        days = {"first": period.first, "last": period.last, "as_of": clock.now()}
        return Response({"year": year, "part": part, **days, "tables": tables})


def _asked(given: dict[str, Any]) -> tuple[int, str]:
    text, part = str(given.get("year", "")), str(given.get("part", ""))
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise invalid("year", "invalid", str(_("Write a year of four digits.")))
    if int(text) < FIRST_YEAR:
        raise invalid("year", "out_of_range", str(_("There is no such year.")))
    if part and part not in PARTS:
        raise invalid("part", "invalid", str(_("There is no such part of a year.")))
    return int(text), part


def _as_json(row: Row) -> dict[str, Any]:
    found = row.figures
    spread = found.spread
    return {
        "code": row.code,
        "name": row.label,
        "received": found.received,
        "answered": found.answered,
        "answered_in_time": found.in_time,
        "accepted_late": found.accepted_late,
        "overdue": found.overdue,
        "median_days": median(spread),
        "lower_quartile_days": spread.low,
        "upper_quartile_days": spread.high,
        "settled": found.settled,
        "median_days_to_settle": median(found.settled_spread),
        "published": found.published,
        "ratings": {str(grade): count for grade, count in sorted(found.grades.items())},
        "place": row.rank or None,
    }
