"""What a touch screen in a hall shows: guides and units by the letter they begin with,
notices, floor plans. No keyboard is needed, and nothing leads to another site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency, FloorPlan
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.pinyin_initials import OTHER, initial
from disclosure_portal.foundation.qr_codes import own_address, qr_svg

from ..facets import with_parameters
from ..listing import in_branch
from ..models import Kind, Notice, NoticeQuerySet
from ..notice_page import notice_page
from ..reference import Branch, branch_of, kept

# Rows of a page: they stay large on a screen that stands upright.
ROWS = 7
# A hall of more guides than this is served by its departments' own screens.
MOST_GUIDES = 3000
MOST_UNITS = 500
MOST_NOTICES = 70
LETTERS = (*ascii_uppercase, OTHER)
LAST_PAGE = 1000
# The level that a unit's name begins with: most would be found under one letter.
LEVEL = re.compile("[省县区旗]|市(?!场|政(?![务府协法]))")


@dataclass(frozen=True)
class Entry:
    """One row of a list: the letter it is found under, its title, where it leads."""

    letter: str
    title: str
    note: str
    key: str


def start_page(unit: Agency, state: SiteState) -> dict[str, Any]:
    """One query for the plans; the lists are known for this version of the site."""
    branch = branch_of(state, unit.slug)
    tiles = [
        ("guides", _("Service guides"), bool(guides_of(branch, state))),
        ("notices", _("New notices"), bool(_notices(branch, state))),
        ("units", _("Units"), bool(units_of(unit, state))),
        ("floors", _("Floor plan"), FloorPlan.objects.filter(agency=unit).exists()),
    ]
    return frame(unit) | {
        "search_url": hall_address(unit, "search"),
        "tiles": [
            {"code": code, "title": title, "url": hall_address(unit, code)}
            for code, title, is_there in tiles
            if is_there
        ],
    }


def list_page(
    unit: Agency, state: SiteState, code: str, given: Mapping[str, str]
) -> dict[str, Any]:
    """A page of guides, units or notices; no query while the site stays as it is."""
    title, entries, target = _list(unit, state, code)
    letter = given.get("letter", "")
    chosen = [one for one in entries if not letter or one.letter == letter]
    at = page_number(given.get("page", ""))
    last = max((len(chosen) - 1) // ROWS + 1, 1)
    at = min(at, last)
    here = hall_address(unit, code)
    return frame(unit) | {
        "title": title,
        "letters": _letters(entries, letter, here) if code != "notices" else [],
        "rows": [
            {
                "title": one.title,
                "note": one.note,
                "url": reverse(target, args=[unit.slug, one.key]),
            }
            for one in chosen[(at - 1) * ROWS : at * ROWS]
        ],
        "place": f"{at} / {last}",
        "newer_url": _place(here, letter, at - 1) if at > 1 else "",
        "older_url": _place(here, letter, at + 1) if at < last else "",
        "back_url": hall_address(unit),
    }


def notice_in_hall(unit: Agency, notice: Notice, state: SiteState) -> dict[str, Any]:
    """The page of a notice, with its code to take along."""
    address = own_address(notice.get_absolute_url())
    is_guide = notice.kind == Kind.PROCEDURE
    page = notice_page(notice, state=state)
    return page | {
        **frame(unit),
        "qr": qr_svg(address, address),
        "is_on_paper": True,
        "back_url": hall_address(unit, "guides" if is_guide else "notices"),
    }


def unit_in_hall(unit: Agency, shown: Agency) -> dict[str, Any]:
    address = own_address(shown.get_absolute_url())
    facts = (
        (_("Address"), shown.address),
        (_("Office hours"), shown.office_hours),
        (_("Telephone"), shown.telephone),
        (_("Duties"), shown.duties),
    )
    return frame(unit) | {
        "title": shown.name,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "qr": qr_svg(address, address),
        "back_url": hall_address(unit, "units"),
    }


def floor_page(unit: Agency) -> dict[str, Any]:
    plans = FloorPlan.objects.filter(agency=unit).order_by("position", "pk")
    return frame(unit) | {
        "title": _("Floor plan"),
        "plans": [
            {
                "title": plan.title,
                "text": plan.description,
                "url": reverse("floor-plan", args=[plan.digest]),
            }
            for plan in plans
        ],
        "back_url": hall_address(unit),
    }


def gone_page(unit: Agency) -> dict[str, Any]:
    return frame(unit) | {"back_url": hall_address(unit)}


def frame(unit: Agency) -> dict[str, Any]:
    return {"unit": unit.label, "start_url": hall_address(unit)}


def hall_address(unit: Agency, code: str = "") -> str:
    return reverse(f"kiosk-{code}" if code else "kiosk", args=[unit.slug])


# --- Lists --------------------------------------------------------------------------


def _list(
    unit: Agency, state: SiteState, code: str
) -> tuple[str, Sequence[Entry], str]:
    branch = branch_of(state, unit.slug)
    if code == "guides":
        return _("Service guides"), guides_of(branch, state), "kiosk-notice"
    if code == "units":
        return _("Units"), units_of(unit, state), "kiosk-unit"
    return _("New notices"), _notices(branch, state), "kiosk-notice"


def guides_of(branch: Branch | None, state: SiteState) -> Sequence[Entry]:
    """Those of the branch; of the county for a hall that has none of its own."""
    if branch is None:
        return ()

    def load() -> Sequence[Entry]:
        every = Notice.objects.public().posted().filter(kind=Kind.PROCEDURE)
        own = _entries(in_branch(every, branch).newest_first()[:MOST_GUIDES])
        found = own or _entries(every.newest_first()[:MOST_GUIDES])
        return tuple(sorted(found, key=_by_letter))

    return kept(f"kiosk-guides:{branch.pk}", state, load)


def _notices(branch: Branch | None, state: SiteState) -> Sequence[Entry]:
    if branch is None:
        return ()

    def load() -> Sequence[Entry]:
        every = Notice.objects.public().posted().exclude(kind=Kind.PROCEDURE)
        return tuple(_entries(in_branch(every, branch).newest_first()[:MOST_NOTICES]))

    return kept(f"kiosk-notices:{branch.pk}", state, load)


def _entries(notices: NoticeQuerySet) -> list[Entry]:
    rows = notices.values_list("pk", "title", "agency__short_name", "agency__name")
    return [
        Entry(initial(title), title, short or name, str(pk))
        for pk, title, short, name in rows
    ]


def units_of(unit: Agency, state: SiteState) -> Sequence[Entry]:
    """Those below the unit; beside it, where there are none below."""

    def load() -> Sequence[Entry]:
        below = Agency.objects.open().filter(parent=unit)
        beside = Agency.objects.open().filter(parent=unit.parent_id)
        found = list(below[:MOST_UNITS]) or list(beside[:MOST_UNITS])
        entries = [
            Entry(_letter_of(one.label), one.label, one.address, one.slug)
            for one in found
        ]
        return tuple(sorted(entries, key=_by_letter))

    return kept(f"kiosk-units:{unit.pk}", state, load)


def _letter_of(unit: str) -> str:
    """县民政局 is looked for under M, 市场监督管理局 under S."""
    level = LEVEL.match(unit)
    return initial(unit[level.end() :] if level else unit)


def _by_letter(entry: Entry) -> tuple[int, str]:
    return LETTERS.index(entry.letter), entry.title


def _letters(entries: Sequence[Entry], letter: str, here: str) -> list[dict[str, Any]]:
    there = {one.letter for one in entries}
    return [
        {
            "letter": each,
            "url": with_parameters(here, {"letter": each}) if each in there else "",
            "is_here": each == letter,
        }
        for each in LETTERS
    ]


def _place(here: str, letter: str, at: int) -> str:
    return with_parameters(here, {"letter": letter, "page": str(at)})


def page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit()
    return min(max(int(text[:9]), 1), LAST_PAGE) if is_number else 1
