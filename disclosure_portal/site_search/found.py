"""What words find on the whole site, as rows for programs: kind after kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext
from rest_framework.request import Request

from directories.found_items import found_items, item_hits
from directories.found_units import FoundUnit, found_units
from directories.item_search import DUTY, SERVICE
from directories.search import AGENCY
from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.api.public import Rows
from disclosure_portal.foundation.api.searching import Window, highlight, told
from disclosure_portal.foundation.pages import state_of
from disclosure_portal.foundation.search.finding import Hit, words_to_mark
from feedback.search import LETTER, QUESTION, letter_hits, read_hits
from notices.api.content import page_address
from notices.found_help import put_first
from notices.list_query import parse_query
from notices.models import Notice
from notices.search import NOTICE
from notices.search_list import NoticeSearch

KINDS = (AGENCY, DUTY, SERVICE, NOTICE, QUESTION, LETTER)
ITEMS = (DUTY, SERVICE)
LETTERS = (QUESTION, LETTER)

# Some of what was found as rows, with marks or without.
Rower = Callable[[Sequence[Any], bool], Rows]


class Section(NamedTuple):
    """What was found of some kinds, the best first."""

    hits: Sequence[Any]
    rows: Rower


@dataclass(frozen=True)
class Found:
    """The sections behind each other; and what the office puts before."""

    sections: Sequence[Section]
    promoted: list[dict[str, str]]

    @property
    def count(self) -> int:
        return sum(len(section.hits) for section in self.sections)

    def rows(self, asked: Window, is_marked: bool) -> Rows:
        """Those of one page."""
        start = asked.place or 0
        end = start + asked.limit
        rows: Rows = []
        for section in self.sections:
            rows += section.rows(section.hits[start:end], is_marked)
            start, end = (max(place - len(section.hits), 0) for place in (start, end))
        return rows


def found(request: Request) -> Found:
    """Raises ValidationError for no words and an unknown kind."""
    kind, search = _kind(request), _search_of(request)
    # First the notices: where none has all of it, the closest units count, too.
    notices = search.best if kind in ("", NOTICE) else []
    units = found_units(search.finder) if kind in ("", AGENCY) else []
    items = item_hits(search.finder) if kind in ("", *ITEMS) else []
    letters = letter_hits(search.finder) if kind in ("", *LETTERS) else []
    sections = (
        Section(units, _units),
        Section(_of_kind(items, kind), partial(_items, search)),
        Section(notices, partial(_notices, search)),
        Section(_of_kind(letters, kind), partial(_letters, search)),
    )
    return Found(sections, [] if kind else _promoted(search))


def _of_kind(hits: Sequence[Hit], kind: str) -> list[Hit]:
    return [hit for hit in hits if kind in ("", hit.kind)]


def _promoted(search: NoticeSearch) -> list[dict[str, str]]:
    return [
        {
            "title": answer.title,
            "text": answer.text,
            "url": f"{settings.SITE_URL}{answer.address}",
        }
        for answer in put_first(search.finder)
    ]


def _search_of(request: Request) -> NoticeSearch:
    """Raises ValidationError where there are no words."""
    words = request.query_params.get("q", "")
    if not words.strip():
        raise invalid("q", "required", gettext("Say what is to be found."))
    return NoticeSearch(parse_query({"q": words}, state_of(request)))


def _kind(request: Request) -> str:
    kind = request.query_params.get("kind", "")
    if kind not in ("", *KINDS):
        raise invalid(
            "kind", "unknown_value", gettext("There is nothing of this name.")
        )
    return kind


# --- Rows -------------------------------------------------------------------------


def _units(units: Sequence[FoundUnit], is_marked: bool) -> Rows:
    return [
        {
            "kind": AGENCY,
            "id": None,
            "url": f"{settings.SITE_URL}{each.agency.get_absolute_url()}",
            "title": each.agency.name,
            "agency_code": each.agency.code,
            "agency_name": each.agency.name,
            "published_at": None,
        }
        | ({"highlight": told(each.reason)} if is_marked else {})
        for each in units
    ]


def _items(search: NoticeSearch, hits: Sequence[Hit], is_marked: bool) -> Rows:
    return [
        {
            "kind": item.kind,
            "id": item.pk,
            "url": f"{settings.SITE_URL}{item.url}",
            "title": item.title,
            "agency_code": item.agency.code,
            "agency_name": item.agency.name,
            "published_at": None,
        }
        | ({"highlight": told(item.reason)} if is_marked else {})
        for item in found_items(search.finder, hits)
    ]


def _notices(search: NoticeSearch, hits: Sequence[Hit], is_marked: bool) -> Rows:
    """One query; what may not be read any more is left out."""
    public = Notice.objects.public().filter(pk__in=[hit.object_id for hit in hits])
    columns = ("title", "agency__code", "agency__name", "published_at")
    known = {pk: values for pk, *values in public.values_list("pk", *columns)}
    words = words_to_mark(search.finder.search.question)
    return [
        _notice(hit.object_id, known[hit.object_id])
        | ({"highlight": highlight(hit.text, words)} if is_marked else {})
        for hit in hits
        if hit.object_id in known
    ]


def _notice(pk: int, values: Sequence[Any]) -> dict[str, Any]:
    named = ("title", "agency_code", "agency_name", "published_at")
    row = {"kind": NOTICE, "id": pk, "url": page_address("notice-detail", pk)}
    return row | dict(zip(named, values, strict=True))


def _letters(search: NoticeSearch, hits: Sequence[Hit], is_marked: bool) -> Rows:
    """A query for each kind among them; what is not public any more is left out."""
    words = words_to_mark(search.finder.search.question)
    return [
        {
            "kind": hit.kind,
            "id": row.pk,
            "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
            "title": row.title,
            "agency_code": row.agency.code,
            "agency_name": row.agency.name,
            "published_at": row.published_at,
        }
        | ({"highlight": highlight(hit.text, words)} if is_marked else {})
        for hit, row in read_hits(hits)
    ]
