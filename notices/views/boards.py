"""The pages of the boards."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure_portal.foundation.pages import public_page, state_of

from ..board_pages import board_list_page, board_page
from ..reference import reference


@public_page
def board_list(request: HttpRequest) -> HttpResponse:
    page = board_list_page(state_of(request))
    return render(request, "notices/board_list.html", page)


@public_page
def board_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Two queries: the rows, and how many there are."""
    state = state_of(request)
    board = reference(state).board(slug)
    if board is None:
        raise Http404
    page = board_page(board, request.GET.dict(), state)
    return render(request, "notices/board_detail.html", page)
