"""The search of the whole site, for programs: as its page, without an end after five
units and three items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from directories.found_items import found_items, item_hits
from directories.found_units import FoundUnit, found_units
from directories.item_search import DUTY, SERVICE
from directories.search import AGENCY
from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.api.pagination import KeysetPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows
from disclosure_portal.foundation.api.searching import (
    HIGHLIGHT,
    HighlightSerializer,
    Window,
    cursors,
    flag,
    highlight,
    told,
    window,
)
from disclosure_portal.foundation.pages import state_of
from disclosure_portal.foundation.search.finding import Hit, words_to_mark
from notices.api.content import page_address
from notices.found_help import put_first
from notices.list_query import parse_query
from notices.models import Notice
from notices.search import NOTICE
from notices.search_list import NoticeSearch

KINDS = (AGENCY, DUTY, SERVICE, NOTICE)
ITEMS = (DUTY, SERVICE)
EXAMPLE = {
    "kind": "notice",
    "id": 1207,
    "url": "https://www.example.gov.cn/notices/1207/",
    "title": "关于调整农村危房改造补助标准的通知",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "published_at": "2026-03-03T01:30:00Z",
}
Q = OpenApiParameter(
    "q",
    str,
    required=True,
    description=_(
        "Words, a question or a document number; what is longer than 100 characters is"
        " cut."
    ),
)
KIND = OpenApiParameter(
    "kind", str, enum=KINDS, description=_("Only units, duties, services or notices.")
)


PROMOTED_EXAMPLE = {
    "title": "农村危房改造怎样申请",
    "text": "先到村民委员会提出，十个工作日内答复。",
    "url": "https://www.example.gov.cn/procedures/",
}
PROMOTED_SCHEMA: dict[str, Any] = {
    "type": "array",
    "description": _(
        "What the office puts first for these words: with the first page, at most"
        " three; empty where only one kind is asked for."
    ),
    "items": {
        "type": "object",
        "required": list(PROMOTED_EXAMPLE),
        "properties": {
            "title": {"type": "string"},
            "text": {"type": "string", "description": _("May be empty.")},
            "url": {"type": "string", "format": "uri"},
        },
    },
    "example": [PROMOTED_EXAMPLE],
}


class FoundPagination(KeysetPagination):
    """What the office puts first comes with the first page."""

    def answer(
        self, request: Request, found: Found, asked: Window, page: Rows
    ) -> Response:
        answer = self.around(request, page, *cursors(asked, found.count))
        answer.data["promoted"] = found.promoted if asked.place is None else []
        return answer

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        answer = super().get_paginated_response_schema(schema)
        answer["properties"]["promoted"] = PROMOTED_SCHEMA
        answer["required"].append("promoted")
        return answer


class FoundSerializer(serializers.Serializer):
    """One unit, duty, service or notice that words found."""

    kind = serializers.ChoiceField(choices=KINDS)
    id = serializers.IntegerField(
        allow_null=True,
        help_text=_("Number of the notice, duty or service; null for a unit."),
    )
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    title = serializers.CharField(help_text=_("Of a unit, its name."))
    agency_code = serializers.CharField(
        help_text=_("The unit itself, or the one that published or is in charge.")
    )
    agency_name = serializers.CharField()
    published_at = serializers.DateTimeField(
        allow_null=True, help_text=_("In UTC; null for all but notices.")
    )
    highlight = HighlightSerializer(
        required=False, help_text=_("Only where `highlight` asks for it.")
    )


@extend_schema_view(
    list=extend_schema(
        summary=_("Units, duties, services and notices found by words"),
        description=_(
            "Units that the words name or whose duties they name, then what is to be"
            " disclosed and may be done there, then notices, the best first; what no"
            " longer holds is left out."
        ),
        parameters=[Q, KIND, HIGHLIGHT, FIELDS_PARAMETER],
        responses=answers(FoundSerializer(many=True), 400),
        examples=[OpenApiExample("found", value=EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class SiteSearchViewSet(PublicViewSet):
    """Units first, then duties and services, then notices, as on the page."""

    serializer_class = FoundSerializer
    pagination_class = FoundPagination
    parameters = frozenset({"q", "kind", "highlight"})
    columns: ClassVar[dict[str, Any]] = dict.fromkeys(EXAMPLE)

    def list(self, request: Request) -> Response:
        """Seventeen queries; of notices only eight, of units only seven."""
        fields = {*self.chosen_fields(request), "highlight"}
        is_marked, asked = flag(request, "highlight"), window(request)
        found = _found(request)
        page = [
            {name: row[name] for name in row if name in fields}
            for row in found.rows(asked, is_marked)
        ]
        paginator = cast(FoundPagination, self.paginator)
        return paginator.answer(request, found, asked, page)


@dataclass(frozen=True)
class Found:
    """Units, items, then notices, each the best first; and what the office puts
    before."""

    search: NoticeSearch
    units: list[FoundUnit]
    items: list[Hit]
    notices: list[Hit]
    promoted: list[dict[str, str]]

    @property
    def count(self) -> int:
        return len(self.units) + len(self.items) + len(self.notices)

    def rows(self, asked: Window, is_marked: bool) -> Rows:
        """Those of one page."""
        start = asked.place or 0
        end = start + asked.limit
        units = [_unit(unit, is_marked) for unit in self.units[start:end]]
        start, end = (max(place - len(self.units), 0) for place in (start, end))
        items = _items(self.search, self.items[start:end], is_marked)
        start, end = (max(place - len(self.items), 0) for place in (start, end))
        notices = _notices(self.search, self.notices[start:end], is_marked)
        return units + items + notices


def _found(request: Request) -> Found:
    kind, search = _kind(request), _search_of(request)
    # First the notices: where none has all of it, the closest units count, too.
    notices = search.best if kind in ("", NOTICE) else []
    units = found_units(search.finder) if kind in ("", AGENCY) else []
    items = item_hits(search.finder) if kind in ("", *ITEMS) else []
    items = [hit for hit in items if kind in ("", hit.kind)]
    return Found(search, units, items, notices, [] if kind else _promoted(search))


def _promoted(search: NoticeSearch) -> list[dict[str, str]]:
    return [
        {
            "title": answer.title,
            "text": answer.text,
            "url": f"{settings.SITE_URL}{answer.address}",
        }
        for answer in put_first(search.finder)
    ]


def _search_of(request: Request) -> NoticeSearch:
    """Raises ValidationError where there are no words."""
    words = request.query_params.get("q", "")
    if not words.strip():
        raise invalid("q", "required", gettext("Say what is to be found."))
    return NoticeSearch(parse_query({"q": words}, state_of(request)))


def _kind(request: Request) -> str:
    kind = request.query_params.get("kind", "")
    if kind not in ("", *KINDS):
        raise invalid(
            "kind", "unknown_value", gettext("There is nothing of this name.")
        )
    return kind


def _unit(found: FoundUnit, is_marked: bool) -> dict[str, Any]:
    unit = found.agency
    row = {
        "kind": AGENCY,
        "id": None,
        "url": f"{settings.SITE_URL}{unit.get_absolute_url()}",
        "title": unit.name,
        "agency_code": unit.code,
        "agency_name": unit.name,
        "published_at": None,
    }
    return row | ({"highlight": told(found.reason)} if is_marked else {})


def _items(search: NoticeSearch, hits: Sequence[Hit], is_marked: bool) -> Rows:
    return [
        {
            "kind": item.kind,
            "id": item.pk,
            "url": f"{settings.SITE_URL}{item.url}",
            "title": item.title,
            "agency_code": item.agency.code,
            "agency_name": item.agency.name,
            "published_at": None,
        }
        | ({"highlight": told(item.reason)} if is_marked else {})
        for item in found_items(search.finder, hits)
    ]


def _notices(search: NoticeSearch, hits: Sequence[Hit], is_marked: bool) -> Rows:
    """One query; what may not be read any more is left out."""
    public = Notice.objects.public().filter(pk__in=[hit.object_id for hit in hits])
    columns = ("title", "agency__code", "agency__name", "published_at")
    known = {pk: values for pk, *values in public.values_list("pk", *columns)}
    words = words_to_mark(search.finder.search.question)
    return [
        _notice(hit.object_id, known[hit.object_id])
        | ({"highlight": highlight(hit.text, words)} if is_marked else {})
        for hit in hits
        if hit.object_id in known
    ]


def _notice(pk: int, values: Sequence[Any]) -> dict[str, Any]:
    named = ("title", "agency_code", "agency_name", "published_at")
    row = {"kind": NOTICE, "id": pk, "url": page_address("notice-detail", pk)}
    return row | dict(zip(named, values, strict=True))
