"""What a reader asks of a list of notices: the address read into typed filters.

Nothing in an address raises: what is not understood is said in one sentence each,
and the list shows what the rest asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import SiteState

from .models import Kind, Theme, Validity
from .reference import FIRST_YEAR, BoardEntry, Branch, branch_of, reference

FILTERS = (
    *("branch", "board", "kind", "theme", "year"),
    *("published_from", "published_to", "validity", "where"),
)
MAX_WORDS = 100
# As many complaints as a reader will read.
MAX_ERRORS = 5
LAST_YEAR = 2199
# What messengers and search engines add to addresses that people pass on.
FOREIGN = frozenset({"from", "isappinstalled", "scene", "nsukey"})
OLDEST_FIRST = "oldest"
# Of what was found by words: newest first, not the best first.
NEWEST_FIRST = "newest"
# What does not hold any more is shown as well.
EVEN_ENDED = "all"
# Words are looked for in titles only.
IN_TITLES = "title"
MAX_PAGE = 6
# What says something only beside words, or only without them.
ONLY_WITH_WORDS = {"validity": EVEN_ENDED, "order": NEWEST_FIRST, "where": IN_TITLES}


@dataclass(frozen=True)
class ListQuery:
    """The understood part of an address, and a sentence for each other part."""

    branch: Branch | None = None
    board: BoardEntry | None = None
    kind: str = ""
    theme: str = ""
    year: int | None = None
    published_from: date | None = None
    published_to: date | None = None
    validity: str = ""
    where: str = ""
    q: str = ""
    order: str = ""
    cursor: str = ""
    page: int = 1
    errors: tuple[str, ...] = ()

    @property
    def is_oldest_first(self) -> bool:
        return self.order == OLDEST_FIRST

    @cached_property
    def filters(self) -> dict[str, str]:
        """The chosen filters as an address spells them, in the order of the page."""
        values = {
            "branch": self.branch.slug if self.branch else "",
            "board": self.board.slug if self.board else "",
            "kind": self.kind,
            "theme": self.theme,
            "year": str(self.year or ""),
            "published_from": str(self.published_from or ""),
            "published_to": str(self.published_to or ""),
            "validity": self.validity,
            "where": self.where,
        }
        return {name: value for name, value in values.items() if value}

    @property
    def has_days(self) -> bool:
        """Is there no end of such lists, as every day may be named?"""
        return bool(self.published_from or self.published_to)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """All of the address but the place in the list."""
        others = {"q": self.q, "order": self.order}
        return self.filters | {name: value for name, value in others.items() if value}


def filter_titles() -> dict[str, str]:
    return {
        "branch": _("Unit"),
        "board": _("Board"),
        "kind": _("Kind"),
        "theme": _("Theme"),
        "year": _("Year"),
        "published_from": _("Published from"),
        "published_to": _("Published until"),
        "validity": _("Validity"),
        "where": _("Where the words stand"),
    }


def parse_query(
    given: Mapping[str, str], state: SiteState, *, only: Collection[str] = ()
) -> ListQuery:
    """The query of an address; with `only`, of a page that knows these parameters."""
    understood: dict[str, Any] = {}
    errors: list[str] = []
    titles = filter_titles()
    for name, value in _stated(given):
        read = READERS.get(name) if not only or name in only else None
        if read is None:
            errors.append(_("There is no filter “%(name)s”.") % {"name": name[:40]})
            continue
        result = read(value, state)
        if result is None:
            errors.append(
                _("“%(value)s” is no value of the filter “%(name)s”.")
                % {"value": value[:40], "name": titles.get(name, name)}
            )
            continue
        understood[name] = result
    if _is_backwards(understood):
        errors.append(_("The last day of publication is before the first one."))
        del understood["published_from"], understood["published_to"]
    _settle(understood)
    return ListQuery(**understood, errors=tuple(errors[:MAX_ERRORS]))


def _is_backwards(understood: Mapping[str, Any]) -> bool:
    first, last = (understood.get(f"published_{end}") for end in ("from", "to"))
    return bool(first and last and last < first)


def _settle(understood: dict[str, Any]) -> None:
    """Leave out what says nothing for this list."""
    if understood.get("q"):
        pointless = {"order": OLDEST_FIRST}
    else:
        pointless = ONLY_WITH_WORDS
        understood.pop("page", None)
    for name, value in pointless.items():
        if understood.get(name) == value:
            del understood[name]


def _stated(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        value = value.replace("\x00", "").strip()
        if value and name not in FOREIGN:
            yield name, value


def _branch(value: str, state: SiteState) -> Branch | None:
    return branch_of(state, value.lower())


def _board(value: str, state: SiteState) -> BoardEntry | None:
    return reference(state).board(value)


def _one_of(values: list[str]) -> Callable[[str, SiteState], str | None]:
    return lambda value, _state: value if value in values else None


def _year(value: str, _state: SiteState) -> int | None:
    if not (value.isascii() and value.isdigit() and len(value) == len("2026")):
        return None
    year = int(value)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _day(value: str, _state: SiteState) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    # Python also reads 20261123 and 2026-W48-1.
    is_plain = day.isoformat() == value
    return day if is_plain and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _page(value: str, _state: SiteState) -> int | None:
    pages = [str(page) for page in range(1, MAX_PAGE + 1)]
    return int(value) if value in pages else None


def _words(value: str, _state: SiteState) -> str:
    return " ".join(value[:MAX_WORDS].split())


def _cursor(value: str, _state: SiteState) -> str:
    return value


READERS: dict[str, Callable[[str, SiteState], Any]] = {
    "branch": _branch,
    "board": _board,
    "kind": _one_of(Kind.values),
    "theme": _one_of(Theme.values),
    "year": _year,
    "published_from": _day,
    "published_to": _day,
    "validity": _one_of([*Validity.values, EVEN_ENDED]),
    "where": _one_of([IN_TITLES]),
    "q": _words,
    "order": _one_of([OLDEST_FIRST, NEWEST_FIRST]),
    "cursor": _cursor,
    "page": _page,
}
