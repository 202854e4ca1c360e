"""Feeds of what is new, and the page that lists them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.atom import MEDIA_TYPE, written
from disclosure_portal.foundation.pages import public_page, state_of

from ..feeds import (
    Source,
    feed_of,
    feeds_page,
    of_board,
    of_kind,
    of_search,
    of_unit,
    whole_site,
)
from ..list_query import parse_query
from ..searched_words import FOLLOWED


@public_page
def feed_list(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/feed_list.html", feeds_page(state_of(request)))


@public_page
def all_notices(request: HttpRequest) -> HttpResponse:
    return _answer(request, whole_site())


@public_page
def board(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, of_board(slug, state_of(request)))


@public_page
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, of_unit(slug, state_of(request)))


@public_page
def kind(request: HttpRequest, code: str) -> HttpResponse:
    return _answer(request, of_kind(code))


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Of the list with the same parameters. What it does not understand is no feed: it
    would bring more than was asked for."""
    state = state_of(request)
    query = parse_query(request.GET.dict(), state, only=FOLLOWED)
    return _answer(request, None if query.errors else of_search(query))


def _answer(request: HttpRequest, source: Source | None) -> HttpResponse:
    """One query, and two or more where the branch of a unit is asked for anew."""
    if source is None:
        raise Http404
    text = written(feed_of(source, state_of(request)))
    return HttpResponse(text, content_type=f"{MEDIA_TYPE}; charset=utf-8")
