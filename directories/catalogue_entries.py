"""Writing a unit's catalogue: items adopted from a standard, adapted, added, left out.

A rule of the standard comes with its item, and a unit may adapt it; what is not
understood comes without one and waits for the unit (or the office) to settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import DomainError

from .catalogue_editions import open_edition, require_compiling
from .limit_cadences import cadence_of
from .models import (
    Agency,
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    DutyRule,
    StandardItem,
    StandardLimit,
)
from .time_limits import Cadence as Stated, LimitRule, Period, Span as Unit, Trigger

BATCH = 500


@dataclass
class Adoption:
    """What became of it, unit by unit; `refused` says why."""

    added: dict[int, int] = field(default_factory=dict)
    there: int = 0
    refused: list[tuple[Agency, str]] = field(default_factory=list)
    # Codes that another item of the unit bears: adopted without.
    double_codes: list[tuple[Agency, str]] = field(default_factory=list)


def adopt(
    items: Iterable[StandardItem], units: Iterable[Agency], *, by: User
) -> Adoption:
    """Put items of the standard into the open edition of each unit; what a unit has
    already stays as it adapted it. One unit that refuses does not stop the others."""
    chosen = list(items)
    rules = rules_of(chosen)
    done = Adoption()
    for unit in units:
        try:
            _adopt_for(unit, chosen, rules, done, by=by)
        except DomainError as refusal:
            done.refused.append((unit, str(refusal)))
    return done


@transaction.atomic
def _adopt_for(
    unit: Agency,
    chosen: Sequence[StandardItem],
    rules: Mapping[int, DutyRule],
    done: Adoption,
    *,
    by: User,
) -> None:
    catalogue = open_edition(unit, by=by)
    require_compiling(catalogue, by=by)
    there = {
        entry.item.standard_id
        for entry in catalogue.entries.select_related("item")
        if entry.item.standard_id
    }
    fresh = [item for item in chosen if item.pk not in there]
    done.there += len(chosen) - len(fresh)
    duties = _duties(unit, fresh)
    codes = set(catalogue.entries.exclude(code="").values_list("code", flat=True))
    position = _last_position(catalogue)
    entries = []
    for offset, item in enumerate(fresh, start=1):
        entry = _entry(item, catalogue, duties[item.pk], rules.get(item.pk))
        entry.position = position + offset
        if entry.code in codes:
            done.double_codes.append((unit, entry.code))
            entry.code = ""
        codes |= {entry.code} - {""}
        entries.append(entry)
    CatalogueEntry.objects.bulk_create(entries, batch_size=BATCH)
    done.added[unit.pk] = len(entries)
    if entries:
        facts = {"items": len(entries)}
        AuditEntry.objects.record("items_adopted", catalogue, by=by, facts=facts)


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
) -> CatalogueEntry:
    group = item.specific_audience or _("a specific group")
    return CatalogueEntry(
        catalogue=catalogue,
        item=duty,
        domain=item.catalogue.domain,
        code=item.code,
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
    """The rule of each item whose time limit is understood. Their limits and
    catalogues are read here, set-wise."""
    wanted = StandardItem.objects.filter(pk__in=[item.pk for item in items])
    found: dict[int, DutyRule] = {}
    known: dict[Any, DutyRule] = {}
    for item in wanted.prefetch_related("limits"):
        cadence = cadence_of([_stated(limit) for limit in item.limits.all()])
        if cadence is None:
            continue
        if cadence not in known:
            known[cadence] = DutyRule.objects.of(cadence)
        found[item.pk] = known[cadence]
    return found


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


def _last_position(catalogue: Catalogue) -> int:
    return catalogue.entries.aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def add_entry(catalogue: Catalogue, *, by: User, **columns: Any) -> CatalogueEntry:
    """A duty of the unit's own. Raises NotAllowed, CatalogueUnfit, ValidationError."""
    SiteState.objects.hold()
    require_compiling(catalogue, by=by)
    columns.setdefault("position", _last_position(catalogue) + 1)
    entry = CatalogueEntry(catalogue=catalogue, **columns)
    _check(entry)
    entry.item = CatalogueItem.objects.create(agency=catalogue.agency)
    entry.save()
    AuditEntry.objects.record("created", entry, by=by)
    return entry


@transaction.atomic
def change_entry(entry: CatalogueEntry, *, by: User, **columns: Any) -> None:
    """Raises NotAllowed, CatalogueUnfit, ValidationError."""
    SiteState.objects.hold()
    require_compiling(entry.catalogue, by=by)
    for name, value in columns.items():
        setattr(entry, name, value)
    _check(entry)
    entry.save(update_fields=list(columns))
    facts = {"columns": sorted(columns)}
    AuditEntry.objects.record("edited", entry, by=by, facts=facts)


@transaction.atomic
def leave_out(entry: CatalogueEntry, *, by: User) -> None:
    """Take it out of the edition; a duty in force ends when the edition is published,
    one that never was goes. Raises NotAllowed, CatalogueUnfit."""
    SiteState.objects.hold()
    require_compiling(entry.catalogue, by=by)
    AuditEntry.objects.record("deleted", entry, by=by)
    duty = entry.item
    entry.delete()
    if duty.begins_on is None and not duty.entries.exists():
        duty.delete()


def _check(entry: CatalogueEntry) -> None:
    entry.full_clean(exclude=["item", "catalogue"])
