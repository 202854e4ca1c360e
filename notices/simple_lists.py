"""Lists of records of which a county has hundreds, not millions: a few filters by name,
pages by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import SiteState

from .facets import with_parameters
from .listing import number
from .reference import Branch, branch_of

PAGE_SIZE = 20
LAST_PAGE = 1000
# The parameter for words, and how long they may be.
WORDS, LONGEST = "q", 100


class Filter(NamedTuple):
    """One parameter of the address: what it is called, and the values it may have."""

    name: str
    title: str
    values: Mapping[str, str]


@dataclass
class SimpleList:
    """What an address asks for; a sentence in `errors` for what is not understood."""

    here: str
    filters: tuple[Filter, ...]
    chosen: dict[str, str]
    branch: Branch | None
    page_text: str
    errors: list[str] = field(default_factory=list)
    words: str = ""
    count: int = 0
    page: dict[str, str] = field(default_factory=dict)

    def cut(self, rows: QuerySet[Any]) -> list[Any]:
        """A page of the rows. Two queries: how many there are, and the page."""
        at, is_lost = _place(self.page_text)
        self.count = rows.count()
        start = (at - 1) * PAGE_SIZE
        if start and start >= self.count:
            at, start, is_lost = 1, 0, True
        if is_lost:
            self.errors.append(_("The list does not go on: you have passed its end."))
        self.page = {
            "newer_url": self._address(at - 1) if at > 1 else "",
            "first_url": self._address(1) if at > 2 else "",
            "older_url": self._address(at + 1) if at * PAGE_SIZE < self.count else "",
        }
        return list(rows[start : start + PAGE_SIZE])

    def context(self) -> dict[str, Any]:
        """For `notices/_simple_list.html`; call after `cut`."""
        return {
            "section": "notices",
            "errors": self.errors,
            "count_text": number(self.count),
            # One without values, as while nothing is there, asks nothing.
            "facets": [self.facet(each) for each in self.filters if each.values],
            "chosen": self._chips(),
            "clear_url": self.here,
            "page": self.page,
        }

    def _address(self, page: int) -> str:
        shown = str(page) if page > 1 else ""
        return with_parameters(self.here, {**self.chosen, "page": shown})

    def _with(self, name: str, value: str) -> str:
        return with_parameters(self.here, {**self.chosen, name: value})

    def facet(self, given: Filter) -> dict[str, Any]:
        """A filter with the address of each of its values."""
        return {
            "name": given.name,
            "title": given.title,
            "is_open": True,
            "up": None,
            "options": [
                {
                    "title": words,
                    "url": self._with(given.name, value),
                    "count_text": "",
                    "is_chosen": self.chosen[given.name] == value,
                }
                for value, words in given.values.items()
            ],
        }

    def _chips(self) -> list[dict[str, str]]:
        words = {each.name: (each.title, each.values) for each in self.filters}
        named = {self.branch.slug: self.branch.label} if self.branch else {}
        words["unit"] = (_("Unit"), named)
        text = self.chosen.get(WORDS, "")
        words[WORDS] = (self.words, {text: text})
        return [
            {
                "facet": words[name][0],
                "title": words[name][1][value],
                "remove_url": self._with(name, ""),
            }
            for name, value in self.chosen.items()
            if value
        ]


def simple_list(
    given: Mapping[str, str],
    state: SiteState,
    *,
    here: str,
    filters: tuple[Filter, ...],
    words: str = "",
) -> SimpleList:
    """What of the address is understood: a unit by its slug, the filters, and words
    (`?q=`) where `words` says how they are called."""
    chosen, errors = dict.fromkeys(("unit", *(each.name for each in filters)), ""), []
    branch = branch_of(state, given["unit"].lower()) if given.get("unit") else None
    if branch is not None:
        chosen["unit"] = branch.slug
    elif given.get("unit"):
        errors.append(_("There is no such unit: all are shown."))
    for each in filters:
        value = given.get(each.name, "")
        if value in each.values:
            chosen[each.name] = value
        elif value:
            errors.append(_("The address asks for something that is not known here."))
    if words:
        chosen[WORDS] = " ".join(given.get(WORDS, "")[:LONGEST].split())
    page = given.get("page", "")
    return SimpleList(here, filters, chosen, branch, page, errors, words)


def _place(text: str) -> tuple[int, bool]:
    if not text:
        return 1, False
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LAST_PAGE:
        return int(text[:9]), False
    return 1, True
