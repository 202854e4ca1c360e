"""What helps where words found hardly anything: what was perhaps meant, which unit to
ask; and what the office put first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from directories.models import Agency
from directories.search import IS_AGENCY
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.promoted import promoted
from disclosure_portal.foundation.search.suggesting import FEW, meant

from .list_query import FILTERS

UNITS = 3


def found_help(
    finder: Finder,
    found: int,
    parameters: Mapping[str, str],
    address: Callable[[dict[str, str]], str],
) -> dict[str, Any]:
    """For the include `notices/_found_help.html`; `address` makes the address of a
    search from its parameters. Where enough was found: no query more than once for a
    version of the words."""
    is_loose = finder.search.question.is_loose
    is_few = found < FEW or is_loose
    has_filters = bool(set(parameters) & set(FILTERS))
    facets = finder.search.facets[:1]
    if is_few and has_filters:
        # Words that find enough without the filters are no slip.
        is_few = len(finder.unfiltered(facets).newest(FEW)) <= found
    words = meant(finder, facets) if is_few else []
    return {
        "is_loose": is_loose,
        "promoted": promoted(finder),
        "meant": [{"word": word, "url": address({"q": word})} for word in words],
        "units": _units(finder) if not found else [],
        "unfiltered_url": address({"q": parameters["q"]}) if has_filters else "",
    }


def _units(finder: Finder) -> list[Agency]:
    """Who may be in charge, by names and duties."""
    asked = Finder(Search(finder.search.question, [[IS_AGENCY]]))
    keys = [hit.object_id for hit in asked.best()[:UNITS]]
    units = Agency.objects.in_bulk(keys)
    return [units[key] for key in keys if key in units]
