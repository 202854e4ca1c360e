"""The clerk's ledger: what my units owe, what runs out first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from directories.models import (
    Agency,
    CatalogueEntry,
    CatalogueStatus,
    Role,
    Slot,
    SlotQuerySet,
)
from directories.permissions import branches, has_role, in_branches
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.keyset import BadCursor
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workdays import DAY, WorkCalendar

from .forms.ledger import OWED, LedgerFilter
from .ledger_states import done, facts_of
from .models import SentReminder
from .slot_states import (
    WARNING_DAYS,
    Horizon,
    Reckoning,
    SlotState,
    horizon,
    reckon,
)
from .slot_words import STATE_WORDS, how_due, how_it_stands, period_words

# Whose ledger it is: who posts, who signs for the unit, who watches over it.
ROLES = (Role.EDITOR, Role.APPROVER, Role.OVERSEER)
EXPLAINERS = (Role.EDITOR, Role.OVERSEER)
STRIKERS = (Role.APPROVER, Role.OVERSEER)
PAGE = 50
# In the lists of the filter, and what is counted of a badge.
OFFERED = 300
COUNTED = 1_000


# By its due day; among those of one day as the index of empty slots has them.
ORDER = ("due_on", "agency_id", "pk")


class _Place(NamedTuple):
    """Where a page ended."""

    day: date
    agency: int
    pk: int


class SlotRow:
    """One slot as the desk shows it."""

    def __init__(self, slot: Slot, user: User, found: Reckoning) -> None:
        self.slot = slot
        self.found = found
        self.period = period_words(slot)
        self.state = found.state.value
        self.state_words = STATE_WORDS[found.state]
        self.how_due = how_due(slot)
        self.how_it_stands = how_it_stands(found)
        self.reminders: list[SentReminder] = []
        self.url = reverse("desk-slot", args=[slot.pk])
        is_empty = slot.filled_on is None
        self.may_explain = is_empty and has_role(user, slot.agency, *EXPLAINERS)
        self.may_link = has_role(user, slot.agency, *EXPLAINERS)
        self.may_strike = has_role(user, slot.agency, *STRIKERS)
        writes = has_role(user, slot.agency, Role.EDITOR)
        self.may_post = is_empty and writes and slot.agency.is_open

    @property
    def is_late(self) -> bool:
        return self.found.state is SlotState.OVERDUE


@dataclass(frozen=True)
class LedgerPage:
    rows: list[SlotRow]
    older: str


def slots_of(user: User) -> SlotQuerySet:
    """The slots of the branches in which the person has to do with the ledger."""
    inside = Slot.objects.filter(in_branches(branches(user, *ROLES)))
    return inside.select_related("agency", "item__entry", "rule")


def ledger_page(
    user: User, asked: Mapping[str, str], days: Horizon, calendar: WorkCalendar
) -> LedgerPage:
    """One page of what is chosen: what is owed by its due day, what is done newest
    first. Raises BadCursor."""
    state = asked.get("state", "")
    is_owed = state in ("", *(each.value for each in OWED))
    slots = _chosen(slots_of(user), asked, days)
    if place := asked.get("after", ""):
        slots = slots.filter(_beyond(_parsed(place), climbs=is_owed))
    order = ORDER if is_owed else [f"-{name}" for name in ORDER]
    found = list(slots.order_by(*order)[: PAGE + 1])
    rows = rows_of(found[:PAGE], user, days.today, calendar)
    return LedgerPage(rows, _cursor(found[PAGE - 1]) if len(found) > PAGE else "")


def _chosen(
    slots: SlotQuerySet, asked: Mapping[str, str], days: Horizon
) -> SlotQuerySet:
    slots = slots.open_on(days.today)
    if unit := asked.get("unit"):
        slots = slots.filter(agency__slug=unit)
    if domain := asked.get("domain"):
        slots = slots.filter(item__entry__domain=domain)
    match asked.get("state", ""):
        case "":
            return slots.empty()
        case SlotState.OVERDUE.value:
            return slots.empty().filter(due_on__lt=days.today)
        case SlotState.DUE_SOON.value:
            return slots.empty().filter(due_on__range=(days.today, days.soon_until))
        case SlotState.PENDING.value:
            return slots.empty().filter(due_on__gt=days.soon_until)
        case state:
            return done(slots, SlotState(state), days)


def rows_of(
    slots: list[Slot], user: User, today: date, calendar: WorkCalendar
) -> list[SlotRow]:
    """With the reminders of each: one query."""
    told: dict[int, list[SentReminder]] = defaultdict(list)
    for sent in SentReminder.objects.filter(slot__in=[slot.pk for slot in slots]):
        told[sent.slot_id].append(sent)
    rows = []
    for slot in slots:
        found = reckon(facts_of(slot), today, WARNING_DAYS, calendar)
        row = SlotRow(slot, user, found)
        row.reminders = told[slot.pk]
        rows.append(row)
    return rows


def _beyond(place: _Place, *, climbs: bool) -> Q:
    """After a place in the order of the index of empty slots."""
    day, agency, pk = place
    side = "gt" if climbs else "lt"
    same_unit = Q(due_on=day, agency=agency, **{f"pk__{side}": pk})
    same_day = Q(due_on=day, **{f"agency__{side}": agency})
    later = Q(**{f"due_on__{side}": day})
    return Q(**{f"due_on__{side}e": day}) & (later | same_day | same_unit)


def _cursor(slot: Slot) -> str:
    return f"{slot.due_on.isoformat()}.{slot.agency_id}.{slot.pk}"


def _parsed(text: str) -> _Place:
    """Raises BadCursor for anything but a cursor of ours."""
    day, *keys = text.split(".")
    if len(keys) != len(_Place._fields) - 1 or not all(_is_key(key) for key in keys):
        raise BadCursor(text)
    try:
        return _Place(date.fromisoformat(day), *map(int, keys))
    except ValueError:
        raise BadCursor(text) from None


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < len(str(2**63))


def filter_for(user: User, given: Mapping[str, str]) -> LedgerFilter:
    """Units and domains of the person's branches: two queries."""
    paths = branches(user, *ROLES)
    units = Agency.objects.filter(
        in_branches(paths, "path"), catalogues__status=CatalogueStatus.PUBLISHED
    )
    entries = CatalogueEntry.objects.filter(
        in_branches(paths, "catalogue__agency__path"),
        catalogue__status=CatalogueStatus.PUBLISHED,
    )
    domains = entries.order_by("domain").values_list("domain", flat=True).distinct()
    return LedgerFilter(
        given, units=units.order_by("path")[:OFFERED], domains=domains[:OFFERED]
    )


