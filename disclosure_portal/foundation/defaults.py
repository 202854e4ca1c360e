"""Reference data that every portal starts with: added where missing, never changed."""

from __future__ import annotations

from django.db import transaction

from .models import AuditEntry, ConfirmedYear, SiteState
from .search import synonyms

# The State Council announces the days off of a year in the autumn before it.
CONFIRMED_YEARS = {
    2025: "国务院办公厅关于2025年部分节假日安排的通知",
    2026: "国务院办公厅关于2026年部分节假日安排的通知",
}


@transaction.atomic
def load() -> int:
    """Add what is missing; gives how many rows were added. May run at any time."""
    added = 0
    for year, source in CONFIRMED_YEARS.items():
        row, is_new = ConfirmedYear.objects.get_or_create(
            year=year, defaults={"source": source}
        )
        if is_new:
            AuditEntry.objects.record("created", row, by=None)
        added += is_new
    # Before the words, which tell the site of themselves.
    state, is_new = SiteState.objects.get_or_create(pk=SiteState.ONLY)
    if is_new:
        AuditEntry.objects.record("created", state, by=None)
    return added + is_new + synonyms.load_start_set()
