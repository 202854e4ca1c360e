"""Boards and notices for programs; public only, newest first."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext, gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import FIELDS_PARAMETER, answers
from disclosure_portal.foundation.api.errors import Gone, invalid
from disclosure_portal.foundation.api.pagination import ColumnPagination
from disclosure_portal.foundation.api.public import PublicViewSet, Rows
from disclosure_portal.foundation.api.searching import HIGHLIGHT
from disclosure_portal.foundation.pages import state_of

from ..ledger_places import public_place
from ..models import GONE, Board, Notice, NoticeQuerySet, PostingPeriod
from ..models.visibility import Moment
from ..notice_page import addressed
from ..paper.broadcasts import broadcast_texts
from .content import NOTICE_COLUMNS, add_addresses, whole_notice
from .examples import (
    BOARD_EXAMPLE,
    ROW_EXAMPLE,
    SHORT_TEXT_EXAMPLE,
    WHOLE_EXAMPLE,
)
from .filters import NoticeFilter, unit_named
from .postings import (
    COLUMNS as POSTING_COLUMNS,
    EXAMPLE as POSTING_EXAMPLE,
    PostingFilter,
    PostingSerializer,
    public_postings,
)
from .searching import (
    FACETS_PARAMETER,
    RELEVANCE,
    Q,
    SearchedPagination,
    asked_by,
)
from .serializers import (
    BoardSerializer,
    NoticeListedSerializer,
    NoticeSerializer,
    ShortTextSerializer,
)
from .statistics import (
    EXAMPLE as STATISTICS_EXAMPLE,
    PARAMETERS as STATISTICS_PARAMETERS,
    StatisticsSerializer,
    statistics,
)

ORDERS = ("-published_at", "published_at")
ORDERING = OpenApiParameter(
    "ordering",
    str,
    enum=(*ORDERS, RELEVANCE),
    description=_(
        "Newest first, or oldest first; with words (`q`) by relevance, or newest first."
    ),
)
# What says something only beside words.
WITH_WORDS = ("highlight", "facets")


@extend_schema_view(
    list=extend_schema(
        summary=_("All public notices, newest first"),
        parameters=[Q, ORDERING, HIGHLIGHT, FACETS_PARAMETER, FIELDS_PARAMETER],
        description=_("Filters are combined; days are local days."),
        responses=answers(NoticeListedSerializer(many=True), 400),
        examples=[ROW_EXAMPLE],
    ),
    text=extend_schema(
        summary=_("The short text of a notice, for loudspeakers and LED lines"),
        description=_(
            "At most 200 characters each; of a warning as it stands at this moment."
        ),
        responses=answers(ShortTextSerializer, 404, 410),
        examples=[SHORT_TEXT_EXAMPLE],
        filters=False,
    ),
    retrieve=extend_schema(
        summary=_("One notice with its files and all around it"),
        description=_("Files, co-publishers, posting period and interpretations too."),
        responses=answers(NoticeSerializer, 404, 410),
        examples=[WHOLE_EXAMPLE],
        filters=False,
    ),
)
class NoticeViewSet(PublicViewSet):
    """What was public and is no more answers 410; what never was answers 404."""

    serializer_class = NoticeListedSerializer
    pagination_class = SearchedPagination
    filter_backends = (DjangoFilterBackend,)
    filterset_class = NoticeFilter
    lookup_value_regex = "[0-9]{1,19}"
    columns = NOTICE_COLUMNS
    on_demand = frozenset({"body"})
    parameters = frozenset({"ordering", "q", *WITH_WORDS})
    paging_columns = ("id", "published_at")

    def get_queryset(self) -> NoticeQuerySet:
        return Notice.objects.public()

    def rows_until(self, until: Moment) -> NoticeQuerySet:
        return Notice.objects.public(until)

    def list(self, request: Request) -> Response:
        if request.query_params.get("q", "").strip():
            return self._found(request)
        for name in WITH_WORDS:
            if name in request.query_params:
                raise invalid(name, "only_with_q", gettext("Only with words (`q`)."))
        return super().list(request)

    def _found(self, request: Request) -> Response:
        """Six queries by relevance, three more for facets."""
        fields = self.chosen_fields(request)
        public = self.filter_queryset(self.get_queryset())
        asked = asked_by(request)
        rows = self.as_rows(public.filter(pk__in=asked.ids), fields)
        known = {row["id"]: row for row in rows}
        hits = [hit for hit in asked.hits if hit.object_id in known]
        page = self.finished([known[hit.object_id] for hit in hits], fields)
        return cast(SearchedPagination, self.paginator).answer(
            request, asked, hits, page
        )

    def is_oldest_first(self, request: Request) -> bool:
        ordering = request.query_params.get("ordering", ORDERS[0])
        if ordering not in ORDERS:
            message = gettext("Order by published_at or by -published_at.")
            raise invalid("ordering", "invalid_ordering", message)
        return ordering == ORDERS[1]

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            add_addresses(page, [row["id"] for row in page])
        return super().finished(page, fields)

    def retrieve(self, request: Request, pk: int) -> Response:
        content = whole_notice(pk, public_place(state_of(request._request)))
        if content is None:
            raise self._missing(pk)
        return Response(content)

    @action(detail=True)
    def text(self, request: Request, pk: str) -> Response:
        """Two queries at most: the notice, and of a warning its facts."""
        notice = addressed(int(pk))
        if notice is None or notice.status in GONE:
            raise self._missing(int(pk))
        return Response(broadcast_texts(notice))

    def _missing(self, pk: int) -> Exception:
        gone = Notice.objects.addressable_by(AnonymousUser()).filter(
            pk=pk, status__in=GONE
        )
        status = gone.values_list("status", flat=True).first()
        if status is None:
            return Http404()
        return Gone(gettext("This notice was withdrawn; its page says why."), status)


@extend_schema_view(
    list=extend_schema(
        summary=_("All public boards"),
        description=_("A board gathers notices of one subject, of all units or one."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(BoardSerializer(many=True), 400),
        examples=[BOARD_EXAMPLE],
    ),
)
class BoardViewSet(PublicViewSet):
    """A board gathers notices of one subject, of all units or of one."""

    serializer_class = BoardSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    columns: ClassVar[dict[str, Any]] = {
        "id": "id",
        "slug": "slug",
        "name": "name",
        "agency_code": "agency__code",
        "nature": "nature",
        "column_type": "column_type",
        "description": "description",
        "keywords": "keywords",
        "update_days": "update_days",
        "is_open": "is_open",
    }

    def get_queryset(self) -> QuerySet[Board]:
        return Board.objects.public()


@extend_schema_view(
    list=extend_schema(
        summary=_("All postings, with their ends and results"),
        description=_("Those of public notices, in the order in which they were made."),
        parameters=[FIELDS_PARAMETER],
        responses=answers(PostingSerializer(many=True), 400),
        examples=[OpenApiExample("posting", value=POSTING_EXAMPLE, response_only=True)],
    ),
)
class PostingViewSet(PublicViewSet):
    """A posting is part of a notice: until when, where objections go, the result."""

    serializer_class = PostingSerializer
    pagination_class = ColumnPagination
    paging_column: ClassVar[str] = "id"
    paging_columns = ("id", "notice_id")
    filter_backends = (DjangoFilterBackend,)
    filterset_class = PostingFilter
    columns = POSTING_COLUMNS

    def get_queryset(self) -> QuerySet[PostingPeriod]:
        return public_postings()

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        if "url" in fields:
            add_addresses(page, [row["notice_id"] for row in page])
        return super().finished(page, fields)


@extend_schema_view(
    list=extend_schema(
        summary=_("How many notices, by kind and month, of one branch"),
        description=_("Of at most ten years; days and months are local ones."),
        parameters=STATISTICS_PARAMETERS,
        responses=answers(StatisticsSerializer, 400),
        examples=[
            OpenApiExample("figures", value=STATISTICS_EXAMPLE, response_only=True)
        ],
        filters=False,
    ),
)
class StatisticsViewSet(PublicViewSet):
    """Figures that are kept, of whatever branch."""

    serializer_class = StatisticsSerializer
    pagination_class = None

    def known_parameters(self) -> frozenset[str]:
        return frozenset(each.name for each in STATISTICS_PARAMETERS)

    def list(self, request: Request) -> Response:
        given = request.query_params
        branch = unit_named(request, "branch", given.get("branch", ""))
        return Response(statistics(branch, given))
