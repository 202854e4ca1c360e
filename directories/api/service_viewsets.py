"""Lists of powers and services, windows and promises, read by programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import BigIntegerField, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows

from ..models import FormerPromise, ServiceItem, ServicePoint, ServicePromise
from . import service_examples as examples
from .service_shapes import (
    ITEM_COLUMNS,
    ITEM_DETAIL,
    POINT_COLUMNS,
    PROMISE_COLUMNS,
    WORDS,
    ServiceItemFilter,
    ServiceItemRowSerializer,
    ServicePointFilter,
    ServicePointSerializer,
    ServicePromiseFilter,
    ServicePromiseRowSerializer,
    ServicePromiseSerializer,
)


class Numbered(PublicViewSet):
    """Pages in the order of the rows' numbers; `more` is what one row alone has."""

    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    filter_backends = (DjangoFilterBackend,)
    lookup_value_regex = "[0-9]{1,19}"
    more: ClassVar[tuple[str, ...]] = ()

    def one(self, pk: str) -> dict[str, Any]:
        if int(pk) > BigIntegerField.MAX_BIGINT:
            raise Http404
        fields = tuple(self.columns)
        rows = self.as_rows(self.get_queryset().filter(pk=int(pk)), fields, self.more)
        (whole,) = self.finished([get_object_or_404(rows)], fields)
        return whole


def _example(value: dict[str, Any]) -> list[OpenApiExample]:
    return [OpenApiExample("row", value=value, response_only=True)]


class ServiceItemViewSet(Numbered):
    """Powers, duties and services by unit and kind. What guides belong to them is
    known above: `notices.api.service_items` puts it up."""

    serializer_class = ServiceItemRowSerializer
    filterset_class = ServiceItemFilter
    columns = ITEM_COLUMNS
    more = ITEM_DETAIL

    def get_queryset(self) -> QuerySet[ServiceItem]:
        return ServiceItem.objects.all()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                row["url"] = _address(row["id"])
        return super().finished(page, fields)


def _address(key: int) -> str:
    return f"{settings.SITE_URL}{reverse('service-detail', args=[key])}"


@extend_schema_view(
    list=extend_schema(
        summary=_("All windows and agent points"),
        description=_("Where one goes, when, and for what."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ServicePointSerializer(many=True), 400),
        examples=_example(examples.POINT),
    ),
)
class ServicePointViewSet(Numbered):
    """Windows, points near home and agents."""

    serializer_class = ServicePointSerializer
    filterset_class = ServicePointFilter
    columns = POINT_COLUMNS

    def get_queryset(self) -> QuerySet[ServicePoint]:
        return ServicePoint.objects.all()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        """What is handled there takes one more query."""
        if "item_ids" in fields:
            handled = _items_by_point([row["id"] for row in page])
            for row in page:
                row["item_ids"] = handled.get(row["id"], [])
        return super().finished(page, fields)


def _items_by_point(keys: list[int]) -> dict[int, list[int]]:
    links = ServicePoint.items.through.objects.filter(servicepoint__in=keys)
    found: dict[int, list[int]] = {}
    rows = links.order_by("serviceitem").values_list("servicepoint", "serviceitem")
    for point, item in rows:
        found.setdefault(point, []).append(item)
    return found


@extend_schema_view(
    list=extend_schema(
        summary=_("All promises of the units"),
        description=_("What is promised, measured how, within what limit."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(ServicePromiseRowSerializer(many=True), 400),
        examples=_example(examples.PROMISE),
    ),
    retrieve=extend_schema(
        summary=_("One promise with what it was before"),
        description=_("Former words stay, each with its last day."),
        responses=answers(ServicePromiseSerializer, 404),
        examples=_example(examples.WHOLE_PROMISE),
        filters=False,
    ),
)
class ServicePromiseViewSet(Numbered):
    """Promises to everybody, and how they changed."""

    serializer_class = ServicePromiseRowSerializer
    filterset_class = ServicePromiseFilter
    columns = PROMISE_COLUMNS

    def get_queryset(self) -> QuerySet[ServicePromise]:
        return ServicePromise.objects.all()

    def retrieve(self, request: Request, pk: str) -> Response:
        former = FormerPromise.objects.filter(promise=int(pk))
        whole = self.one(pk)
        return Response(whole | {"former": list(former.values(*WORDS, "until"))})
