"""Notices found by words: the ranking of the page, for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.api.pagination import PublishedPagination
from disclosure_portal.foundation.api.public import Rows
from disclosure_portal.foundation.api.searching import (
    Window,
    cursors,
    flag,
    highlight,
    window,
)
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.pages import state_of
from disclosure_portal.foundation.search.conditions import EVERYTHING
from disclosure_portal.foundation.search.finding import Hit, words_to_mark

from ..list_query import EVEN_ENDED, FILTERS, NEWEST_FIRST, ListQuery, parse_query
from ..reference import branch_of, reference
from ..search_list import NoticeSearch
from .filters import unit_named

RELEVANCE = "relevance"
BY_WORDS = (RELEVANCE, "-published_at")
# The sign of the index for each facet; branches are told by what lies below one.
SIGNS = {"board": "b", "kind": "k", "theme": "t", "year": "y", "validity": "v"}
FACETS = ("branch", *SIGNS)
Q = OpenApiParameter(
    "q",
    str,
    description=_(
        "Words, a question or a document number; what is longer than 100 characters is"
        " cut. Ordered by relevance: of a common word, the best of its newest notices,"
        " 120 at most; by -published_at all that have the words come, and there is no"
        " way back (`previous` is null)."
    ),
)
FACETS_PARAMETER = OpenApiParameter(
    "facets",
    str,
    description=_(
        "Only with `q`: how many of what was found have which value of these, separated"
        " by commas: branch, board, kind, theme, year, validity."
    ),
)


class Asked(NamedTuple):
    """What a request with words asks for, and what was found on its page."""

    search: NoticeSearch
    is_marked: bool
    facets: list[str]
    hits: list[Hit]
    following: str
    preceding: str

    @property
    def ids(self) -> list[int]:
        return [hit.object_id for hit in self.hits]


class SearchedPagination(PublishedPagination):
    """Answers to words bring marks and counts where they were asked for."""

    def answer(
        self, request: Request, asked: Asked, hits: Sequence[Hit], page: Rows
    ) -> Response:
        """The page of these hits."""
        if asked.is_marked:
            words = words_to_mark(asked.search.finder.search.question)
            for hit, row in zip(hits, page, strict=True):
                row["highlight"] = highlight(hit.text, words)
        answer = self.around(request, page, asked.following, asked.preceding)
        if asked.facets:
            answer.data["facets"] = _facets(asked, state_of(request))
        return answer

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        answer = super().get_paginated_response_schema(schema)
        answer["properties"]["facets"] = FACETS_SCHEMA
        return answer


_VALUES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value", "count"],
        "properties": {
            "value": {"type": "string", "description": _("As the filter takes it.")},
            "count": {"type": "integer"},
        },
    },
    "example": [{"value": "policy", "count": 3}],
}
FACETS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": _("Only where `facets` asks for it."),
    "required": ["count", "is_capped", "newest_only"],
    "properties": {
        "count": {
            "type": "integer",
            "example": 3,
            "description": _("How many were found."),
        },
        "is_capped": {
            "type": "boolean",
            "example": False,
            "description": _("There are more than that."),
        },
        "newest_only": {
            "type": "boolean",
            "example": False,
            "description": _("The values were counted among the newest 5,000 only."),
        },
        **dict.fromkeys(FACETS, _VALUES),
    },
}


def asked_by(request: Request) -> Asked:
    """Filters were checked before. Raises ValidationError for whatever else was not
    understood."""
    is_marked, names = flag(request, "highlight"), _facets_asked(request)
    asked = window(request)
    search = _search_of(request)
    return Asked(search, is_marked, names, *_hits(search, asked))


def _search_of(request: Request) -> NoticeSearch:
    """What no longer holds is found as well, as without words."""
    given = request.query_params
    named = {name: given[name] for name in FILTERS if given.get(name)}
    named.setdefault("validity", EVEN_ENDED)
    if _ordering(request) != RELEVANCE:
        named["order"] = NEWEST_FIRST
    query = parse_query({**named, "q": given["q"]}, state_of(request))
    return NoticeSearch(query, more=_more(request))


def _more(request: Request) -> list[list[str]]:
    code = request.query_params.get("agency", "")
    return [[f"@a{unit_named(request, 'agency', code).pk}"]] if code else []


def _ordering(request: Request) -> str:
    """Raises ValidationError for an order that words don't have."""
    ordering = request.query_params.get("ordering") or RELEVANCE
    if ordering not in BY_WORDS:
        message = gettext("With words, order by relevance or by -published_at.")
        raise invalid("ordering", "invalid_ordering", message)
    return ordering


def _hits(search: NoticeSearch, asked: Window) -> tuple[list[Hit], str, str]:
    """What stands on a page, and the cursors of the next and of the one before."""
    if search.query.order == NEWEST_FIRST:
        before = EVERYTHING if asked.place is None else asked.place
        hits = search.finder.newest(asked.limit + 1, min(before, EVERYTHING))
        shown = hits[: asked.limit]
        return shown, str(shown[-1].docid) if len(hits) > len(shown) else "", ""
    start = asked.place or 0
    shown = search.best[start : start + asked.limit]
    return (shown, *cursors(asked, len(search.best)))


def _facets_asked(request: Request) -> list[str]:
    """Raises ValidationError for a name that is no facet."""
    names = request.query_params.get("facets", "").split(",")
    names = [name.strip() for name in names if name.strip()]
    for name in names:
        if name not in FACETS:
            message = gettext("There is no facet “%(name)s”.") % {"name": name[:40]}
            raise invalid("facets", "unknown_facet", message)
    return list(dict.fromkeys(names))


def _facets(asked: Asked, state: SiteState) -> dict[str, Any]:
    """Three queries."""
    search = asked.search
    tokens = search.facets()
    return {
        "count": search.count.number,
        "is_capped": search.count.is_capped,
        "newest_only": search.counts_newest_only,
        **{name: _values(name, tokens, search.query, state) for name in asked.facets},
    }


def _values(
    name: str, tokens: Counter[str], query: ListQuery, state: SiteState
) -> list[dict[str, Any]]:
    counts = _branches(tokens, query, state) if name == "branch" else {}
    if name in SIGNS:
        sign, value_of = f"@{SIGNS[name]}", _reader(name, state)
        counts = {
            value: count
            for token, count in tokens.items()
            if token.startswith(sign) and (value := value_of(token[len(sign) :]))
        }
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [{"value": value, "count": count} for value, count in ranked]


def _branches(
    tokens: Counter[str], query: ListQuery, state: SiteState
) -> dict[str, int]:
    """The units directly below the chosen one that have published."""
    branch = query.branch or branch_of(state, "")
    below = [unit for unit, _count in branch.children] if branch else []
    counts = {unit.slug: tokens[f"@p{unit.path}"] for unit in below}
    return {slug: count for slug, count in counts.items() if count}


def _reader(name: str, state: SiteState) -> Callable[[str], str]:
    """What a token says, as the filter takes it."""
    if name == "board":
        known = {str(board.pk): board.slug for board in reference(state).boards}
        return lambda text: known.get(text, "")
    return lambda text: text.replace("_", "-") if name == "theme" else text
