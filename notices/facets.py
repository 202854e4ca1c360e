"""The choices beside a list, and the addresses that choose or drop them. No query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NotRequired, TypedDict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.keyset import Page
from disclosure_portal.foundation.models import SiteState

from .list_query import (
    EVEN_ENDED,
    FILTERS,
    NEWEST_FIRST,
    OLDEST_FIRST,
    ListQuery,
    filter_titles,
)
from .listing import number
from .models import Kind, Theme, Validity
from .reference import Branch, Link, Reference, branch_of, reference


class Option(TypedDict):
    title: str
    url: str
    count_text: str
    is_chosen: bool


class Facet(TypedDict):
    name: str
    title: str
    is_open: bool
    options: list[Option]
    up: Link | None
    more_url: NotRequired[str]


class Chip(TypedDict):
    facet: str
    title: str
    remove_url: str


class PageLinks(TypedDict):
    newer_url: str
    older_url: str
    first_url: str


DAYS = ("published_from", "published_to")
# A choice before it has an address: its value, its title, its count if known.
Choice = tuple[str, str, int | None]
# Makes the address of a list from its parameters.
Address = Callable[[dict[str, str]], str]


def list_address(parameters: dict[str, str]) -> str:
    return with_parameters(reverse("notice-list"), parameters)


def with_parameters(path: str, parameters: dict[str, str]) -> str:
    stated = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(stated)}" if stated else path


def page_links(
    path: str, parameters: dict[str, str], page: Page, query: ListQuery
) -> PageLinks:
    """Addresses of the neighbouring pages; newer_url is always the one before."""

    def place(cursor: str) -> str:
        return with_parameters(path, {**parameters, "cursor": cursor}) if cursor else ""

    before, after = page.newer, page.older
    if query.is_oldest_first:
        before, after = after, before
    first = with_parameters(path, parameters) if query.cursor else ""
    return {"newer_url": place(before), "older_url": place(after), "first_url": first}


def orders(query: ListQuery) -> list[dict[str, str | bool]]:
    titles = {"": _("Newest first"), OLDEST_FIRST: _("Oldest first")}
    if query.q:
        titles = {"": _("Best first"), NEWEST_FIRST: _("Newest first")}
    return [
        {
            "title": title,
            "url": list_address({**query.parameters, "order": order}),
            "is_chosen": order == query.order,
        }
        for order, title in titles.items()
    ]


def facets(
    query: ListQuery, state: SiteState, found: Mapping[str, int] | None = None
) -> list[Facet]:
    """All facets, in the order of the page; `found` says how many of what words found
    have which token."""
    known = reference(state)
    if found is not None:
        return _counted_facets(query, state, found)
    choices: dict[str, Iterable[Choice]] = {
        "board": [
            (row.slug, row.name, known.tally(f"board:{row.pk}")) for row in known.boards
        ],
        "kind": [
            (kind, str(label), known.tally(f"kind:{kind}"))
            for kind, label in Kind.choices
        ],
        "theme": [(theme, str(label), None) for theme, label in Theme.choices],
        "year": [(str(year), year_title(year), None) for year in known.years],
        "validity": [(value, str(label), None) for value, label in Validity.choices],
    }
    shown = [_facet(name, rows, query) for name, rows in choices.items()]
    branch = _branch_facet(query, state)
    return [branch, *shown] if branch else shown


def _counted_facets(
    query: ListQuery, state: SiteState, found: Mapping[str, int]
) -> list[Facet]:
    """The facets of what words found: only choices that something of it has."""
    known = reference(state)
    choices: dict[str, list[tuple[str, str, str]]] = {
        "board": [(row.slug, row.name, f"@b{row.pk}") for row in known.boards],
        "kind": [(kind, str(label), f"@k{kind}") for kind, label in Kind.choices],
        "theme": [
            (theme, str(label), f"@t{theme.replace('-', '_')}")
            for theme, label in Theme.choices
        ],
        "year": [(str(year), year_title(year), f"@y{year}") for year in known.years],
    }
    units = found_units_facet(query, state, found, list_address)
    shown = [units] if units else []
    for name, rows in choices.items():
        chosen = query.filters.get(name, "")
        shown.append(_facet(name, _counted(rows, chosen, found), query))
    validity: list[Choice] = [
        (value, str(label), None) for value, label in Validity.choices
    ]
    validity.append((EVEN_ENDED, _("All, in force or not"), None))
    return [
        *(each for each in shown if each["options"]),
        _facet("validity", validity, query),
    ]


def found_units_facet(
    query: ListQuery, state: SiteState, found: Mapping[str, int], address: Address
) -> Facet | None:
    """The units below the chosen one that something of what words found is of."""
    branch = query.branch or branch_of(state, "")
    if branch is None:
        return None
    below = [(each.slug, each.label, f"@p{each.path}") for each, _n in branch.children]
    facet = _facet("branch", _counted(below, "", found), query, address)
    return facet | {"is_open": True, "up": _up(branch, query, address)}


def _counted(
    choices: Iterable[tuple[str, str, str]], chosen: str, found: Mapping[str, int]
) -> list[Choice]:
    """Where one is chosen already, nothing is known of the others."""
    return [
        (value, title, found.get(token, 0) if chosen in ("", value) else None)
        for value, title, token in choices
        if chosen or found.get(token)
    ]


def year_title(year: int) -> str:
    return _("Year %(year)s") % {"year": year}


def _facet(
    name: str,
    choices: Iterable[Choice],
    query: ListQuery,
    address: Address = list_address,
) -> Facet:
    chosen = query.filters.get(name, "")
    # A count from the tallies is true only while nothing else narrows the list; one of
    # what words found was made within all that is chosen.
    is_alone = bool(query.q) or set(query.filters) <= {name}
    without = address({**query.parameters, name: ""})
    # The rest of the address is encoded once; what can be chosen needs no encoding.
    others = address({**query.parameters, name: "~"})
    before, sign, after = others.partition(f"{name}=")
    after = after.removeprefix("~")
    return {
        "name": name,
        "title": filter_titles()[name],
        "is_open": bool(chosen) or name in ("board", "kind"),
        "options": [
            {
                "title": title,
                "url": without if value == chosen else f"{before}{sign}{value}{after}",
                "count_text": number(count) if is_alone and count is not None else "",
                "is_chosen": value == chosen,
            }
            for value, title, count in choices
        ],
        "up": None,
    }


def _branch_facet(query: ListQuery, state: SiteState) -> Facet | None:
    branch = query.branch or branch_of(state, "")
    if branch is None:
        return None
    choices: list[Choice] = [
        (child.slug, child.label, count) for child, count in branch.children
    ]
    facet = _facet("branch", choices, query)
    facet["is_open"] = True
    facet["up"] = _up(branch, query)
    if branch.has_more_children:
        facet["more_url"] = with_parameters(
            reverse("agency-tree"), {"open": branch.slug}
        )
    return facet


def _up(
    branch: Branch, query: ListQuery, address: Address = list_address
) -> Link | None:
    if branch.above is None or query.branch is None:
        return None
    url = address({**query.parameters, "branch": branch.above.slug})
    return {"title": branch.above.label, "url": url}


def chips(query: ListQuery, address: Address = list_address) -> list[Chip]:
    """The chosen filters, each with the address without it."""
    titles = filter_titles()
    found: list[Chip] = [
        {
            "facet": titles[name],
            "title": _chosen_title(name, query),
            "remove_url": address({**query.parameters, name: ""}),
        }
        for name in FILTERS
        if name in query.filters
    ]
    if query.q:
        removed = address({**query.parameters, "q": ""})
        found.append({"facet": _("Search"), "title": query.q, "remove_url": removed})
    return found


def _chosen_title(name: str, query: ListQuery) -> str:
    if name in DAYS:
        return official_date(getattr(query, name))
    titles = {
        "branch": query.branch.label if query.branch else "",
        "board": query.board.name if query.board else "",
        "kind": dict(Kind.choices).get(query.kind, ""),
        "theme": dict(Theme.choices).get(query.theme, ""),
        "year": year_title(query.year or 0),
        "validity": dict(Validity.choices).get(
            query.validity, _("All, in force or not")
        ),
        "where": _("In titles only"),
    }
    return str(titles[name])


def board_links(known: Reference) -> list[dict[str, str]]:
    """The public boards with their counts, as links."""
    return [
        {
            "title": row.name,
            "url": row.url,
            "count_text": number(known.tally(f"board:{row.pk}")),
            "archived": row.archived,
        }
        for row in known.boards
    ]
