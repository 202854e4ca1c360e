from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from directories.cadences import Cadence, Periodic
from directories.catalogue_editions import file, hand_in, open_edition, publish
from directories.catalogue_entries import add_entry
from directories.models import (
    Agency,
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    DutyRule,
    Role,
    Slot,
)
from directories.periods import Span
from disclosure_portal.foundation.models import User
from notices.models import Notice

from .directories import agency, county, member
from .notices import published_notice

QUARTERLY = Periodic(Span.QUARTER)

_serial = count(1)


def entry(
    catalogue: Catalogue,
    name: str = "",
    *,
    by: User,
    cadence: Cadence | None = QUARTERLY,
    **columns: Any,
) -> CatalogueEntry:
    """An item of a unit's own in an edition that is being compiled."""
    return add_entry(
        catalogue,
        by=by,
        domain=columns.pop("domain", "社会救助"),
        level_1=name or f"公开事项{next(_serial)}",
        rule=DutyRule.objects.of(cadence) if cadence else None,
        **columns,
    )


def put_in_force(
    catalogue: Catalogue, *, by: User, office: User, since: date | None = None
) -> None:
    """Handed in, filed and published by two people."""
    hand_in(catalogue, by=by)
    file(catalogue, by=office, number="备〔2026〕1号")
    publish(catalogue, by=office, in_force_from=since)


def duty(
    unit: Agency | None = None,
    *,
    cadence: Cadence | None = QUARTERLY,
    since: date | None = None,
    name: str = "",
    **columns: Any,
) -> CatalogueItem:
    """A duty that binds its unit, with its slots."""
    unit = unit or agency()
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    catalogue = open_edition(unit, by=clerk)
    made = entry(catalogue, name, by=clerk, cadence=cadence, **columns)
    put_in_force(catalogue, by=clerk, office=office, since=since)
    return CatalogueItem.objects.select_related("entry__rule", "agency").get(
        pk=made.item_id
    )


def slots_of(item: CatalogueItem) -> list[Slot]:
    return list(Slot.objects.filter(item=item).order_by("period_start", "pk"))


def fulfilled(slot: Slot, **fields: Any) -> Notice:
    """The slot is filled by a notice that names it."""
    return published_notice(unit=slot.agency, slot=slot, **fields)
