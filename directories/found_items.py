"""The duties and the items of powers and services that words find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.search.closest import best_or_closest
from disclosure_portal.foundation.search.finding import (
    Finder,
    Hit,
    Search,
    words_to_mark,
)
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.showing import Reason, reason

from .item_search import DUTY, IS_DUTY, IS_SERVICE, SERVICE, duties, services
from .models import Agency, CatalogueItem, ServiceItem

# So much of a whole question has to be answered by an item.
ENOUGH = 0.5


class FoundItem(NamedTuple):
    """`type` is what it is called: 公开事项, or the kind of power or service."""

    kind: str
    pk: int
    title: str
    type: str
    url: str
    agency: Agency
    reason: Reason


def item_hits(finder: Finder) -> list[Hit]:
    """The items that what is asked fits, the best first; three queries, of a sentence
    a few more. Items that hold half of a sentence stand for it."""
    finder = finder.among(IS_DUTY, IS_SERVICE)
    return [hit for hit in finder.best() if finder.share(hit) >= ENOUGH]


def found_items(finder: Finder, hits: Sequence[Hit]) -> list[FoundItem]:
    """Items of these hits that still hold; a query for each kind among them."""
    rows = _rows(DUTY, hits) | _rows(SERVICE, hits)
    words = words_to_mark(finder.search.question)
    known = ((hit, rows.get((hit.kind, hit.object_id))) for hit in hits)
    return [_found(hit, row, words) for hit, row in known if row is not None]


def found_services(words: str) -> list[int]:
    """The numbers of the listed items that words find, the best first, at most some
    thousands."""
    return _found_keys(words, SERVICE, IS_SERVICE)


def found_duties(words: str) -> list[int]:
    """The numbers of the duties that words find, in the same way."""
    return _found_keys(words, DUTY, IS_DUTY)


def _found_keys(words: str, kind: str, token: str) -> list[int]:
    question = ask(words)
    if not question:
        return []
    finder, hits = best_or_closest(Finder(Search(question, [[token]])))
    keys = [hit.object_id for hit in hits]
    if finder.search.question.is_word:
        keys += finder.matching(kind)
    return list(dict.fromkeys(keys))


def _rows(
    kind: str, hits: Iterable[Hit]
) -> dict[tuple[str, int], CatalogueItem | ServiceItem]:
    keys = [hit.object_id for hit in hits if hit.kind == kind]
    if not keys:
        return {}
    rows: Iterator[CatalogueItem | ServiceItem]
    if kind == DUTY:
        of_kind = duties().filter(pk__in=keys)
        rows = iter(of_kind.select_related("agency", "entry"))
    else:
        rows = iter(services().filter(pk__in=keys).select_related("agency"))
    return {(kind, row.pk): row for row in rows}


def _found(
    hit: Hit, row: CatalogueItem | ServiceItem, words: Sequence[str]
) -> FoundItem:
    title = str(row)
    if isinstance(row, ServiceItem):
        called, url = str(row.get_kind_display()), row.get_absolute_url()
    else:
        called, url = _("duty to disclose"), reverse("directory-duty", args=[row.pk])
    why = reason(title, hit.text, words)
    return FoundItem(hit.kind, row.pk, title, called, url, row.agency, why)
