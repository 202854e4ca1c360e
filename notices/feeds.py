"""What is new, for feed readers: of the whole site, a board, a unit with all below it,
a kind, any list and any search. Titles and summaries only; it begins at public
notices, as every page does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.atom import Entry, Feed
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.linked_data import whole
from disclosure_portal.foundation.models import SiteState

from .facets import list_address, with_parameters
from .list_query import ListQuery
from .listing import filtered
from .models import Kind, Notice, NoticeQuerySet, last_correction
from .notice_head import OPENING, description_of
from .particulars import word
from .reference import Link, branch_of, reference
from .search_list import NoticeSearch
from .searched_words import followed, words_of

NEWEST = 50
UNITS_LISTED = 200


@dataclass(frozen=True)
class Source:
    """Whose notices a feed has, where it is and which page shows them."""

    title: str
    url: str
    page_url: str
    query: ListQuery


def whole_site() -> Source:
    title = _("All notices")
    return Source(title, reverse("feed-all"), reverse("notice-list"), ListQuery())


def of_board(slug: str, state: SiteState) -> Source | None:
    board = reference(state).board(slug)
    if board is None:
        return None
    url = reverse("feed-board", args=[slug])
    return Source(board.name, url, board.url, ListQuery(board=board))


def of_unit(slug: str, state: SiteState) -> Source | None:
    branch = branch_of(state, slug) if slug else None
    if branch is None:
        return None
    url = reverse("feed-unit", args=[slug])
    page_url = reverse("agency-detail", args=[slug])
    return Source(branch.label, url, page_url, ListQuery(branch=branch))


def of_kind(kind: str) -> Source | None:
    if kind not in Kind.values:
        return None
    url, page_url = reverse("feed-kind", args=[kind]), list_address({"kind": kind})
    return Source(word(Kind, kind), url, page_url, ListQuery(kind=kind))


def of_search(query: ListQuery) -> Source:
    """Of any list, newest first; with words, of what has all of them."""
    parameters = followed(query)
    return Source(
        title=words_of(query) or _("All notices"),
        url=with_parameters(reverse("feed-search"), parameters),
        page_url=list_address(parameters),
        query=query,
    )


def feed_of(source: Source, state: SiteState) -> Feed:
    """The newest that still hang out, in one query; for words the newest that have
    them, in those of a search."""
    notices = _newest(source.query)
    rows = notices.annotate(
        opening=Left("body", Value(OPENING)), corrected_at=last_correction()
    ).values(
        *("pk", "title", "summary", "opening", "kind", "published_at", "recorded_at"),
        *("corrected_at", "is_migrated", "agency__name", "agency__slug"),
    )[:NEWEST]
    name = state.name or settings.SITE_URL
    return Feed(
        title=f"{source.title} - {name}",
        url=whole(source.url),
        page_url=whole(source.page_url),
        author=state.host_unit or name,
        updated=day_start(local_day(clock.now())),
        entries=tuple(_entry(row) for row in rows),
    )


def _newest(query: ListQuery) -> NoticeQuerySet:
    if not query.q:
        return filtered(query).posted().newest_first()
    found = NoticeSearch(query).finder.newest(NEWEST)
    keys = [hit.object_id for hit in found]
    return Notice.objects.public().filter(pk__in=keys).newest_first()


def _entry(row: Mapping[str, Any]) -> Entry:
    path = reverse("notice-detail", args=[row["pk"]])
    published, recorded = row["published_at"], row["recorded_at"]
    is_late = row["is_migrated"] and recorded is not None
    return Entry(
        id=_tag(path, f"{local_day(published)}"),
        title=row["title"],
        url=whole(path),
        published=published,
        # What an older site brings in late is new to those who read along.
        updated=row["corrected_at"] or (recorded if is_late else published),
        author=row["agency__name"],
        author_url=whole(reverse("agency-detail", args=[row["agency__slug"]])),
        category=(row["kind"], word(Kind, row["kind"])),
        summary=description_of(row["summary"], row["opening"]) or row["title"],
    )


def _tag(path: str, day: str) -> str:
    """RFC 4151: neither the scheme nor a port of this site makes it another notice."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:{path}"


def feed_link(query: ListQuery) -> Link | None:
    """The feed of a list that was chosen; of all notices there is one on every page."""
    chosen = list(query.filters)
    if query.q or len(chosen) > 1:
        source = of_search(query)
        return {"title": source.title, "url": source.url}
    if query.board:
        title, url = query.board.name, reverse("feed-board", args=[query.board.slug])
    elif query.branch:
        title, url = query.branch.label, reverse("feed-unit", args=[query.branch.slug])
    elif query.kind:
        title, url = word(Kind, query.kind), reverse("feed-kind", args=[query.kind])
    else:
        return None
    return {"title": title, "url": url}


def feeds_page(state: SiteState) -> dict[str, Any]:
    """Every feed but those of small units; one query."""
    known = reference(state)
    everything = whole_site()
    units = Agency.objects.open().filter(parent__parent=None, parent__isnull=False)
    named = units.in_order().only("slug", "name", "short_name")[:UNITS_LISTED]
    kinds = [kind for kind in Kind if known.tally(f"kind:{kind}")]
    groups = [
        (_("The whole site"), [(everything.title, everything.url)]),
        (
            _("Kinds"),
            [(str(kind.label), reverse("feed-kind", args=[kind])) for kind in kinds],
        ),
        (
            _("Boards"),
            [
                (board.name, reverse("feed-board", args=[board.slug]))
                for board in known.boards
            ],
        ),
        (
            _("Units"),
            [(unit.label, reverse("feed-unit", args=[unit.slug])) for unit in named],
        ),
    ]
    return {
        "section": "",
        "breadcrumbs": [{"title": _("Subscribe"), "url": ""}],
        "groups": [_group(title, feeds) for title, feeds in groups if feeds],
    }


def _group(title: str, feeds: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "title": title,
        "feeds": [{"title": name, "url": url} for name, url in feeds],
    }
