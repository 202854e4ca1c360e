"""Guides by life event, audience and unit: what the page of an address shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.keyset import BadCursor, Page, horizon, page_of
from disclosure_portal.foundation.models import SiteState

from .facets import Facet, Option, PageLinks, with_parameters
from .kind_pages.guides import duration, visits_in_words
from .list_query import FOREIGN, MAX_ERRORS, MAX_WORDS
from .listing import (
    PAGE_SIZE,
    Row,
    capped_count,
    in_branch,
    number,
    printed_rows,
    row_values,
)
from .models import (
    FOR_CITIZENS,
    FOR_ENTERPRISES,
    GuideAudience,
    ItemType,
    Kind,
    LifeEvent,
    Notice,
    NoticeQuerySet,
    ProcedureGuide,
)
from .procedure_counts import SERVES, ProcedureCounts, procedure_counts
from .reference import Branch, branch_of
from .structures.guide_columns import FACTS

UNITS_SHOWN = 40
GUIDE_COLUMNS = ("notice_id", "item", "handling", "promised_days", "visits", "is_free")
# Only what an older site showed may lack one of these.
REQUIRED = tuple(fact.code for fact in FACTS if fact.is_required)


@dataclass(frozen=True)
class ProcedureQuery:
    """The understood part of an address, and a sentence for each other part."""

    event: str = ""
    audience: str = ""
    item_type: str = ""
    branch: Branch | None = None
    q: str = ""
    cursor: str = ""
    errors: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        return {
            "event": self.event,
            "audience": self.audience,
            "type": self.item_type,
            "unit": self.branch.slug if self.branch else "",
            "q": self.q,
        }

    @property
    def is_narrowed(self) -> bool:
        return any(self.parameters.values())


def parse(given: Mapping[str, str], state: SiteState) -> ProcedureQuery:
    """Nothing in an address raises; what is not understood is said."""
    query, errors = ProcedureQuery(), []
    for name, value in given.items():
        value = value.replace("\x00", "").strip()
        if not value or name in FOREIGN:
            continue
        if name not in READERS:
            errors.append(_("There is no filter “%(name)s”.") % {"name": name[:40]})
            continue
        field, read = READERS[name]
        known = read(value, state)
        if known is None:
            errors.append(
                _("“%(value)s” is no value of the filter “%(name)s”.")
                % {"value": value[:40], "name": titles().get(name, name)}
            )
            continue
        query = replace(query, **{field: known})
    return replace(query, errors=tuple(errors[:MAX_ERRORS]))


READERS: dict[str, tuple[str, Any]] = {
    "event": ("event", lambda value, _s: value if value in LifeEvent.values else None),
    "audience": ("audience", lambda value, _s: value if value in SERVES else None),
    "type": (
        "item_type",
        lambda value, _s: value if value in ItemType.values else None,
    ),
    "unit": ("branch", lambda value, state: branch_of(state, value.lower())),
    "q": ("q", lambda value, _s: " ".join(value[:MAX_WORDS].split())),
    "cursor": ("cursor", lambda value, _s: value),
}


def titles() -> dict[str, str]:
    return {
        "event": _("Life event"),
        "audience": _("For whom"),
        "type": _("Item type"),
        "unit": _("Unit"),
    }


# --- Rows ---------------------------------------------------------------------------


def filtered(query: ProcedureQuery, until: Any = None) -> NoticeQuerySet:
    notices = Notice.objects.public(until).filter(kind=Kind.PROCEDURE)
    if query.branch:
        notices = in_branch(notices, query.branch)
    guides = ProcedureGuide.objects.all()
    if query.event:
        guides = guides.filter(events__event=query.event)
    if query.audience:
        guides = guides.filter(audience__in=SERVES[GuideAudience(query.audience)])
    if query.item_type:
        guides = guides.filter(item_type=query.item_type)
    for word in query.q.split():
        guides = guides.filter(item__icontains=word)
    if query.event or query.audience or query.item_type or query.q:
        notices = notices.filter(pk__in=guides.values("notice"))
    return notices


def read_page(query: ProcedureQuery) -> tuple[Page[Row], tuple[str, ...]]:
    rows = row_values(filtered(query, horizon(query.cursor, clock.now())))
    try:
        page = page_of(rows, query.cursor, PAGE_SIZE)
    except BadCursor:
        message = _("The address names no place in this list: this is its first page.")
        return page_of(rows, "", PAGE_SIZE), (message,)
    if query.cursor and not page.rows:
        return page, (_("The list does not go on: you have passed its end."),)
    return page, ()


def printed_guides(rows: list[Row]) -> list[dict[str, Any]]:
    """Rows with what a visitor asks first; one query."""
    keys = [row["id"] for row in rows]
    columns = dict.fromkeys((*GUIDE_COLUMNS, *REQUIRED))
    guides = ProcedureGuide.objects.filter(notice__in=keys).values(*columns)
    by_notice = {guide["notice_id"]: guide for guide in guides}
    return [
        {
            **printed,
            "facts": _facts(by_notice.get(row["id"])),
            "is_incomplete": _is_incomplete(by_notice.get(row["id"])),
        }
        for row, printed in zip(rows, printed_rows(rows), strict=True)
    ]


def _facts(guide: Mapping[str, Any] | None) -> list[str]:
    if guide is None:
        return []
    visits = guide["visits"]
    facts = [
        duration(guide["handling"], guide["promised_days"]),
        "" if visits is None else visits_in_words(visits),
        _("Free of charge") if guide["is_free"] else "",
    ]
    return [fact for fact in facts if fact]


def _is_incomplete(guide: Mapping[str, Any] | None) -> bool:
    return guide is None or not all(guide[name] for name in REQUIRED)


# --- The page -----------------------------------------------------------------------


def procedure_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """The rows, what they say, and how many there are: three queries at most."""
    query = parse(given, state)
    counts = procedure_counts(state)
    page, place_errors = read_page(query)
    is_whole = not query.is_narrowed
    count = None if is_whole else capped_count(filtered(query))
    here = reverse("procedure-list")
    return {
        "section": "procedures",
        "breadcrumbs": _breadcrumbs(query, here),
        "description": _(
            "What to bring, where to go, how long it takes, what it costs."
        ),
        "heading": LifeEvent(query.event).label if query.event else "",
        "query": query,
        "hidden_fields": [
            (name, value)
            for name, value in query.parameters.items()
            if value and name != "q"
        ],
        "groups": [] if query.is_narrowed else event_groups(counts),
        "rows": printed_guides(page.rows),
        "count_text": count.text if count else number(counts.total),
        "is_capped": bool(count and count.is_capped),
        "page": _page_links(here, query, page),
        "facets": _facets(query, counts),
        "chosen": _chips(query),
        "clear_url": here,
        "errors": [*query.errors, *place_errors],
    }


def _breadcrumbs(query: ProcedureQuery, here: str) -> list[dict[str, str]]:
    crumbs = [{"title": _("Service guides"), "url": here}]
    if query.event:
        crumbs.append({"title": str(LifeEvent(query.event).label), "url": ""})
    return crumbs


def event_groups(counts: ProcedureCounts) -> list[dict[str, Any]]:
    """Life events that have guides, those of citizens first. No query."""
    here = reverse("procedure-list")
    groups = (
        ("citizens", _("For citizens"), FOR_CITIZENS),
        ("enterprises", _("For enterprises"), FOR_ENTERPRISES),
    )
    return [
        {
            "code": code,
            "title": title,
            "url": with_parameters(here, {"audience": code}),
            "count_text": number(counts.audiences.get(code, 0)),
            "events": [
                {
                    "title": str(event.label),
                    "url": with_parameters(here, {"event": event}),
                    "count_text": number(counts.events[event]),
                }
                for event in events
                if counts.events.get(event)
            ],
        }
        for code, title, events in groups
        if any(counts.events.get(event) for event in events)
    ]


def _page_links(here: str, query: ProcedureQuery, page: Page) -> PageLinks:
    def place(cursor: str) -> str:
        parameters = {**query.parameters, "cursor": cursor}
        return with_parameters(here, parameters) if cursor else ""

    first = with_parameters(here, query.parameters) if query.cursor else ""
    return {
        "newer_url": place(page.newer),
        "older_url": place(page.older),
        "first_url": first,
    }


def _facets(query: ProcedureQuery, counts: ProcedureCounts) -> list[Facet]:
    audiences = [
        (audience.value, str(audience.label), counts.audiences.get(audience, 0))
        for audience in SERVES
    ]
    events = [
        (event.value, str(event.label), counts.events.get(event, 0))
        for event in LifeEvent
    ]
    types = [
        (item_type.value, str(item_type.label), counts.types.get(item_type, 0))
        for item_type in ItemType
    ]
    units = [(unit.slug, unit.label, unit.count) for unit in counts.units[:UNITS_SHOWN]]
    facets = (
        _facet("audience", audiences, query),
        _facet("event", events, query),
        _facet("type", types, query),
        _facet("unit", units, query),
    )
    return [facet for facet in facets if facet["options"]]


def _facet(
    name: str, choices: Iterable[tuple[str, str, int]], query: ProcedureQuery
) -> Facet:
    chosen = query.parameters[name]
    others = {k: v for k, v in query.parameters.items() if v and k != name}
    options: list[Option] = [
        {
            "title": title,
            "url": with_parameters(
                reverse("procedure-list"),
                {**query.parameters, name: "" if value == chosen else value},
            ),
            "count_text": "" if others else number(count),
            "is_chosen": value == chosen,
        }
        for value, title, count in choices
        if count or value == chosen
    ]
    return {
        "name": name,
        "title": titles()[name],
        "is_open": True,
        "options": options,
        "up": None,
    }


def _chips(query: ProcedureQuery) -> list[dict[str, str]]:
    words = {
        "event": str(LifeEvent(query.event).label) if query.event else "",
        "audience": str(GuideAudience(query.audience).label) if query.audience else "",
        "type": str(ItemType(query.item_type).label) if query.item_type else "",
        "unit": query.branch.label if query.branch else "",
        "q": query.q,
    }
    return [
        {
            "facet": titles().get(name, _("Words")),
            "title": title,
            "remove_url": with_parameters(
                reverse("procedure-list"), {**query.parameters, name: ""}
            ),
        }
        for name, title in words.items()
        if title
    ]
