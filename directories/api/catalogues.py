"""Published editions of units' catalogues, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows

from ..edition_changes import EditionChanges, changes_of
from ..models import Catalogue, CatalogueEntry, CatalogueStatus
from .catalogue_examples import EDITION_EXAMPLE, WHOLE_EXAMPLE
from .filters import unit_named

PUBLIC_STATES = (CatalogueStatus.PUBLISHED, CatalogueStatus.SUPERSEDED)
STATES = [(state.value, state.label) for state in PUBLIC_STATES]
ENTRY_COLUMNS = {
    "item_id": "item_id",
    "domain": "domain",
    "code": "code",
    "level_1": "level_1",
    "level_2": "level_2",
    "level_3": "level_3",
    "content": "content",
    "basis": "basis_text",
    "limit": "limit_text",
    "cadence": "rule__cadence",
    "channels": "channels",
    "specific_audience": "specific_audience",
    "is_on_request": "is_on_request",
    "section": "section",
}


def _items() -> Coalesce:
    """Counted row by row: a page has a hundred at most."""
    entries = CatalogueEntry.objects.filter(catalogue=OuterRef("pk")).order_by()
    counted = entries.values("catalogue").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


COLUMNS: dict[str, Any] = {
    "id": "id",
    "url": None,
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "edition": "edition",
    "status": "status",
    "in_force_from": "in_force_from",
    "filing_number": "filing_number",
    "published_at": "published_at",
    "item_count": _items,
}


class CatalogueEditionSerializer(serializers.Serializer):
    """One edition of a unit's catalogue."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    edition = serializers.IntegerField()
    status = serializers.ChoiceField(choices=STATES)
    in_force_from = serializers.DateField()
    filing_number = serializers.CharField(allow_blank=True)
    published_at = serializers.DateTimeField()
    item_count = serializers.IntegerField()


class EditionEntrySerializer(serializers.Serializer):
    """What an edition says of one duty; `item_id` is the same in all editions."""

    item_id = serializers.IntegerField()
    domain = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    level_1 = serializers.CharField()
    level_2 = serializers.CharField(allow_blank=True)
    level_3 = serializers.CharField(allow_blank=True)
    content = serializers.CharField(allow_blank=True)
    basis = serializers.CharField(allow_blank=True)
    limit = serializers.CharField(allow_blank=True)
    cadence = serializers.CharField(
        allow_null=True, help_text=_("null where the time limit is not settled.")
    )
    channels = serializers.ListField(child=serializers.CharField())
    specific_audience = serializers.CharField(allow_blank=True)
    is_on_request = serializers.BooleanField()
    section = serializers.CharField(allow_blank=True)


class EditionItemSerializer(serializers.Serializer):
    item_id = serializers.IntegerField()
    domain = serializers.CharField()
    name = serializers.CharField()


class EditionColumnSerializer(serializers.Serializer):
    column = serializers.CharField(help_text=_("As readers see it named."))
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class EditionChangeSerializer(EditionItemSerializer):
    columns = EditionColumnSerializer(many=True)


class EditionChangesSerializer(serializers.Serializer):
    """Against the edition before it; in the first one all is new."""

    added = EditionItemSerializer(many=True)
    changed = EditionChangeSerializer(many=True)
    removed = EditionItemSerializer(many=True)


class WholeEditionSerializer(CatalogueEditionSerializer):
    items = EditionEntrySerializer(many=True)
    changes = EditionChangesSerializer()


class CatalogueFilter(filters.FilterSet):
    agency = filters.CharFilter(method="of_agency", help_text=_("Code of the unit."))
    status = filters.ChoiceFilter(choices=STATES)

    class Meta:
        model = Catalogue
        fields: ClassVar[list[str]] = []

    def of_agency(
        self, rows: QuerySet[Catalogue], name: str, value: str
    ) -> QuerySet[Catalogue]:
        return rows.filter(agency=unit_named(name, value))


@extend_schema_view(
    list=extend_schema(
        summary=_("Editions of units' catalogues"),
        description=_(
            "Those in force and those that were, in order of number; the one in force"
            " is “published”."
        ),
        parameters=[FIELDS_PARAMETER],
        responses=answers(CatalogueEditionSerializer(many=True), 400),
        examples=[OpenApiExample("edition", value=EDITION_EXAMPLE, response_only=True)],
    ),
    retrieve=extend_schema(
        summary=_("One edition with its items and what it changed"),
        description=_("An edition that is still being worked on is not found."),
        responses=answers(WholeEditionSerializer, 404),
        examples=[OpenApiExample("edition", value=WHOLE_EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class CatalogueViewSet(PublicViewSet):
    """公开目录: what units must disclose, edition by edition."""

    serializer_class = CatalogueEditionSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    paging_columns = ("id", "agency__slug")
    filter_backends = (DjangoFilterBackend,)
    filterset_class = CatalogueFilter
    lookup_value_regex = "[0-9]{1,19}"
    columns = COLUMNS

    def get_queryset(self) -> QuerySet[Catalogue]:
        return Catalogue.objects.filter(status__in=PUBLIC_STATES)

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            for row in page:
                place = reverse("directory-unit", args=[row["agency__slug"]])
                row["url"] = f"{settings.SITE_URL}{place}"
        return super().finished(page, fields)

    def retrieve(self, request: Request, pk: str) -> Response:
        key = int(pk)
        edition = None
        if key <= BigIntegerField.MAX_BIGINT:
            edition = self.get_queryset().filter(pk=key).first()
        if edition is None:
            raise Http404
        fields = tuple(COLUMNS)
        rows = self.as_rows(self.get_queryset().filter(pk=key), fields)
        (row,) = self.finished(list(rows), fields)
        return Response(
            row | {"items": _entries(edition), "changes": _told(changes_of(edition))}
        )


def _entries(edition: Catalogue) -> list[dict[str, Any]]:
    renamed = {name: F(column) for name, column in ENTRY_COLUMNS.items()}
    plain = [name for name, column in ENTRY_COLUMNS.items() if name == column]
    more = {name: each for name, each in renamed.items() if name not in plain}
    rows = edition.entries.order_by("position", "pk").values(*plain, **more)
    return [{name: row[name] for name in ENTRY_COLUMNS} for row in rows]


def _told(changes: EditionChanges) -> dict[str, Any]:
    return {
        "added": [_named(entry) for entry in changes.added],
        "changed": [
            _named(change.entry)
            | {
                "columns": [
                    {"column": name, "before": before, "after": after}
                    for name, before, after in change.columns
                ]
            }
            for change in changes.changed
        ],
        "removed": [_named(entry) for entry in changes.left_out],
    }


def _named(entry: CatalogueEntry) -> dict[str, Any]:
    return {"item_id": entry.item_id, "domain": entry.domain, "name": entry.name}
