"""Items of the lists of powers and services, with the guides that belong to them."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from directories.api.filters import YesOrNoFilter
from directories.api.service_examples import ITEM, WHOLE_ITEM
from directories.api.service_shapes import (
    ServiceItemFilter,
    ServiceItemRowSerializer,
    ServiceItemSerializer,
)
from directories.api.service_viewsets import ServiceItemViewSet
from directories.models import ServiceItem
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers

from ..guide_items import guides_for, without_guide
from .content import page_address

GUIDE = {
    "id": 120,
    "title": "政府信息公开申请办事指南",
    "url": "https://www.example.gov.cn/notices/120/",
}


class GuideLinkSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text=_("Number of the notice."))
    title = serializers.CharField()
    url = serializers.URLField()


class GuidedItemSerializer(ServiceItemSerializer):
    """With the public guides that say how it is done, the newest first."""

    guides = GuideLinkSerializer(many=True)


class GuidedItemFilter(ServiceItemFilter):
    lacks_guide = YesOrNoFilter(
        method="of_lacking",
        help_text=_(
            "True: listed items that one applies for and that no public guide tells"
            " of; false: all others."
        ),
    )

    def of_lacking(self, rows: Any, _name: str, value: bool) -> Any:
        lacking = without_guide().order_by().values("pk")
        return rows.filter(pk__in=lacking) if value else rows.exclude(pk__in=lacking)


@extend_schema_view(
    list=extend_schema(
        summary=_("All items of the lists of powers and services"),
        description=_("What was taken off a list stays and names the day."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ServiceItemRowSerializer(many=True), 400),
        examples=[OpenApiExample("row", value=ITEM, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One item of a list of powers or services"),
        description=_(
            "With its bases, duties, grounds for accountability, and its guides."
        ),
        responses=answers(GuidedItemSerializer, 404),
        examples=[
            OpenApiExample(
                "row", value=WHOLE_ITEM | {"guides": [GUIDE]}, response_only=True
            )
        ],
        filters=False,
    ),
)
class GuidedItemViewSet(ServiceItemViewSet):
    """Powers, duties and services by unit and kind, each with its guides."""

    filterset_class = GuidedItemFilter

    def retrieve(self, request: Request, pk: str) -> Response:
        whole = self.one(pk)
        item = get_object_or_404(ServiceItem.objects.select_related("agency"), pk=pk)
        guides = guides_for(item).newest_first().values_list("pk", "title")
        links = [
            {"id": key, "title": title, "url": page_address("notice-detail", key)}
            for key, title in guides
        ]
        return Response(whole | {"guides": links})
