"""The figures of the ledger by unit, domain and year, counted each night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from directories.models import Slot
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState

from .ledger_metrics import EXPLAINED, FILLED, IN_TIME, LATE, MISSING
from .models import LedgerFigure

COUNTS = {
    "due": Q(),
    "filled": FILLED,
    "in_time": IN_TIME,
    "late": LATE,
    "explained": EXPLAINED,
    "missing": MISSING,
}
# Years that are counted anew: older ones stay as they were counted last.
YEARS = 2


def count_ledger() -> str:
    """Wired to tick, daily. The counting only reads; what it found is written at once,
    and the pages that show it are told."""
    today = local_day(clock.now())
    first = date(today.year - YEARS + 1, 1, 1)
    rows = list(_counted(first, today))
    with transaction.atomic():
        SiteState.objects.hold()
        LedgerFigure.objects.filter(year__gte=first.year).delete()
        LedgerFigure.objects.bulk_create(rows, batch_size=500)
        SiteState.objects.bump()
    return f"{len(rows)} figures counted"


def _counted(first: date, today: date) -> Iterator[LedgerFigure]:
    due = Slot.objects.filter(due_on__gte=first, due_on__lt=today).order_by()
    columns = ("agency_id", "item__entry__domain", "year")
    counts = {name: Count("pk", filter=rule) for name, rule in COUNTS.items() if rule}
    grouped = due.annotate(year=ExtractYear("due_on")).values(*columns)
    rows = grouped.annotate(due=Count("pk"), **counts).order_by(*columns)
    for row in rows.iterator():
        domain = row.pop("item__entry__domain")
        yield LedgerFigure(day=today, domain=domain, **row)


def figures_of(path: str, year: int) -> QuerySet[LedgerFigure]:
    """Of a branch, in a year."""
    return LedgerFigure.objects.filter(in_branches([path]), year=year)


def sums_by(
    figures: QuerySet[LedgerFigure], *columns: str
) -> list[dict[str, int | str]]:
    """Added up by a unit or a domain, most owed first."""
    sums = {name: Sum(name) for name in COUNTS}
    rows = figures.order_by().values(*columns).annotate(**sums)
    return list(rows.order_by("-due", *columns))
