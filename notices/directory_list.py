"""The directory of what is to be disclosed: duties by domain, by unit, by words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from directories.found_items import found_duties
from directories.models import Agency, CatalogueItem
from directories.permissions import in_branches
from disclosure_portal.foundation.models import SiteState

from .duty_rows import duty_rows
from .ledger_places import Place
from .ledger_states import horizon_today
from .listing import number
from .simple_lists import Filter, SimpleList, simple_list

WORDS_LENGTH = 50
# More than a county has; a city narrows the list by its tree of units.
UNITS_SHOWN = 500


def directory_page(
    given: Mapping[str, str], state: SiteState, place: Place
) -> dict[str, Any]:
    """Queries: domains, units, how many duties there are, a page of them, what fills
    them (two) and, where they are told, their slots and the days off; with words, the
    four or so that find them in the index of search."""
    domains = _domains()
    here = place.url("directory")
    names = {name: f"{name}（{number(count)}）" for name, count in domains.items()}
    facets = (Filter("domain", _("Domain"), names),)
    words = " ".join(given.get("q", "").split())[:WORDS_LENGTH]
    asked = simple_list(given, state, here=here, filters=facets)
    if words:
        asked.chosen["q"] = words
    found = asked.cut(_filtered(asked, words))
    whole = not any(asked.chosen.values())
    return _context(asked, words) | {
        "section": "directory",
        "breadcrumbs": [{"title": _("Directory of disclosure"), "url": ""}],
        "q": words,
        "rows": duty_rows(found, place, horizon_today()),
        "units": _units(place) if whole else [],
        "missing_url": place.url("directory-missing") if place.shows else "",
        "search_url": here,
    }


def _context(asked: SimpleList, words: str) -> dict[str, Any]:
    """The words are no facet: their chip is made here."""
    chosen = dict(asked.chosen)
    without = {**chosen, "q": ""}
    asked.chosen = {name: value for name, value in chosen.items() if name != "q"}
    context = asked.context()
    if words:
        asked.chosen = without
        chip = {
            "facet": _("Words"),
            "title": words,
            "remove_url": asked._address(1),
        }
        context["chosen"] = [*context["chosen"], chip]
    return context


def _filtered(asked: SimpleList, words: str) -> QuerySet[CatalogueItem]:
    rows = CatalogueItem.objects.in_force().select_related("agency", "entry__rule")
    if asked.branch is not None:
        rows = rows.filter(in_branches([asked.branch.path]))
    if asked.chosen["domain"]:
        rows = rows.filter(entry__domain=asked.chosen["domain"])
    if words:
        # The code of a duty may be typed as far as it is known.
        begun = Q(entry__code__startswith=words)
        rows = rows.filter(begun | Q(pk__in=found_duties(words)))
    return rows.order_by("entry__domain", "agency__path", "entry__position", "pk")


def _domains() -> dict[str, int]:
    """How many duties each domain has."""
    rows = CatalogueItem.objects.in_force().order_by().values_list("entry__domain")
    counted = rows.annotate(count=Count("pk")).order_by("entry__domain")
    return {name: count for name, count in counted if name}


def _units(place: Place) -> list[dict[str, str]]:
    """The units that owe something, in the order of the tree."""
    duties = Q(duties_owed__begins_on__isnull=False, duties_owed__ends_on=None)
    units = Agency.objects.open().annotate(count=Count("duties_owed", filter=duties))
    return [
        {
            "title": unit.label,
            "url": place.url("directory-unit", unit.slug),
            "count_text": number(unit.count),
        }
        for unit in units.filter(count__gt=0).order_by("path")[:UNITS_SHOWN]
    ]
