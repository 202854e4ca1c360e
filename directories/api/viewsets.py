"""Units for programs, in the order of the tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
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

from ..models import Agency, AgencyQuerySet, Official
from .filters import AgencyFilter
from .serializers import AgencyRowSerializer, AgencySerializer

DETAIL = (
    "duties",
    "address",
    "postcode",
    "office_hours",
    "telephone",
    "fax",
    "email",
    "website",
    "founded_on",
)
ROW_EXAMPLE = {
    "code": "990000-zfb",
    "name": "清源县人民政府办公室",
    "short_name": "县政府办",
    "kind": "department",
    "parent_code": "990000",
    "credit_code": "11990000MB0A12345X",
    "closed_on": None,
    "successor_code": None,
    "url": "https://www.example.gov.cn/agencies/990000-zfb/",
}
WHOLE_EXAMPLE = ROW_EXAMPLE | {
    "duties": "负责县政府日常工作。",
    "address": "清源县人民路1号",
    "postcode": "999000",
    "office_hours": "工作日 8:30—12:00，14:30—17:30",
    "telephone": "0999-1234567",
    "fax": "",
    "email": "zfb@example.gov.cn",
    "website": "",
    "founded_on": None,
    "officials": [
        {
            "name": "周明",
            "kind": "leader",
            "post": "主任",
            "duties": "主持全面工作。",
            "telephone": "0999-1234567",
            "certificate_number": "",
            "certificate_until": None,
            "photo_url": None,
        }
    ],
}
OFFICIAL = (
    *("name", "kind", "post", "duties", "telephone"),
    *("certificate_number", "certificate_until"),
)


@extend_schema_view(
    list=extend_schema(
        summary=_("All units, in the order of the tree"),
        parameters=[FIELDS_PARAMETER],
        description=_("Closed units stay and name the unit that took over."),
        responses=answers(AgencyRowSerializer(many=True), 400),
        examples=[OpenApiExample("agency", value=ROW_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One unit by its code"),
        description=_("Its duties, and how to reach it."),
        responses=answers(AgencySerializer, 404),
        examples=[OpenApiExample("agency", value=WHOLE_EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class AgencyViewSet(PublicViewSet):
    """A closed unit stays: it names the day and the unit that took over."""

    serializer_class = AgencyRowSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "path"
    paging_columns = ("path", "slug")
    filter_backends = (DjangoFilterBackend,)
    filterset_class = AgencyFilter
    lookup_field = "code"
    lookup_value_regex = "[0-9A-Za-z][0-9A-Za-z_-]*"
    columns: ClassVar[dict[str, Any]] = {
        "code": "code",
        "name": "name",
        "short_name": "short_name",
        "kind": "kind",
        "parent_code": "parent__code",
        "credit_code": "credit_code",
        "closed_on": "closed_on",
        "successor_code": "successor__code",
        "url": None,
    }

    def get_queryset(self) -> AgencyQuerySet:
        return Agency.objects.all()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                row["url"] = _address(row["slug"])
        return super().finished(page, fields)

    def retrieve(self, request: Request, code: str) -> Response:
        fields = tuple(self.columns)
        units = Agency.objects.filter(slug=code.lower())
        row = get_object_or_404(self.as_rows(units, fields, DETAIL))
        (whole,) = self.finished([row], fields)
        return Response(whole | {"officials": _officials(code)})


def _address(slug: str) -> str:
    return f"{settings.SITE_URL}{reverse('agency-detail', args=[slug])}"


def _officials(code: str) -> list[dict[str, Any]]:
    """As the unit's page shows them; a photograph by its address."""
    people = Official.objects.public().filter(agency__slug=code.lower())
    rows = people.order_by("position", "pk").values(*OFFICIAL, "photo_digest")
    return [_with_photograph(row) for row in rows]


def _with_photograph(row: dict[str, Any]) -> dict[str, Any]:
    digest = row.pop("photo_digest")
    address = reverse("photo", args=[digest]) if digest else None
    return row | {"photo_url": address and f"{settings.SITE_URL}{address}"}
