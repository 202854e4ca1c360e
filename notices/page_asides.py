"""What apps above say beside a notice on its page; each registers in apps.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from disclosure_portal.foundation.models import SiteState

from .reference import kept


class Aside(NamedTuple):
    """A line, and where it leads."""

    title: str
    text: str
    url: str


Asides = Mapping[int, Aside]
_makers: dict[str, Callable[[], Asides]] = {}


def register(code: str, maker: Callable[[], Asides]) -> None:
    """`maker` gives the lines by the keys of notices: few, as all of them are kept
    until the site changes. Registering a code again replaces it."""
    _makers[code] = maker


def asides_of(notice: int, state: SiteState) -> list[Aside]:
    """In the order of the codes; no query while the site stays as it is."""
    found = []
    for code in sorted(_makers):
        maker = _makers[code]
        known = maker() if state.is_change_due else kept(f"aside:{code}", state, maker)
        if notice in known:
            found.append(known[notice])
    return found
