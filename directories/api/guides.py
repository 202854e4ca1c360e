"""Disclosure guides of units, for programs: every published version."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows

from ..models import DisclosureGuide, DisclosureGuideQuerySet, GuideStatus
from .filters import unit_named

GUIDE_EXAMPLE = {
    "id": 1,
    "url": "https://www.example.gov.cn/agencies/990000-zfb/guide/1/",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "version": 1,
    "status": "published",
    "published_at": "2026-03-03T01:30:00Z",
    "classification": "概况、法规文件、规划计划、行政执法、财政信息、民生服务。",
    "arrangement": "按主题、体裁、机构编排；索引号由机构代码、年份和流水号组成。",
    "access": "通过门户网站、查阅点获取，也可以依法申请公开。",
    "office_name": "局办公室",
    "office_address": "清源县人民路1号",
    "office_hours": "工作日8:30—12:00，14:30—17:30",
    "telephone": "0999-1234567",
    "fax": "0999-7654321",
    "has_no_fax": False,
    "online": "https://www.example.gov.cn/",
}
PUBLIC_STATES = (GuideStatus.PUBLISHED, GuideStatus.SUPERSEDED)
STATES = [(state.value, state.label) for state in PUBLIC_STATES]


class GuideSerializer(serializers.Serializer):
    """One version of a unit's guide: the nine elements of the Regulation (art. 12)."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    version = serializers.IntegerField()
    status = serializers.ChoiceField(choices=STATES)
    published_at = serializers.DateTimeField()
    classification = serializers.CharField()
    arrangement = serializers.CharField()
    access = serializers.CharField()
    office_name = serializers.CharField()
    office_address = serializers.CharField()
    office_hours = serializers.CharField()
    telephone = serializers.CharField()
    fax = serializers.CharField(allow_blank=True)
    has_no_fax = serializers.BooleanField()
    online = serializers.CharField()


class GuideFilter(filters.FilterSet):
    agency = filters.CharFilter(method="of_agency", help_text=_("Code of the unit."))
    status = filters.ChoiceFilter(choices=STATES)

    class Meta:
        model = DisclosureGuide
        fields: list[str] = []

    def of_agency(
        self, rows: DisclosureGuideQuerySet, name: str, value: str
    ) -> DisclosureGuideQuerySet:
        return rows.filter(agency=unit_named(name, value))


@extend_schema_view(
    list=extend_schema(
        summary=_("Disclosure guides of all units"),
        description=_("Each published version; the one in force is “published”."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(GuideSerializer(many=True), 400),
        examples=[OpenApiExample("guide", value=GUIDE_EXAMPLE, response_only=True)],
    ),
)
class GuideViewSet(PublicViewSet):
    """What units say of how they disclose."""

    serializer_class = GuideSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    paging_columns = ("id", "agency__slug", "version")
    filter_backends = (DjangoFilterBackend,)
    filterset_class = GuideFilter
    columns: ClassVar[dict[str, Any]] = {name: name for name in GUIDE_EXAMPLE} | {
        "url": None,
        "agency_code": "agency__code",
        "agency_name": "agency__name",
    }

    def get_queryset(self) -> DisclosureGuideQuerySet:
        return DisclosureGuide.objects.public()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                place = [row["agency__slug"], row["version"]]
                row["url"] = (
                    f"{settings.SITE_URL}{reverse('guide-version', args=place)}"
                )
        return super().finished(page, fields)


def _address(slug: str, version: int) -> str:
    return f"{settings.SITE_URL}{reverse('guide-version', args=[slug, version])}"
