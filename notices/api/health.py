"""Whether each column of the site is updated as it must be, for programs."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.api.documents import answers
from disclosure_portal.foundation.api.public import PublicViewSet
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.linked_data import whole
from disclosure_portal.foundation.models import LedgerAudience
from disclosure_portal.foundation.pages import state_of

from ..column_health import ColumnHealth, ColumnState, Level, UpdateClass, site_health
from ..watched_columns import Column, columns


class ColumnHealthSerializer(serializers.Serializer):
    """The home page, or a public board."""

    slug = serializers.CharField(help_text=_("Of a board its address; else “home”."))
    name = serializers.CharField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    agency_code = serializers.CharField(
        help_text=_("Code of the unit whose board it is; empty: of all units.")
    )
    column_type = serializers.CharField()
    update_class = serializers.ChoiceField(choices=[one.value for one in UpdateClass])
    state = serializers.ChoiceField(choices=[one.value for one in ColumnState])
    updated_on = serializers.DateField(
        allow_null=True, help_text=_("Local day of the newest notice that hangs there.")
    )
    fresh_until = serializers.DateField(
        allow_null=True, help_text=_("Last local day without a fault.")
    )


@extend_schema_serializer(many=False)
class SiteHealthSerializer(serializers.Serializer):
    """All columns that must be updated; archived ones are left out."""

    day = serializers.DateField()
    level = serializers.ChoiceField(
        choices=[one.value for one in Level],
        help_text=_("The worst veto of the national inspection about columns."),
    )
    archived = serializers.IntegerField(help_text=_("Columns that are left out."))
    columns = ColumnHealthSerializer(many=True)


def told_health() -> dict[str, Any]:
    """Three queries."""
    today = local_day(clock.now())
    found = columns(today)
    health = site_health((each.watched for each in found), today)
    known = {each.watched: each for each in found}
    return {
        "day": today,
        "level": health.level.value,
        "archived": health.archived,
        "columns": [_told(known[row.column], row) for row in health.columns],
    }


def _told(column: Column, row: ColumnHealth) -> dict[str, Any]:
    return {
        "slug": row.column.key,
        "name": column.name,
        "url": whole(column.url),
        "agency_code": column.agency_code,
        "column_type": row.column.column_type,
        "update_class": row.update_class.value,
        "state": row.state.value,
        "updated_on": row.column.updated_on,
        "fresh_until": row.fresh_until,
    }


EXAMPLE = {
    "day": "2026-03-03",
    "level": "pass",
    "archived": 0,
    "columns": [
        {
            "slug": "home",
            "name": "首页",
            "url": "https://www.example.gov.cn/",
            "agency_code": "",
            "column_type": "首页",
            "update_class": "home",
            "state": "fresh",
            "updated_on": "2026-03-03",
            "fresh_until": "2026-03-17",
        },
        {
            "slug": "policy",
            "name": "政策文件",
            "url": "https://www.example.gov.cn/boards/policy/",
            "agency_code": "",
            "column_type": "政策文件",
            "update_class": "notices",
            "state": "fresh",
            "updated_on": "2026-03-03",
            "fresh_until": "2026-09-03",
        },
    ],
}


@extend_schema_view(
    list=extend_schema(
        summary=_("Column health: is every column updated in time"),
        description=_(
            "Against the limits of the national inspection. 404 where the site shows"
            " what is owed to its units or its office only."
        ),
        responses=answers(SiteHealthSerializer, 404),
        examples=[OpenApiExample("health", value=EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class ColumnHealthViewSet(PublicViewSet):
    """栏目更新监测: shown to everybody where the site so sets."""

    serializer_class = SiteHealthSerializer
    pagination_class = None

    def known_parameters(self) -> frozenset[str]:
        return frozenset()

    def list(self, request: Request) -> Response:
        state = state_of(request._request)
        if state.ledger_audience != LedgerAudience.PUBLIC:
            raise Http404
        return Response(told_health())
