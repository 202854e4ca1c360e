"""应公开未公开: what was due and is not there, by unit, the longest overdue first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from directories.models import Agency, Slot
from directories.permissions import in_branches
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.report_files import plain_cell

from .facets import with_parameters
from .ledger_places import Place
from .ledger_states import horizon_today, missing
from .listing import number
from .reference import SMALL_BRANCH
from .simple_lists import Filter, SimpleList, simple_list
from .slot_words import period_words

# Units count what they lack themselves: such a count leads to a list of just that.
SCOPE, OWN = "scope", "own"
# More than a county has.
UNITS_SHOWN = 500
# So many are told, the longest overdue ones, on the page; the file has all.
MOST = 5_000
# As the index of what is missing.
OLDEST = ("due_on", "agency_id", "pk")


def missing_page(
    given: Mapping[str, str], state: SiteState, place: Place
) -> dict[str, Any]:
    """Queries: domains, units, how much is missing, a page of it, the days off; all of
    them over the oldest MOST, so that a county that lacks a million is told as fast."""
    here = place.url("directory-missing")
    today = horizon_today().today
    asked = _asked(given, state, here)
    slots = _oldest(_of_units(asked, today))
    counts = _domains(slots)
    is_capped = sum(counts.values()) >= MOST
    domains = _by_domain(counts)
    asked.filters = (*asked.filters, domains)
    _choose(asked, given, domains)
    if domain := asked.chosen["domain"]:
        slots = slots.filter(item__entry__domain=domain)
    ordered = slots.select_related("agency", "item__entry", "rule").order_by(*OLDEST)
    found = asked.cut(ordered)
    whole = not asked.chosen["unit"]
    return asked.context() | {
        "section": "directory",
        "breadcrumbs": [
            {"title": _("Directory of disclosure"), "url": place.url("directory")},
            {"title": _("Due and not disclosed"), "url": ""},
        ],
        "rows": [_row(slot, place, today) for slot in found],
        "units": list(_units(slots, asked)) if whole else [],
        "is_owed": bool(found) or _is_owed(asked, today),
        "is_capped": is_capped,
        "counts_note": _("Counted among the %s longest overdue.") % number(MOST)
        if is_capped
        else "",
        # At the desk there is none: what leaves it leaves a line of the trail.
        "file_url": ""
        if place.prefix
        else with_parameters(place.url("directory-missing-csv"), {**asked.chosen}),
    }


def own_missing_address(here: str, slug: str) -> str:
    """Where what a unit itself lacks stands, without the units below it."""
    return with_parameters(here, {"unit": slug, SCOPE: OWN})


def _asked(given: Mapping[str, str], state: SiteState, here: str) -> SimpleList:
    """A unit with all units below it, or alone."""
    scope = Filter(SCOPE, _("Scope"), {OWN: _("The unit itself alone")})
    asked = simple_list(given, state, here=here, filters=(scope,))
    if asked.branch is None:
        asked.filters, asked.chosen[SCOPE] = (), ""
    return asked


def _of_units(asked: SimpleList, today: date) -> QuerySet[Slot]:
    """What is missing, of a branch: of a small one by its units, which an index of
    slots serves."""
    slots = missing(Slot.objects.all(), today)
    if asked.branch is None:
        return slots
    if asked.chosen[SCOPE]:
        return slots.filter(agency__slug=asked.branch.slug)
    units = Agency.objects.branch(asked.branch.path).values_list("pk", flat=True)
    few = list(units[: SMALL_BRANCH + 1])
    if len(few) <= SMALL_BRANCH:
        return slots.filter(agency__in=few)
    return slots.filter(in_branches([asked.branch.path]))


def _is_owed(asked: SimpleList, today: date) -> bool:
    """Was anything due at all? One query, asked where nothing is missing."""
    due = Slot.objects.filter(due_on__lt=today)
    if asked.branch is not None:
        due = due.filter(in_branches([asked.branch.path]))
    return due.exists()


def _oldest(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    return Slot.objects.filter(pk__in=slots.order_by(*OLDEST).values("pk")[:MOST])


def _choose(asked: SimpleList, given: Mapping[str, str], domains: Filter) -> None:
    """The domain, among those of what is missing."""
    wanted = given.get(domains.name, "")
    asked.chosen[domains.name] = wanted if wanted in domains.values else ""
    if wanted and wanted not in domains.values:
        asked.errors.append(_("Nothing is missing in that domain: all are shown."))


def missing_lines(
    given: Mapping[str, str], state: SiteState, place: Place
) -> Iterator[list[str]]:
    """As a file has them, all of them; no text in it is a formula."""
    today = horizon_today().today
    here = place.url("directory-missing")
    slots = _of_units(_asked(given, state, here), today)
    if domain := given.get("domain", "").replace("\x00", ""):
        slots = slots.filter(item__entry__domain=domain)
    rows = slots.order_by(*OLDEST).select_related("agency", "item__entry")
    yield [_("Unit"), _("Domain"), _("Item"), _("Period"), _("Due on"), _("Days late")]
    for slot in rows.iterator(chunk_size=1000):
        entry = slot.item.entry
        yield [
            plain_cell(slot.agency.name),
            plain_cell(entry.domain if entry else ""),
            plain_cell(str(slot.item)),
            plain_cell(period_words(slot)),
            slot.due_on.isoformat(),
            str((today - slot.due_on).days),
        ]


def _domains(slots: QuerySet[Slot]) -> dict[str, int]:
    rows = slots.order_by().values_list("item__entry__domain")
    return {name or "": count for name, count in rows.annotate(count=Count("pk"))}


def _by_domain(counts: Mapping[str, int]) -> Filter:
    names = {
        name: f"{name}（{number(n)}）" for name, n in sorted(counts.items()) if name
    }
    return Filter("domain", _("Domain"), names)


def _units(slots: QuerySet[Slot], asked: SimpleList) -> Iterator[dict[str, Any]]:
    """Who lacks how much, most first; closed ones, whose gaps no successor took over,
    are marked."""
    counted = slots.order_by().values_list("agency").annotate(count=Count("pk"))
    counts = dict(counted.order_by("-count", "agency")[:UNITS_SHOWN])
    units = Agency.objects.in_bulk(list(counts))
    for pk, count in counts.items():
        unit = units[pk]
        yield {
            "title": unit.label,
            "url": with_parameters(
                asked.here, {**asked.chosen, "unit": unit.slug, SCOPE: OWN}
            ),
            "count_text": number(count),
            "closed": official_date(unit.closed_on) if unit.closed_on else "",
        }


def _row(slot: Slot, place: Place, today: date) -> dict[str, Any]:
    entry = slot.item.entry
    return {
        "title": str(slot.item),
        "url": place.url("directory-duty", slot.item_id),
        "agency": slot.agency.label,
        "agency_url": place.url("directory-unit", slot.agency.slug),
        "domain": entry.domain if entry else "",
        "period": period_words(slot),
        "due": official_date(slot.due_on),
        "due_iso": slot.due_on.isoformat(),
        "days": (today - slot.due_on).days,
    }
