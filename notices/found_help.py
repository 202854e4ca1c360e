"""What helps where words found hardly anything: what was perhaps meant, which unit to
ask; and what the office put first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import Resolver404, resolve

from directories.models import Agency
from directories.search import IS_AGENCY
from disclosure_portal.foundation.models import PromotedAnswer
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.promoted import promoted
from disclosure_portal.foundation.search.suggesting import FEW, meant

from .list_query import FILTERS
from .models import Notice

UNITS = 3
# More answers of the office would hide what was found.
MOST_PROMOTED = 3


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
        "promoted": put_first(finder),
        "meant": [{"word": word, "url": address({"q": word})} for word in words],
        "units": _units(finder) if not found else [],
        "unfiltered_url": address({"q": parameters["q"]}) if has_filters else "",
    }


def put_first(finder: Finder) -> list[PromotedAnswer]:
    """What the office puts first, without what leads to a notice that is not public
    any more or to a closed unit; a query more only where one leads to such a page."""
    return list(islice(filter(_leads_somewhere, promoted(finder)), MOST_PROMOTED))


def _leads_somewhere(answer: PromotedAnswer) -> bool:
    """An address that is no page of a notice or unit is the office's own care."""
    try:
        page = resolve(urlsplit(answer.address).path)
    except Resolver404:
        return True
    if page.url_name and page.url_name.startswith("notice-") and "pk" in page.kwargs:
        return bool(Notice.objects.public().filter(pk=page.kwargs["pk"]).exists())
    if page.url_name == "agency-detail":
        slug = page.kwargs["slug"].lower()
        named = Q(slug=slug) | Q(aliases__slug=slug)
        return bool(Agency.objects.open().filter(named).exists())
    return True


def _units(finder: Finder) -> list[Agency]:
    """Who may be in charge, by names and duties."""
    asked = Finder(Search(finder.search.question, [[IS_AGENCY]]))
    keys = [hit.object_id for hit in asked.best()[:UNITS]]
    units = Agency.objects.in_bulk(keys)
    return [units[key] for key in keys if key in units]
