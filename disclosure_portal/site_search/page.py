"""The page of all that words found: the units that they name, what is to be disclosed
and may be done there, then the notices."""

from __future__ import annotations

from typing import Any, TypedDict
from urllib.parse import urlencode

from django.urls import reverse

from directories.found_items import FoundItem, found_items, item_hits
from directories.found_units import FoundUnit, found_units
from directories.service_pages import services_address
from disclosure_portal.foundation.search.snippets import Piece
from disclosure_portal.foundation.telephones import telephone_url
from feedback.search import letters_among
from notices.advanced_search import advanced_address
from notices.facets import list_address
from notices.found_help import found_help
from notices.list_query import EVEN_ENDED, ListQuery
from notices.listing import number
from notices.search_list import NoticeSearch

# Of units so many stand before the notices, and so many duties and services.
UNITS_SHOWN = 5
ITEMS_SHOWN = 3
LETTERS_SHOWN = 3


def search_address(parameters: dict[str, str]) -> str:
    return f"{reverse('search')}?{urlencode(parameters)}"


class UnitRow(TypedDict):
    url: str
    title: list[Piece]
    above: str
    telephone: str
    telephone_url: str
    snippet: list[Piece]
    section: str


class ItemRow(TypedDict):
    url: str
    title: list[Piece]
    type: str
    agency: str
    snippet: list[Piece]
    section: str


def search_page(query: ListQuery) -> dict[str, Any]:
    """Without words, what can be asked. Queries: three of the units, five of duties and
    services, three of letters, and those of the list of notices but for its choices."""
    page = {
        "section": "search",
        "q": query.q,
        "advanced_url": advanced_address(query.parameters),
        "errors": query.errors,
    }
    if not query.q:
        return page
    search = NoticeSearch(query)
    ended, rows = search.ended(), search.page().rows
    letters = letters_among(search.finder, LETTERS_SHOWN)
    items = found_items(search.finder, item_hits(search.finder)[:ITEMS_SHOWN])
    return page | {
        "units": [_row(unit) for unit in found_units(search.finder)[:UNITS_SHOWN]],
        "items": [_item_row(item) for item in items],
        "services_url": services_address(q=query.q),
        "duties_url": f"{reverse('directory')}?{urlencode({'q': query.q})}",
        "letters": letters.letters,
        "questions": letters.questions,
        "letters_url": f"{reverse('letter-list')}?{urlencode({'q': query.q})}",
        "rows": rows,
        "help": found_help(search.finder, len(rows), {}, search_address),
        "count_words": search.count_words(),
        "notices_url": list_address({"q": query.q}),
        "ended_text": number(ended.number) if ended.number else "",
        "ended_url": list_address({"q": query.q, "validity": EVEN_ENDED}),
    }


def _row(found: FoundUnit) -> UnitRow:
    unit = found.agency
    return {
        "url": unit.get_absolute_url(),
        "title": found.reason.title,
        "above": unit.parent.label if unit.parent else "",
        "telephone": unit.telephone,
        "telephone_url": telephone_url(unit.telephone),
        "snippet": found.reason.snippet,
        "section": found.reason.section,
    }


def _item_row(found: FoundItem) -> ItemRow:
    return {
        "url": found.url,
        "title": found.reason.title,
        "type": found.type,
        "agency": found.agency.label,
        "snippet": found.reason.snippet,
        "section": found.reason.section,
    }
