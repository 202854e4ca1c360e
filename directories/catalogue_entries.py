"""Writing a unit's catalogue: items added, adapted, left out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import WRITTEN_OVER, changed_meanwhile

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
    AuditEntry.objects.record_rows(CatalogueItem, [entry.item_id], by=by)
    return entry


@transaction.atomic
def change_entry(
    entry: CatalogueEntry, *, by: User, version: int | None = None, **columns: Any
) -> None:
    """`version` is the one that was read when the form was opened; that of the entry
    if not given.

    Raises NotAllowed, CatalogueUnfit, ValidationError, StaleStatusError where another
    changed it meanwhile.
    """
    _hold(entry.catalogue, by=by)
    version = entry.content_version if version is None else version
    read = CatalogueEntry.objects.filter(pk=entry.pk, content_version=version)
    if not read.update(content_version=version + 1):
        raise changed_meanwhile(entry, WRITTEN_OVER)
    for name, value in columns.items():
        setattr(entry, name, value)
    _check(entry)
    entry.save(update_fields=list(columns))
    entry.content_version = version + 1
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
        AuditEntry.objects.record("deleted", duty, by=by)
        duty.delete()


def _check(entry: CatalogueEntry) -> None:
    entry.full_clean(exclude=["item"])
