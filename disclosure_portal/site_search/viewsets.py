"""The search of the whole site, for programs: as its page, without an end after five
units and three items; letters come last, since there may be very many of them."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.pagination import KeysetPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows
from disclosure_portal.foundation.api.searching import (
    HIGHLIGHT,
    HighlightSerializer,
    Window,
    cursors,
    flag,
    window,
)

from .found import KINDS, Found, found

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
    "kind", str, enum=KINDS, description=_("Only what is of this kind.")
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
    """One unit, duty, service, notice, question or letter that words found."""

    kind = serializers.ChoiceField(choices=KINDS)
    id = serializers.IntegerField(
        allow_null=True,
        help_text=_("As the lists of its kind give it; null for a unit."),
    )
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    title = serializers.CharField(help_text=_("Of a unit, its name."))
    agency_code = serializers.CharField(
        help_text=_("The unit itself, or the one that published or is in charge.")
    )
    agency_name = serializers.CharField()
    published_at = serializers.DateTimeField(
        allow_null=True, help_text=_("In UTC; null for units, duties and services.")
    )
    highlight = HighlightSerializer(
        required=False, help_text=_("Only where `highlight` asks for it.")
    )


@extend_schema_view(
    list=extend_schema(
        summary=_("All that words find on the whole site"),
        description=_(
            "Units that the words name or whose duties they name, then what is to be"
            " disclosed and may be done there, then notices, then common questions and"
            " answered letters, the best first; what no longer holds is left out."
        ),
        parameters=[Q, KIND, HIGHLIGHT, FIELDS_PARAMETER],
        responses=answers(FoundSerializer(many=True), 400),
        examples=[OpenApiExample("found", value=EXAMPLE, response_only=True)],
        filters=False,
    ),
)
class SiteSearchViewSet(PublicViewSet):
    """Units first, then duties and services, then notices, questions and letters."""

    serializer_class = FoundSerializer
    pagination_class = FoundPagination
    parameters = frozenset({"q", "kind", "highlight"})
    columns: ClassVar[dict[str, Any]] = dict.fromkeys(EXAMPLE)

    def list(self, request: Request) -> Response:
        """Some twenty queries; of notices only eight, of units only seven."""
        fields = {*self.chosen_fields(request), "highlight"}
        is_marked, asked = flag(request, "highlight"), window(request)
        whole = found(request)
        page = [
            {name: row[name] for name in row if name in fields}
            for row in whole.rows(asked, is_marked)
        ]
        paginator = cast(FoundPagination, self.paginator)
        return paginator.answer(request, whole, asked, page)
