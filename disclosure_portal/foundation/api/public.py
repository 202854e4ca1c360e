"""The base of every public resource: read-only, the same answer for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from ..pages import mark_public
from ..prepared import Given
from .errors import invalid, refuse_strange
from .pagination import PARAMETERS, Listing
from .renderers import OrjsonRenderer
from .throttling import ReadThrottle

Rows = list[dict[str, Any]]


class OneRenderer(BaseContentNegotiation):
    """JSON whatever was asked for: there is nothing else to choose."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class PublicViewSet(GenericViewSet):
    """Answers carry the site's ETag; unknown parameters are refused by name. A list
    costs one query.

    `columns` maps the fields of a row to a column, to a function that makes an
    expression, or to None for what `finished` adds: rows are answered as the
    database gives them, and `fields=` chooses among them.
    """

    renderer_classes = (OrjsonRenderer,)
    parser_classes = (JSONParser,)
    content_negotiation_class = OneRenderer
    throttle_classes = (ReadThrottle,)
    columns: ClassVar[Mapping[str, Any]] = {}
    # Fields of a list that are given only when `fields=` asks for them.
    on_demand: ClassVar[frozenset[str]] = frozenset()
    parameters: ClassVar[frozenset[str]] = frozenset()
    # Columns that paging reads, whether or not they were asked for.
    paging_columns: ClassVar[tuple[str, ...]] = ("id",)

    @mark_public
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    @property
    def throttle_scope(self) -> str:
        return "list" if self.action == "list" else "detail"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_strange(request, self.known_parameters())

    def known_parameters(self) -> frozenset[str]:
        if self.action != "list":
            return frozenset()
        return self.filter_names() | self.parameters | PARAMETERS | {"fields"}

    def filter_names(self) -> frozenset[str]:
        filters = getattr(self, "filterset_class", None)
        return frozenset(filters.base_filters) if filters else frozenset()

    def list(self, request: Request) -> Response:
        fields = self.chosen_fields(request)
        listing, paginator = self.listing(request, fields), cast(Any, self.paginator)
        page: Rows = paginator.paginate_queryset(listing, request, self)
        return self.get_paginated_response(self.finished(page, fields))

    def listing(self, request: Request, fields: tuple[str, ...]) -> Listing:
        """The rows that were asked for, of these fields."""

        def compose(until: datetime | Given) -> QuerySet:
            rows = self.rows_until(until)
            return self.as_rows(
                self.filter_queryset(rows) if is_filtered else rows, fields
            )

        is_filtered = not self.filter_names().isdisjoint(request.query_params)
        return Listing(compose, None if is_filtered else (type(self), fields))

    def rows_until(self, until: datetime | Given) -> QuerySet:
        """What is listed, as published until a moment."""
        return self.get_queryset()

    def chosen_fields(self, request: Request) -> tuple[str, ...]:
        """The fields asked for by `fields=a,b`, else all that are not on demand."""
        text = request.query_params.get("fields", "")
        names = [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in self.columns:
                message = _("There is no field “%(name)s”.") % {"name": name[:40]}
                raise invalid("fields", "unknown_field", message)
        usual = [name for name in self.columns if name not in self.on_demand]
        return tuple(dict.fromkeys(names or usual))

    def as_rows(
        self, rows: QuerySet, fields: tuple[str, ...], more: Iterable[str] = ()
    ) -> QuerySet:
        """The chosen columns, those that paging reads, and `more`, as values."""
        plain = [name for name in fields if self.columns[name] == name]
        plain = list(dict.fromkeys([*plain, *self.paging_columns, *more]))
        renamed = {
            name: F(column) if isinstance(column, str) else column()
            for name in fields
            if (column := self.columns[name]) not in (name, None)
        }
        return rows.values(*plain, **renamed)

    def finished(self, page: Rows, fields: tuple[str, ...]) -> Rows:
        """Rows without what only paging read."""
        surplus = [name for name in self.paging_columns if name not in fields]
        for row in page:
            for name in surplus:
                del row[name]
        return page

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        # Everything here is public: pages of other sites may read it, too.
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
