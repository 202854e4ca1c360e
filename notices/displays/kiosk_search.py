"""Searching on a touch screen: the first letters of the pinyin of a name, pressed one
by one (低保: D, B). Each key is a link, so it works without script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.pinyin_initials import initials
from disclosure_portal.foundation.search.folding import fold
from disclosure_portal.foundation.search.questions import Question, Synonyms
from disclosure_portal.foundation.search.synonyms import synonyms_now

from ..facets import with_parameters
from ..reference import branch_of, kept
from .kiosks import ROWS, Entry, frame, guides_of, hall_address, page_number, units_of

# Nobody presses more: five letters leave hardly one name in a county.
MOST_LETTERS = 8
# Every guide's title may end like this: its letters tell nothing.
ENDING = re.compile("(?:办事|办理|服务)?指南$")


class Findable(NamedTuple):
    """What may be found, where it leads, and the letters of all of its name; after a
    space each those of other words for the same."""

    letters: str
    entry: Entry
    url_name: str
    kind: str


def search_page(
    unit: Agency, state: SiteState, given: Mapping[str, str]
) -> dict[str, Any]:
    """The keys, and what has the pressed letters one after another in its name."""
    pressed = _pressed(given.get("letters", ""))
    every = findable(unit, state)
    found = matches(every, pressed) if pressed else []
    last = max((len(found) - 1) // ROWS + 1, 1)
    at = min(page_number(given.get("page", "")), last)
    here = hall_address(unit, "search")
    return frame(unit) | {
        "title": _("Search"),
        "pressed": list(pressed),
        "keys": _keys(found if pressed else every, pressed, here),
        "undo_url": with_parameters(here, {"letters": pressed[:-1]}),
        "clear_url": here,
        "count": len(found),
        "rows": [
            {
                "title": one.entry.title,
                "note": f"{one.kind}　{one.entry.note}".strip("　"),
                "url": reverse(one.url_name, args=[unit.slug, one.entry.key]),
            }
            for one in found[(at - 1) * ROWS : at * ROWS]
        ],
        "place": f"{at} / {last}" if found else "",
        "newer_url": _place(here, pressed, at - 1) if at > 1 else "",
        "older_url": _place(here, pressed, at + 1) if at < last else "",
        "back_url": hall_address(unit),
    }


def findable(unit: Agency, state: SiteState) -> Sequence[Findable]:
    """Guides and units, those that the lists of the screen have."""

    def load() -> Sequence[Findable]:
        guides = guides_of(branch_of(state, unit.slug), state)
        sorts = (
            (guides, "kiosk-notice", _("Service guides")),
            (units_of(unit, state), "kiosk-unit", _("Unit")),
        )
        table = synonyms_now()
        return tuple(
            Findable(_letters(one.title, table), one, url_name, kind)
            for entries, url_name, kind in sorts
            for one in entries
        )

    return kept(f"kiosk-findable:{unit.pk}", state, load)


def _letters(title: str, table: Synonyms) -> str:
    """最低生活保障 is found by D, B as well: it is called 低保."""
    name = Question((fold(ENDING.sub("", title)),)).widened(table)
    return " ".join(map(initials, name.variants))


def matches(every: Sequence[Findable], pressed: str) -> list[Findable]:
    """Those that begin with the letters first, then those that have them farther on."""
    found = [one for one in every if pressed in one.letters]
    return sorted(found, key=lambda one: f" {pressed}" not in f" {one.letters}")


def _keys(found: Sequence[Findable], pressed: str, here: str) -> list[dict[str, str]]:
    """A key for each letter; without an address where nothing would be found."""
    after = _next_letters(found, pressed) if len(pressed) < MOST_LETTERS else set()
    return [
        {
            "letter": each,
            "url": with_parameters(here, {"letters": pressed + each})
            if each in after
            else "",
        }
        for each in ascii_uppercase
    ]


def _next_letters(found: Sequence[Findable], pressed: str) -> set[str]:
    after: set[str] = set()
    for one in found:
        if not pressed:
            after.update(one.letters)
            continue
        place = one.letters.find(pressed)
        while place >= 0:
            after.update(one.letters[place + len(pressed) :][:1])
            place = one.letters.find(pressed, place + 1)
    return after


def _pressed(text: str) -> str:
    letters = text.upper()[:MOST_LETTERS]
    return "".join(each for each in letters if each in ascii_uppercase)


def _place(here: str, pressed: str, at: int) -> str:
    return with_parameters(here, {"letters": pressed, "page": str(at)})
