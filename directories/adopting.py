"""Items of a standard become duties of units: looked at first, then taken.

A rule of the standard comes with its item, and a unit may adapt it; what is not
understood comes without one and waits for the unit (or the office) to settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import DomainError

from .cadences import Cadence
from .catalogue_editions import may_open, open_edition, require_compiling
from .catalogue_entries import last_position
from .limit_cadences import cadence_of
from .models import (
    OPEN_STATUSES,
    Agency,
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    CatalogueStatus,
    DutyRule,
    StandardItem,
    StandardLimit,
)
from .time_limits import Cadence as Stated, LimitRule, Period, Span as Unit, Trigger

BATCH = 500


@dataclass
class Adoption:
    """What becomes of it, unit by unit; `refused` says why."""

    added: dict[int, int] = field(default_factory=dict)
    there: int = 0
    refused: list[tuple[Agency, str]] = field(default_factory=list)
    # Codes that another item of the unit bears: adopted without.
    double_codes: list[tuple[Agency, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.added.values())

    def count(self, unit: Agency, share: Share) -> None:
        self.added[unit.pk] = len(share.fresh)
        self.there += share.there
        self.double_codes += [(unit, code) for code in share.double_codes]


class Share(NamedTuple):
    """What of the chosen items is new to a unit, each with the code that it bears."""

    fresh: list[tuple[StandardItem, str]]
    there: int
    double_codes: list[str]


def share_of(
    chosen: Sequence[StandardItem], there: Iterable[tuple[int | None, str]]
) -> Share:
    """`there` are the standards and codes of the entries that the unit has."""
    pairs = list(there)
    adopted = {standard for standard, _code in pairs}
    codes = {code for _standard, code in pairs}
    fresh: list[tuple[StandardItem, str]] = []
    doubles: list[str] = []
    for item in chosen:
        if item.pk in adopted:
            continue
        is_double = bool(item.code) and item.code in codes
        if is_double:
            doubles.append(item.code)
        fresh.append((item, "" if is_double else item.code))
        adopted.add(item.pk)
        codes.add(item.code)
    return Share(fresh, len(chosen) - len(fresh), doubles)


def look(
    items: Sequence[StandardItem], units: Sequence[Agency], *, by: User
) -> Adoption:
    """What `adopt` would do, in two queries for all units; nothing is written."""
    would = Adoption()
    worked_on = _worked_on(units)
    there = _entries_of(worked_on.values())
    for unit in units:
        catalogue = worked_on.get(unit.pk)
        try:
            may_open(unit, by=by)
            if catalogue and catalogue.is_open:
                require_compiling(catalogue, by=by)
        except DomainError as refusal:
            would.refused.append((unit, str(refusal)))
            continue
        would.count(unit, share_of(items, there[catalogue.pk] if catalogue else ()))
    return would


def _worked_on(units: Sequence[Agency]) -> dict[int, Catalogue]:
    """The edition that each unit would write in, or would begin the next one with."""
    statuses = (CatalogueStatus.PUBLISHED, *OPEN_STATUSES)
    editions = Catalogue.objects.filter(agency__in=units, status__in=statuses)
    by_unit = {unit.pk: unit for unit in units}
    found: dict[int, Catalogue] = {}
    for catalogue in editions.order_by("edition"):
        catalogue.agency = by_unit[catalogue.agency_id]
        found[catalogue.agency_id] = catalogue
    return found


def _entries_of(
    catalogues: Iterable[Catalogue],
) -> Mapping[int, list[tuple[int | None, str]]]:
    rows = CatalogueEntry.objects.filter(catalogue__in=list(catalogues)).order_by()
    found: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    for catalogue, standard, code in rows.values_list(
        "catalogue", "item__standard", "code"
    ):
        found[catalogue].append((standard, code))
    return found


def adopt(
    items: Iterable[StandardItem],
    units: Iterable[Agency],
    *,
    by: User,
    told: Callable[[], object] = bool,
) -> Adoption:
    """Put items of the standard into the open edition of each unit; what a unit has
    already stays as it adapted it. One unit that refuses does not stop the others.
    `told` is called after each unit."""
    chosen = list(items)
    rules = rules_of(chosen)
    done = Adoption()
    for unit in units:
        try:
            done.count(unit, adopt_for(unit, chosen, rules, by=by))
        except DomainError as refusal:
            done.refused.append((unit, str(refusal)))
        told()
    return done


@transaction.atomic
def adopt_for(
    unit: Agency,
    chosen: Sequence[StandardItem],
    rules: Mapping[int, DutyRule],
    *,
    by: User,
) -> Share:
    """One unit whole, or not at all. Raises NotAllowed, UnitClosed, CatalogueUnfit."""
    catalogue = open_edition(unit, by=by)
    require_compiling(catalogue, by=by)
    there = catalogue.entries.order_by().values_list("item__standard", "code")
    share = share_of(chosen, there)
    if not share.fresh:
        return share
    duties = _duties(unit, [item for item, _code in share.fresh])
    first = last_position(catalogue) + 1
    entries = [
        _entry(item, catalogue, duties[item.pk], rules.get(item.pk), code, position)
        for position, (item, code) in enumerate(share.fresh, start=first)
    ]
    CatalogueEntry.objects.bulk_create(entries, batch_size=BATCH)
    written = {duty.pk for duty in duties.values()}
    AuditEntry.objects.record_rows(CatalogueItem, written, by=by)
    written = {entry.pk for entry in entries}
    AuditEntry.objects.record_rows(CatalogueEntry, written, by=by)
    facts = {"items": len(entries)}
    AuditEntry.objects.record("items_adopted", catalogue, by=by, facts=facts)
    return share


def _duties(unit: Agency, items: Sequence[StandardItem]) -> dict[int, CatalogueItem]:
    """The unit's duty for each item: one that it had in an edition that is open or in
    force goes on, others begin."""
    known = CatalogueItem.objects.filter(
        agency=unit, ends_on=None, standard__in=[item.pk for item in items]
    )
    found = {duty.standard_id: duty for duty in known if duty.standard_id}
    made = [
        CatalogueItem(agency=unit, standard=item)
        for item in items
        if item.pk not in found
    ]
    CatalogueItem.objects.bulk_create(made, batch_size=BATCH)
    return found | {duty.standard_id: duty for duty in made if duty.standard_id}


def _entry(
    item: StandardItem,
    catalogue: Catalogue,
    duty: CatalogueItem,
    rule: DutyRule | None,
    code: str,
    position: int,
) -> CatalogueEntry:
    group = item.specific_audience or _("a specific group")
    return CatalogueEntry(
        catalogue=catalogue,
        item=duty,
        domain=item.catalogue.domain,
        code=code,
        position=position,
        level_1=item.level_1,
        level_2=item.level_2,
        level_3=item.level_3,
        content=item.content,
        basis_text=item.basis_text,
        limit_text=item.limit_text,
        rule=rule,
        channels=item.channels,
        specific_audience="" if item.for_all or not item.for_specific else group[:200],
        is_on_request=item.is_on_request and not item.is_proactive,
    )


def rules_of(items: Sequence[StandardItem]) -> dict[int, DutyRule]:
    """The rule of each item whose time limit is understood; stored where it is new."""
    known: dict[Cadence, DutyRule] = {}
    found: dict[int, DutyRule] = {}
    for pk, cadence in cadences_of(items).items():
        if cadence not in known:
            known[cadence] = DutyRule.objects.of(cadence)
        found[pk] = known[cadence]
    return found


def cadences_of(items: Sequence[StandardItem]) -> dict[int, Cadence]:
    """Of those whose time limit is understood; their limits are read set-wise."""
    limits = StandardLimit.objects.filter(item__in=items).order_by("item", "position")
    stated: dict[int, list[LimitRule]] = {item.pk: [] for item in items}
    for limit in limits:
        stated[limit.item_id].append(_stated(limit))
    read = {pk: cadence_of(rules) for pk, rules in stated.items()}
    return {pk: cadence for pk, cadence in read.items() if cadence}


def _stated(limit: StandardLimit) -> LimitRule:
    """A stored rule of a standard as it was read."""
    return LimitRule(
        Stated(limit.cadence),
        tuple(Trigger(code) for code in limit.triggers),
        limit.number,
        Unit(limit.span) if limit.span else None,
        period=Period(limit.period) if limit.period else None,
        month=limit.month,
        day=limit.day,
        about=limit.about,
    )
