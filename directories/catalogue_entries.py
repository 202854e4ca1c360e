"""Writing a unit's catalogue: items added, adapted, left out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from disclosure_portal.foundation.models import AuditEntry, SiteState, User

from .catalogue_editions import require_compiling
from .models import Catalogue, CatalogueEntry, CatalogueItem


def last_position(catalogue: Catalogue) -> int:
    return catalogue.entries.aggregate(last=Max("position"))["last"] or 0


def _hold(catalogue: Catalogue, *, by: User) -> None:
    """It may have been handed in since it was read."""
    SiteState.objects.hold()
    catalogue.refresh_from_db(fields=["status"])
    require_compiling(catalogue, by=by)


@transaction.atomic
def add_entry(catalogue: Catalogue, *, by: User, **columns: Any) -> CatalogueEntry:
    """A duty of the unit's own. Raises NotAllowed, CatalogueUnfit, ValidationError."""
    _hold(catalogue, by=by)
    columns.setdefault("position", last_position(catalogue) + 1)
    entry = CatalogueEntry(catalogue=catalogue, **columns)
    _check(entry)
    entry.item = CatalogueItem.objects.create(agency=catalogue.agency)
    entry.save()
    AuditEntry.objects.record("created", entry, by=by)
    return entry


@transaction.atomic
def change_entry(entry: CatalogueEntry, *, by: User, **columns: Any) -> None:
    """Raises NotAllowed, CatalogueUnfit, ValidationError."""
    _hold(entry.catalogue, by=by)
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
    _hold(entry.catalogue, by=by)
    AuditEntry.objects.record("deleted", entry, by=by)
    duty = entry.item
    entry.delete()
    if duty.begins_on is None and not duty.entries.exists():
        duty.delete()


def _check(entry: CatalogueEntry) -> None:
    entry.full_clean(exclude=["item"])
