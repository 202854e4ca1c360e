"""The page of all that words found: the units that they name, what is to be disclosed
and may be done there, then the notices."""

from __future__ import annotations

from typing import Any, TypedDict

from django.urls import reverse

from directories.found_items import FoundItem, found_items, item_hits
from directories.found_units import FoundUnit, found_units
from directories.item_search import IS_DUTY, IS_SERVICE
from directories.search import IS_AGENCY
from directories.service_pages import services_address
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.search.snippets import Piece
from disclosure_portal.foundation.telephones import telephone_url
from feedback.search import IS_LETTER, IS_QUESTION, letters_among
from notices.advanced_search import advanced_address
from notices.facets import chips, found_units_facet, list_address, with_parameters
from notices.found_help import found_help
from notices.list_query import EVEN_ENDED, ListQuery
from notices.listing import number
from notices.search import IS_NOTICE
from notices.search_list import NoticeSearch

# Of units so many stand before the notices, and so many duties and services.
UNITS_SHOWN = 5
ITEMS_SHOWN = 3
LETTERS_SHOWN = 3


# All that has a unit, in the index.
OF_UNITS = (IS_AGENCY, IS_DUTY, IS_SERVICE, IS_NOTICE, IS_LETTER, IS_QUESTION)


def search_address(parameters: dict[str, str]) -> str:
    return with_parameters(reverse("search"), parameters)


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


def search_page(query: ListQuery, state: SiteState) -> dict[str, Any]:
    """Without words, what can be asked. Queries: three of the units, five of duties and
    services, three of letters, two of the choice of units, and those of the list of
    notices but for its choices."""
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
    unit = query.branch.slug if query.branch else ""
    letters = letters_among(search.finder, LETTERS_SHOWN)
    items = found_items(search.finder, item_hits(search.finder)[:ITEMS_SHOWN])
    units = found_units(search.finder)[:UNITS_SHOWN]
    return page | {
        "units": [_row(each) for each in units],
        "items": [_item_row(item) for item in items],
        "services_url": services_address(q=query.q, unit=unit),
        "duties_url": _narrowed("directory", query.q, unit),
        "letters": letters.letters,
        "questions": letters.questions,
        "letters_url": _narrowed("letter-list", query.q, unit),
        "has_found": bool(rows or units or items or any(letters)),
        "rows": rows,
        "help": found_help(search.finder, len(rows), query.parameters, search_address),
        "count_words": search.count_words(),
        "notices_url": list_address(query.parameters),
        "ended_text": number(ended.number) if ended.number else "",
        "ended_url": list_address({**query.parameters, "validity": EVEN_ENDED}),
        **_choice_of_units(search, query, state),
    }


def _narrowed(name: str, words: str, unit: str) -> str:
    return with_parameters(reverse(name), {"q": words, "unit": unit})


def _choice_of_units(
    search: NoticeSearch, query: ListQuery, state: SiteState
) -> dict[str, Any]:
    """The units below the chosen one that something found is of, of any kind; of a
    whole question, those of the closest notices."""
    if search.is_closest:
        counted = search.facets()
    else:
        asked = search.finder.search
        facets = [OF_UNITS, *asked.facets[1:]]
        counted = search.finder.within(facets, asked.without).facets()
    facet = found_units_facet(query, state, counted, search_address)
    return {
        "facets": [facet] if facet and (facet["options"] or facet["up"]) else [],
        "chosen": chips(query, search_address) if query.branch else [],
        "clear_url": search_address({"q": query.q}),
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
