"""What every resource that is searched by words shares: its parameters, the places in
what was found, and why each row was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from ..models import SearchText
from ..search.showing import Reason, reason
from .errors import invalid
from .pagination import limit_of

HIGHLIGHT = OpenApiParameter(
    "highlight",
    bool,
    default=False,
    description=_("With each row, why it was found: title and text in pieces."),
)
# Longer than any place in a list.
MOST_DIGITS = 19


class PieceSerializer(serializers.Serializer):
    text = serializers.CharField(help_text=_("Plain text, no HTML."))
    is_marked = serializers.BooleanField(help_text=_("One of the words found."))


class HighlightSerializer(serializers.Serializer):
    """Why a row was found."""

    title = PieceSerializer(many=True)
    snippet = PieceSerializer(
        many=True, help_text=_("The place in the text with most of the words.")
    )
    section = serializers.CharField(
        allow_blank=True,
        help_text=_("What that part of the text is called; empty for its own."),
    )


class Window(NamedTuple):
    """Which rows are asked for: so many from a place on; None is the first page."""

    limit: int
    place: int | None


def window(request: Request) -> Window:
    """Raises ValidationError for a bad limit or cursor."""
    limit = limit_of(request.query_params.get("limit", ""))
    cursor = request.query_params.get("cursor", "")
    if not cursor:
        return Window(limit, None)
    if cursor.isascii() and cursor.isdigit() and len(cursor) <= MOST_DIGITS:
        return Window(limit, int(cursor))
    raise invalid("cursor", "invalid_cursor", gettext("This is no cursor of ours."))


def cursors(asked: Window, count: int) -> tuple[str, str]:
    """The cursors of the page after and of the one before, among so many in all; ""
    for none."""
    start = asked.place or 0
    end = start + asked.limit
    before = max(start - asked.limit, 0)
    return str(end) if end < count else "", str(before) if start else ""


def flag(request: Request, name: str) -> bool:
    """Raises ValidationError for anything but true and false."""
    value = request.query_params.get(name, "false")
    if value not in ("true", "false"):
        raise invalid(name, "invalid", gettext("Give true or false."))
    return value == "true"


def highlight(text: SearchText, words: Sequence[str]) -> dict[str, Any]:
    return told(reason(text.title, text, words))


def told(found: Reason) -> dict[str, Any]:
    return {
        "title": [piece._asdict() for piece in found.title],
        "snippet": [piece._asdict() for piece in found.snippet],
        "section": found.section,
    }
