"""Pages of the API by keyset: a cursor names the last row seen, nothing is counted.

An answer is {results, next, previous}; the two are whole addresses or null.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .. import clock
from ..days import local_day
from ..keyset import BadCursor, Cursor, climbing, cut, horizon, open_place, stretch
from ..prepared import Given, Prepared, kept
from .errors import invalid

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
PARAMETERS = frozenset({"cursor", "limit"})

_BACKWARDS = "~"
UNTIL = Given("until", DateTimeField())


class Listing(NamedTuple):
    """Rows to be paged: `compose` answers those published until a moment.

    `key` says all that their query depends on beside that moment and the day; None
    where that is too much, as a filter's value is.
    """

    compose: Callable[[datetime | Given], QuerySet[Any, Any]]
    key: Hashable


class KeysetPagination(BasePagination):
    """What both ways of paging share; `following` and `preceding` are cursors."""

    following = ""
    preceding = ""
    request: Request

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any]:
        """One query. Raises ValidationError for a bad limit or cursor."""
        self.request = request
        limit = limit_of(request.query_params.get("limit", ""))
        cursor = request.query_params.get("cursor", "")
        try:
            return self.window(queryset, cursor, limit, view)
        except BadCursor as error:
            message = _("This is no cursor of ours.")
            raise invalid("cursor", "invalid_cursor", message) from error

    def window(self, listing: Listing, cursor: str, limit: int, view: Any) -> list[Any]:
        raise NotImplementedError

    def around(
        self, request: Request, page: list[Any], following: str, preceding: str
    ) -> Response:
        """The answer of a page that was found elsewhere, with its cursors."""
        self.request = request
        self.following, self.preceding = following, preceding
        return self.get_paginated_response(page)

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "results": data,
                "next": self._address(self.following),
                "previous": self._address(self.preceding),
            }
        )

    def _address(self, cursor: str) -> str | None:
        if not cursor:
            return None
        here = self.request.build_absolute_uri()
        return replace_query_param(here, "cursor", cursor)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of a whole answer, `schema` being that of its rows."""
        address = {"type": "string", "format": "uri", "nullable": True}
        following = "https://www.example.gov.cn/api/v1/…/?cursor=…"
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": address | {"example": following},
                "previous": address | {"example": None},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": _("Rows a page, 1 to 100; 20 if not given."),
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MAX_LIMIT,
                    "default": DEFAULT_LIMIT,
                },
            },
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": _(
                    "The place in the list; take it from `next` and `previous`."
                ),
                "schema": {"type": "string"},
            },
        ]


class PublishedPagination(KeysetPagination):
    """By (published_at, id); the view says `is_oldest_first(request)`."""

    def window(self, listing: Listing, cursor: str, limit: int, view: Any) -> list[Any]:
        oldest = view.is_oldest_first(self.request)
        place = Cursor.parse(cursor) if cursor else None
        found = _stretch(listing, place, limit, is_oldest_first=oldest)
        page = cut(found, place, limit, is_oldest_first=oldest)
        self.following, self.preceding = page.older, page.newer
        if oldest:
            self.following, self.preceding = page.newer, page.older
        return page.rows


class ColumnPagination(KeysetPagination):
    """By one unique column of digits, `view.paging_column`, upwards."""

    def window(self, listing: Listing, cursor: str, limit: int, view: Any) -> list[Any]:
        rows = listing.compose(clock.now())
        column: str = view.paging_column
        place = cursor.removeprefix(_BACKWARDS)
        if cursor and not (place.isascii() and place.isdigit() and len(place) <= 40):
            raise BadCursor(cursor)
        climbs = cursor.startswith(_BACKWARDS)
        if cursor:
            rows = rows.filter(**{f"{column}__{'lt' if climbs else 'gt'}": place})
        found = list(rows.order_by(f"-{column}" if climbs else column)[: limit + 1])
        has_more, found = len(found) > limit, found[:limit]
        if climbs:
            found.reverse()
        if found and (has_more or climbs):
            self.following = str(found[-1][column])
        if found and (has_more if climbs else cursor):
            self.preceding = f"{_BACKWARDS}{found[0][column]}"
        return found


def _stretch(
    listing: Listing, place: Cursor | None, limit: int, *, is_oldest_first: bool
) -> list[dict[str, Any]]:
    """The rows of a page and one more; what is asked often is composed once."""
    climbs = climbing(place, is_oldest_first=is_oldest_first)

    start = None if place is None else open_place(is_backwards=climbs)

    def compose() -> QuerySet[Any, Any]:
        return stretch(listing.compose(UNTIL), start, limit, climbs=climbs)

    now = clock.now()
    given: dict[str, Any] = {"until": now}
    if place is not None:
        until = horizon(str(place), now)
        given = {"until": until, "moment": place.moment, "pk": place.pk}
    if listing.key is None:
        return Prepared(compose).rows(**given)
    key = (listing.key, limit, climbs, place is None, local_day(now))
    return kept(key, compose).rows(**given)


def limit_of(text: str) -> int:
    """Rows a page; raises ValidationError."""
    if not text:
        return DEFAULT_LIMIT
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MAX_LIMIT:
        return int(text[:4])
    raise invalid("limit", "invalid_limit", _("Give a number from 1 to 100."))
