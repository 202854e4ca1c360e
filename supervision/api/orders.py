"""Published rectification orders, read by programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from directories.api.service_viewsets import Numbered
from directories.permissions import in_branches
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from notices.api.filters import unit_named

from ..models import Escalation, OrderPublication, OrderStatus

COLUMNS: dict[str, Any] = {
    "id": "id",
    "number": "number",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "fault": "fault",
    "demand": "demand",
    "ground": "ground",
    "issued_on": "issued_on",
    "due_on": "due_on",
    "status": "status",
    "escalation": "escalation",
    "answer": "answer",
    "was_in_time": "was_in_time",
    "opinion": "opinion",
    "closed_on": "closed_on",
    "published_at": "published_at",
}
EXAMPLE = {
    "id": 7,
    "number": "限改〔2026〕7号",
    "agency_code": "990000-zjj",
    "agency_name": "清源县住房和城乡建设局",
    "fault": "2026年第一季度农村危房改造补助发放结果未按期公开。",
    "demand": "补充公开，并核查其他季度。",
    "ground": "《中华人民共和国政府信息公开条例》第二十六条",
    "issued_on": "2026-04-27",
    "due_on": "2026-05-13",
    "status": "closed",
    "escalation": 0,
    "answer": "已于5月8日补充公开。",
    "was_in_time": True,
    "opinion": "经核查，已公开，同意销号。",
    "closed_on": "2026-05-11",
    "published_at": "2026-05-12T02:00:00Z",
}


class PublishedOrderSerializer(serializers.Serializer):
    """An order as the public reads it."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    fault = serializers.CharField()
    demand = serializers.CharField()
    ground = serializers.CharField()
    issued_on = serializers.DateField()
    due_on = serializers.DateField()
    status = serializers.ChoiceField(choices=OrderStatus.choices)
    escalation = serializers.ChoiceField(choices=Escalation.choices)
    answer = serializers.CharField(allow_blank=True)
    was_in_time = serializers.BooleanField(allow_null=True)
    opinion = serializers.CharField(allow_blank=True)
    closed_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField()


class OrderFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=OrderStatus.choices)
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: orders to it and to all units below it."),
    )

    class Meta:
        model = OrderPublication
        fields: ClassVar[list[str]] = []

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path]))


@extend_schema_view(
    list=extend_schema(
        summary=_("All published rectification orders"),
        description=_(
            "Orders that the office made public: once they were closed, or the unit"
            " was criticised for them. As they stood then."
        ),
        parameters=[FIELDS_PARAMETER],
        responses=answers(PublishedOrderSerializer(many=True), 400),
        examples=[OpenApiExample("order", value=EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One published rectification order"),
        description=_("By its number in this list."),
        responses=answers(PublishedOrderSerializer, 404),
        examples=[OpenApiExample("order", value=EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class OrderViewSet(Numbered):
    """What units were told to put right, and what became of it."""

    serializer_class = PublishedOrderSerializer
    filterset_class = OrderFilter
    columns = COLUMNS

    def get_queryset(self) -> QuerySet[OrderPublication]:
        return OrderPublication.objects.public()

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.one(pk))
