"""One duty: what it asks for, and the history of its slots with their arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from directories.models import CatalogueItem, Channel, DueChange, Slot
from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.workdays import WorkCalendar

from .duty_rows import newest_notices, slot_row
from .ledger_places import Place
from .ledger_states import facts_of, horizon_today
from .models import Audience, EndReason, Fulfilment
from .models.statuses import RELEASABLE
from .slot_states import WARNING_DAYS, Horizon, reckon
from .slot_words import how_due, how_it_stands

PAGE = 20
LONGEST_NUMBER = 6


def duty_page(
    item: CatalogueItem, given: Mapping[str, str], place: Place
) -> dict[str, Any]:
    """The item comes with `agency` and `entry__rule`. Two queries, and where the
    states are told five more and the days off."""
    entry = item.entry
    assert entry is not None
    page = {
        "section": "directory",
        "breadcrumbs": [
            {"title": _("Directory of disclosure"), "url": place.url("directory")},
            {
                "title": item.agency.label,
                "url": place.url("directory-unit", item.agency.slug),
            },
            {"title": str(item), "url": ""},
        ],
        "title": str(item),
        "entry": entry,
        "channels": "、".join(str(Channel(code).label) for code in entry.channels),
        "agency": {
            "title": item.agency.name,
            "url": place.url("directory-unit", item.agency.slug),
        },
        "ended": official_date(item.ends_on) if item.ends_on else "",
        "newest": newest_notices([item.pk]).get(item.pk),
    }
    return page | (_history(item, given, place) if place.shows else {})


def _history(
    item: CatalogueItem, given: Mapping[str, str], place: Place
) -> dict[str, Any]:
    """Newest first, a page at a time."""
    text = given.get("after", "")
    is_place = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    start = int(text) if is_place else 0
    days, calendar = horizon_today(), work_calendar.current()
    slots = Slot.objects.filter(item=item).open_on(days.today)
    ordered = slots.select_related("rule").order_by("-due_on", "-pk")
    found = list(ordered[start : start + PAGE + 1])
    shown, here = found[:PAGE], place.url("directory-duty", item.pk)
    made, changes = _made(shown), _changes(item, shown)
    return {
        "slots": [
            _slot(slot, days, calendar)
            | {"made": made[slot.pk], "changes": changes[slot.pk]}
            for slot in shown
        ],
        "back_url": here if start else "",
        "more_url": f"{here}?after={start + PAGE}" if len(found) > PAGE else "",
    }


def _slot(slot: Slot, days: Horizon, calendar: WorkCalendar) -> dict[str, Any]:
    found = reckon(facts_of(slot), days.today, WARNING_DAYS, calendar)
    return {
        **slot_row(slot, days),
        "how_due": how_due(slot),
        "how_it_stands": how_it_stands(found),
        "is_provisional": slot.is_provisional,
    }


def _made(slots: Sequence[Slot]) -> dict[int, list[dict[str, Any]]]:
    """What was put into each: of what was withdrawn only that it was, of what was
    struck out nothing."""
    rows = Fulfilment.objects.filter(slot__in=slots).exclude(
        end_reason=EndReason.STRUCK
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.select_related("notice").order_by("on", "pk"):
        notice = row.notice
        is_public = (
            notice is not None
            and notice.audience == Audience.PUBLIC
            and notice.status in RELEASABLE
        )
        told = {
            "day": official_date(row.on),
            "statement": row.statement,
            "title": notice.title if notice and is_public else "",
            "url": notice.get_absolute_url() if notice else "",
            "ended": official_date(row.ended_on) if row.ended_on else "",
        }
        found[row.slot_id].append(told)
    return found


def _changes(
    item: CatalogueItem, slots: Sequence[Slot]
) -> dict[int, list[dict[str, str]]]:
    """Due days that moved: by the calendar for all of a rule, or by the duty itself."""
    keys = defaultdict(list)
    for slot in slots:
        keys[slot.sort, slot.period_end].append(slot.pk)
    ends = [slot.period_end for slot in slots]
    rows = DueChange.objects.filter(period_end__in=ends, rule__in=_rules(item, slots))
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in rows.order_by("at", "pk"):
        if row.item_id not in (None, item.pk):
            continue
        told = {
            "before": official_date(row.before),
            "after": official_date(row.after),
            "reason": row.get_reason_display(),
            "day": official_date(local_day(row.at)),
        }
        for pk in keys.get((row.sort, row.period_end), ()):
            found[pk].append(told)
    return found


def _rules(item: CatalogueItem, slots: Sequence[Slot]) -> set[int]:
    """Those of today and those of before that a trace of the duty names."""
    before = DueChange.objects.filter(item=item).values_list("rule", flat=True)
    return {slot.rule_id for slot in slots} | set(before)
