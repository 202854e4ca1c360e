"""What units must disclose, and how each slot of it stands, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from directories.models import (
    CadenceKind,
    CatalogueItem,
    Slot,
    SlotQuerySet,
    SlotSort,
)
from directories.permissions import in_branches
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows
from disclosure_portal.foundation.pages import state_of
from disclosure_portal.foundation.prepared import Given

from ..ledger_places import public_place
from ..ledger_states import horizon_today, state_case
from .content import page_address
from .filters import unit_named
from .serializers import SLOT_STATES

ITEM_COLUMNS: dict[str, Any] = {
    "id": "id",
    "url": None,
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "standard_code": "standard__code",
    "code": "entry__code",
    "domain": "entry__domain",
    "level_1": "entry__level_1",
    "level_2": "entry__level_2",
    "level_3": "entry__level_3",
    "content": "entry__content",
    "basis": "entry__basis_text",
    "limit": "entry__limit_text",
    "cadence": "entry__rule__cadence",
    "section": "entry__section",
    "owed_from": "begins_on",
    "owed_until": "ends_on",
}
SLOT_COLUMNS: dict[str, Any] = {
    "id": "id",
    "item_id": "item_id",
    "item_url": None,
    "agency_code": "agency__code",
    "period": "key",
    "about": "about",
    "sort": "sort",
    "first_day": "period_start",
    "last_day": "period_end",
    "due_on": "due_on",
    "is_provisional": "is_provisional",
    "disclosed_on": "filled_on",
    "explained_on": "explained_on",
    "state": lambda: state_case(horizon_today()),
}
ITEM_EXAMPLE = {
    "id": 12,
    "url": "https://www.example.gov.cn/directory/items/12/",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "standard_code": None,
    "code": "",
    "domain": "财政预决算",
    "level_1": "财务信息",
    "level_2": "收支情况",
    "level_3": "",
    "content": "本季度预算执行和收支情况。",
    "basis": "《中华人民共和国政府信息公开条例》第二十条第七项",
    "limit": "每季度结束后20个工作日内",
    "cadence": "periodic",
    "section": "财务室",
    "owed_from": "2026-01-01",
    "owed_until": None,
}
SLOT_EXAMPLE = {
    "id": 731,
    "item_id": 12,
    "item_url": "https://www.example.gov.cn/directory/items/12/",
    "agency_code": "990000-zfb",
    "period": "2026-Q1",
    "about": "",
    "sort": "period",
    "first_day": "2026-01-01",
    "last_day": "2026-03-31",
    "due_on": "2026-04-29",
    "is_provisional": True,
    "disclosed_on": None,
    "explained_on": None,
    "state": "pending",
}


class _OfUnits(filters.FilterSet):
    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit that owes it.")
    )
    branch = filters.CharFilter(
        method="of_branch", help_text=_("Code of a unit: it and all units below it.")
    )

    def of_agency(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(agency=unit_named(self.request, name, value).pk)

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(in_branches([unit_named(self.request, name, value).path]))


class CatalogueItemFilter(_OfUnits):
    domain = filters.CharFilter(field_name="entry__domain", help_text=_("Its name."))
    is_owed = filters.BooleanFilter(
        field_name="ends_on", lookup_expr="isnull", help_text=_("Still owed.")
    )

    class Meta:
        model = CatalogueItem
        fields: ClassVar[list[str]] = []


class SlotFilter(_OfUnits):
    item = filters.NumberFilter(field_name="item", help_text=_("Number of the duty."))
    due_from = filters.DateFilter(
        field_name="due_on", lookup_expr="gte", help_text=_("First due day.")
    )
    due_until = filters.DateFilter(
        field_name="due_on", lookup_expr="lte", help_text=_("Last due day, included.")
    )
    state = filters.ChoiceFilter(
        choices=SLOT_STATES,
        method="in_state",
        help_text=_("How it stands today."),
    )

    class Meta:
        model = Slot
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.alias(standing=state_case(horizon_today())).filter(standing=value)


class CatalogueItemSerializer(serializers.ModelSerializer):
    """One duty of one unit, in the words of the edition in force."""

    url = serializers.URLField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    standard_code = serializers.CharField(
        allow_null=True, help_text=_("Code in the standard; null for a unit's own.")
    )
    code = serializers.CharField(allow_blank=True)
    domain = serializers.CharField()
    level_1 = serializers.CharField()
    level_2 = serializers.CharField(allow_blank=True)
    level_3 = serializers.CharField(allow_blank=True)
    content = serializers.CharField(allow_blank=True)
    basis = serializers.CharField(allow_blank=True)
    limit = serializers.CharField(allow_blank=True)
    cadence = serializers.ChoiceField(
        choices=CadenceKind.choices,
        allow_null=True,
        help_text=_("null where the time limit is not settled."),
    )
    section = serializers.CharField(allow_blank=True)
    owed_from = serializers.DateField()
    owed_until = serializers.DateField(allow_null=True)

    class Meta:
        model = CatalogueItem
        fields = tuple(ITEM_COLUMNS)


class SlotSerializer(serializers.ModelSerializer):
    """What a duty asks for once, and how it stands today."""

    item_id = serializers.IntegerField()
    item_url = serializers.URLField()
    agency_code = serializers.CharField(help_text=_("Of the unit that owes it now."))
    period = serializers.CharField(help_text=_("2026, 2026-H1, 2026-Q1 or 2026-01."))
    sort = serializers.ChoiceField(choices=SlotSort.choices)
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    disclosed_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=SLOT_STATES)

    class Meta:
        model = Slot
        fields = tuple(SLOT_COLUMNS)


@extend_schema_view(
    list=extend_schema(
        summary=_("What units must disclose"),
        description=_("Duties in force and of before, in order of number."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(CatalogueItemSerializer(many=True), 400),
        examples=[OpenApiExample("item", value=ITEM_EXAMPLE, response_only=True)],
    ),
)
class CatalogueItemViewSet(PublicViewSet):
    """公开事项: the duties of all units."""

    serializer_class = CatalogueItemSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    filter_backends = (DjangoFilterBackend,)
    filterset_class = CatalogueItemFilter
    columns = ITEM_COLUMNS

    def get_queryset(self) -> QuerySet[CatalogueItem]:
        return CatalogueItem.objects.exclude(begins_on=None)

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                row["url"] = page_address("directory-duty", row["id"])
        return super().finished(page, fields)


@extend_schema_view(
    list=extend_schema(
        summary=_("How each slot of the ledger stands"),
        description=_(
            "Slots that have opened, in order of number. Not found while the site"
            " does not show to all what is owed."
        ),
        parameters=[FIELDS_PARAMETER],
        responses=answers(SlotSerializer(many=True), 400, 404),
        examples=[OpenApiExample("slot", value=SLOT_EXAMPLE, response_only=True)],
    ),
)
class SlotViewSet(PublicViewSet):
    """公开台账: one period, stage or event of each duty."""

    serializer_class = SlotSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    paging_columns = ("id", "item_id")
    filter_backends = (DjangoFilterBackend,)
    filterset_class = SlotFilter
    columns = SLOT_COLUMNS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not public_place(state_of(request._request)).shows:
            raise Http404

    def get_queryset(self) -> SlotQuerySet:
        return Slot.objects.all()

    def rows_until(self, until: datetime | Given) -> SlotQuerySet:
        return self.get_queryset().open_on(horizon_today().today)

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "item_url" in fields:
            for row in page:
                row["item_url"] = page_address("directory-duty", row["item_id"])
        return super().finished(page, fields)
