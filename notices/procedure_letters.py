"""Service guides by the letter that their name begins with (按字母查事项)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.pinyin_initials import OTHER, initial
from disclosure_portal.foundation.prepared import Prepared

from .facets import with_parameters
from .listing import NOW, number
from .models import Kind, Notice, ProcedureGuide
from .reference import kept

LETTERS = (*ascii_uppercase, OTHER)
# So many services on a page; where there are fewer, it holds all of them.
SHOWN = 200
LAST_PAGE = 1_000


class Service(NamedTuple):
    pk: int
    name: str
    unit: str


Services = Mapping[str, Sequence[Service]]


def letters_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """All services, or where they are too many for a page those of one letter; one
    query when the version is new, else none."""
    services = services_by_letter(state)
    is_whole = sum(map(len, services.values())) <= SHOWN
    there = [each for each in LETTERS if each in services]
    asked = given.get("letter", "").strip().upper()[:1]
    letter = asked if asked in there else next(iter(there), "")
    last = max((len(services.get(letter, ())) - 1) // SHOWN + 1, 1)
    at = 1 if is_whole else min(_number(given.get("page", "")), last)
    return {
        "section": "procedures",
        "breadcrumbs": [
            {"title": _("Service guides"), "url": reverse("procedure-list")},
            {"title": _("Services from A to Z"), "url": ""},
        ],
        "letters": [
            {
                "letter": each,
                "url": f"#{_anchor(each)}" if is_whole else _place(each, 1),
                "is_there": each in services,
                "count_text": number(len(services.get(each, ()))),
                "is_here": not is_whole and each == letter,
            }
            for each in LETTERS
        ],
        "letter": "" if is_whole else letter,
        "groups": [
            _group(each, services[each], at)
            for each in (there if is_whole else there and [letter])
        ],
        "page": {
            "newer_url": _place(letter, at - 1) if at > 1 else "",
            "older_url": _place(letter, at + 1) if not is_whole and at < last else "",
            "first_url": _place(letter, 1) if at > 1 else "",
        },
    }


def _group(letter: str, services: Sequence[Service], at: int) -> dict[str, Any]:
    return {
        "letter": letter,
        "anchor": _anchor(letter),
        "count_text": number(len(services)),
        "rows": [
            {
                "title": each.name,
                "unit": each.unit,
                "url": reverse("notice-detail", args=[each.pk]),
            }
            for each in services[(at - 1) * SHOWN : at * SHOWN]
        ],
    }


def _anchor(letter: str) -> str:
    return f"letter-{letter if letter != OTHER else 'other'}"


def services_by_letter(state: SiteState) -> Services:
    return kept("procedure-letters", state, _load)


def _load() -> Services:
    found: dict[str, list[Service]] = defaultdict(list)
    for pk, item, title, short, name in _guides.rows(now=clock.now()):
        service = Service(pk, item or title, short or name)
        found[initial(service.name)].append(service)
    for services in found.values():
        services.sort(key=lambda each: (each.name, each.unit))
    return dict(found)


@Prepared
def _guides() -> QuerySet[Notice, tuple[int, str, str, str, str]]:
    guides = Notice.objects.public(NOW).filter(kind=Kind.PROCEDURE).order_by()
    # Of what an older site showed, some have nothing but a title.
    items = ProcedureGuide.objects.filter(notice=OuterRef("pk")).values("item")[:1]
    return guides.annotate(item=Subquery(items)).values_list(
        "pk", "item", "title", "agency__short_name", "agency__name"
    )


def _place(letter: str, at: int) -> str:
    page = str(at) if at > 1 else ""
    here = reverse("procedure-letters")
    return with_parameters(here, {"letter": letter, "page": page})


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit()
    return min(max(int(text[:9]), 1), LAST_PAGE) if is_number else 1
