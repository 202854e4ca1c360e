"""The list of matters: filters, where each one stands, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState

from .facets import with_parameters
from .listing import number
from .matter_pages import next_step, on_file, stations, status_of
from .models import (
    Matter,
    MatterEntry,
    MatterKind,
    MatterMeeting,
    MatterQuerySet,
    MatterStatus,
    Stage,
)
from .reference import Branch, branch_of

PAGE_SIZE = 20
LAST_PAGE = 1000
STATES = ("open", "overdue", "closed")
FILTERS = ("unit", "kind", "state")


def matter_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Four queries: how many there are, a page of them, and what is on file."""
    chosen, branch, errors = _chosen(given, state)
    rows = _filtered(chosen, branch)
    at, bad_place = _place(given.get("page", ""))
    count = rows.count()
    start = (at - 1) * PAGE_SIZE
    if start and start >= count:
        at, start, bad_place = 1, 0, True
    if bad_place:
        errors.append(_("The list does not go on: you have passed its end."))
    ordered = rows.select_related("agency").newest_first()
    found = list(ordered[start : start + PAGE_SIZE])
    counts = _counts(found)
    today = local_day(clock.now())
    here = reverse("matter-list")
    return {
        "section": "notices",
        "breadcrumbs": [{"title": _("Matters"), "url": ""}],
        "errors": errors,
        "count_text": number(count),
        "rows": [_row(each, counts[each.pk], today) for each in found],
        "facets": _facets(chosen, here),
        "chosen": _chips(chosen, branch, here),
        "clear_url": here,
        "page": _pages(chosen, at, count, here),
    }


def _chosen(
    given: Mapping[str, str], state: SiteState
) -> tuple[dict[str, str], Branch | None, list[str]]:
    """What of the address is understood; a sentence for the rest."""
    allowed = {"kind": MatterKind.values, "state": STATES}
    chosen, errors = dict.fromkeys(FILTERS, ""), []
    branch = branch_of(state, given["unit"].lower()) if given.get("unit") else None
    if branch is not None:
        chosen["unit"] = branch.slug
    elif given.get("unit"):
        errors.append(_("There is no such unit: all are shown."))
    for name, values in allowed.items():
        value = given.get(name, "")
        if value in values:
            chosen[name] = value
        elif value:
            errors.append(_("The address asks for something that is not known here."))
    return chosen, branch, errors


def _place(text: str) -> tuple[int, bool]:
    if not text:
        return 1, False
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LAST_PAGE:
        return int(text[:9]), False
    return 1, True


def _filtered(chosen: Mapping[str, str], branch: Branch | None) -> MatterQuerySet:
    rows = Matter.objects.public()
    if branch is not None:
        rows = rows.in_branch(branch.path)
    if chosen["kind"]:
        rows = rows.filter(kind=chosen["kind"])
    if chosen["state"] == "overdue":
        return rows.overdue(local_day(clock.now()))
    if chosen["state"]:
        rows = rows.filter(status=chosen["state"])
    return rows


def _counts(matters: Sequence[Matter]) -> dict[int, dict[str, int]]:
    """How much is on file of each stage, by matter; two queries."""
    keys = [matter.pk for matter in matters]
    counts = {key: dict.fromkeys(Stage.values, 0) for key in keys}
    entries = MatterEntry.objects.filter(on_file(), matter__in=keys).order_by()
    for key, stage, count in entries.values_list("matter", "stage").annotate(
        count=Count("pk")
    ):
        counts[key][stage] = count
    meetings = MatterMeeting.objects.filter(matter__in=keys, signed_at__isnull=False)
    for key in meetings.order_by().values_list("matter", flat=True).distinct():
        counts[key][Stage.BEFORE] += 1
    return counts


def _row(matter: Matter, counts: Mapping[str, int], today: date) -> dict[str, Any]:
    return {
        "url": matter.get_absolute_url(),
        "title": matter.title,
        "summary": matter.summary,
        "kind": matter.get_kind_display(),
        "agency": matter.agency.label,
        "status": status_of(matter, today),
        "next": next_step(matter, today),
        "stations": stations(counts, is_closed=matter.status == MatterStatus.CLOSED),
    }


def _facets(chosen: Mapping[str, str], here: str) -> list[dict[str, Any]]:
    states = dict(zip(STATES, state_words(), strict=True))
    kinds = {kind.value: str(kind.label) for kind in MatterKind}
    parts = (("state", _("State"), states), ("kind", _("Kind"), kinds))
    return [
        {
            "name": name,
            "title": title,
            "is_open": True,
            "up": None,
            "options": [
                {
                    "title": words,
                    "url": with_parameters(here, {**chosen, name: value}),
                    "count_text": "",
                    "is_chosen": chosen[name] == value,
                }
                for value, words in choices.items()
            ],
        }
        for name, title, choices in parts
    ]


def state_words() -> tuple[str, ...]:
    return (
        str(MatterStatus.OPEN.label),
        _("next step overdue"),
        str(MatterStatus.CLOSED.label),
    )


def _chips(
    chosen: Mapping[str, str], branch: Branch | None, here: str
) -> list[dict[str, str]]:
    words = {
        "unit": (_("Unit"), branch.label if branch else ""),
        "kind": (_("Kind"), dict(MatterKind.choices).get(chosen["kind"], "")),
        "state": (
            _("State"),
            dict(zip(STATES, state_words(), strict=True)).get(chosen["state"], ""),
        ),
    }
    return [
        {
            "facet": facet,
            "title": str(title),
            "remove_url": with_parameters(here, {**chosen, name: ""}),
        }
        for name, (facet, title) in words.items()
        if chosen[name]
    ]


def _pages(chosen: Mapping[str, str], at: int, count: int, here: str) -> dict[str, str]:
    def address(page: int) -> str:
        shown = str(page) if page > 1 else ""
        return with_parameters(here, {**chosen, "page": shown})

    return {
        "newer_url": address(at - 1) if at > 1 else "",
        "first_url": address(1) if at > 2 else "",
        "older_url": address(at + 1) if at * PAGE_SIZE < count else "",
    }