def list_context(user: User, given: Mapping[str, str]) -> dict[str, Any]:
    """Raises BadCursor."""
    calendar = work_calendar.current()
    days = horizon(local_day(clock.now()), WARNING_DAYS, calendar)
    form = filter_for(user, given)
    chosen, after = form.chosen, given.get("after", "")
    page = ledger_page(user, {**chosen, "after": after}, days, calendar)
    older = urlencode({**chosen, "after": page.older})
    return {
        "form": form,
        "page": page,
        "is_chosen": bool(chosen),
        "first_url": f"?{urlencode(chosen)}" if after else "",
        "older_url": f"?{older}" if page.older else "",
        "overdue": urgent(user, days.today, before=days.today),
        "soon": urgent(user, days.today, before=days.soon_until + DAY),
        "may_explain": bool(branches(user, *EXPLAINERS)),
        "may_strike": bool(branches(user, *STRIKERS)),
    }


def urgent(user: User, today: date, *, before: date) -> str:
    """How many empty slots are due before a day; one query that counts so far and no
    further."""
    inside = Slot.objects.filter(in_branches(branches(user, *ROLES)))
    due = inside.empty().open_on(today).filter(due_on__lt=before)
    count = due.order_by()[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count or "")


def badge(user: User, calendar: WorkCalendar) -> str:
    """What is overdue or due soon, for the desk; "" for nobody's concern."""
    if not branches(user, *ROLES):
        return ""
    today = local_day(clock.now())
    soon = horizon(today, WARNING_DAYS, calendar).soon_until
    return urgent(user, today, before=soon + DAY)
