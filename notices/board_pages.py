"""What the pages of boards show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState

from .facets import list_address, page_links, with_parameters, year_title
from .feeds import feed_link
from .list_query import ListQuery, parse_query
from .listing import capped_count, filtered, number, printed_rows, read_page
from .models import Board, BoardNature, Notice
from .reference import BoardEntry, Reference, reference


def board_list_page(state: SiteState) -> dict[str, Any]:
    """All public boards by nature, each with its newest day; one query."""
    known = reference(state)
    newest = (
        Notice.objects.public()
        .posted()
        .filter(board=OuterRef("pk"))
        .newest_first()
        .values("published_at")[:1]
    )
    latest = dict(
        Board.objects.public()
        .annotate(latest=Subquery(newest))
        .values_list("pk", "latest")
    )
    groups = [
        {
            "title": str(nature.label),
            "description": "",
            "boards": [
                _board(row, known, latest.get(row.pk))
                for row in known.boards
                if row.nature == nature
            ],
        }
        for nature in BoardNature
    ]
    return {
        "section": "boards",
        "breadcrumbs": [{"title": _("Boards"), "url": ""}],
        "groups": [group for group in groups if group["boards"]],
    }


def _board(
    row: BoardEntry, known: Reference, latest: datetime | None
) -> dict[str, Any]:
    day = local_day(latest) if latest else None
    return {
        "title": row.name,
        "url": row.url,
        "description": row.description,
        "count_text": number(known.tally(f"board:{row.pk}")),
        "latest_day": official_date(day) if day else "",
        "latest_iso": day.isoformat() if day else "",
        "interval": interval(row.update_days) if not row.archived else "",
        "archived": row.archived,
    }


def interval(days: int | None) -> str:
    """How often a board must be updated, in words."""
    if not days:
        return ""
    text = ngettext("Updated every day", "Updated every %(days)s days", days)
    return text % {"days": days}


def board_page(
    board: BoardEntry, given: Mapping[str, str], state: SiteState
) -> dict[str, Any]:
    """What hangs on a board now, and how many; two queries."""
    query = replace(parse_query(given, state, only=("year", "cursor")), board=board)
    page, place_errors = read_page(query, is_posted=True)
    count = capped_count(filtered(query).posted())
    chosen = {"year": str(query.year)} if query.year else {}
    return {
        "section": "boards",
        "breadcrumbs": [
            {"title": _("Boards"), "url": reverse("board-list")},
            {"title": board.name, "url": board.url},
        ],
        "description": board.description,
        "board": _head(board),
        "children": [],
        "errors": [*query.errors, *place_errors],
        "rows": printed_rows(page.rows),
        "count_text": count.text,
        "is_capped": count.is_capped,
        "page": page_links(board.url, chosen, page, query),
        "feed": feed_link(query),
        "filter_url": list_address({"board": board.slug}),
        "years": _years(board, query, reference(state)),
        "column": {
            "name": board.name,
            "description": board.description,
            "keywords": board.keywords,
            "type": board.column_type,
        },
    }


def _head(board: BoardEntry) -> dict[str, Any]:
    return {
        "title": board.name,
        "url": board.url,
        "description": board.description,
        "kind_text": str(BoardNature(board.nature).label),
        "interval": interval(board.update_days) if not board.archived else "",
        "archived": board.archived,
        "agency": board.agency,
        "column_type": board.column_type,
        "keywords": board.keywords,
    }


def _years(
    board: BoardEntry, query: ListQuery, known: Reference
) -> list[dict[str, Any]]:
    if len(known.years) < 2:
        return []
    every = {"title": _("All years"), "url": board.url, "is_chosen": not query.year}
    return [every] + [
        {
            "title": year_title(year),
            "url": with_parameters(board.url, {"year": str(year)}),
            "is_chosen": year == query.year,
        }
        for year in known.years
    ]
