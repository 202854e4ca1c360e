"""Taking in the log of an availability probe, as days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.row_files import Row, RowFile
from disclosure_portal.foundation.workflow import DomainError

from .models import AvailabilityDay
from .probe_log import (
    BadLine,
    LineFault,
    ProbeColumns,
    ProbeVisit,
    columns_of,
    read_visit,
)


class Outcome(Enum):
    """What became of a line: counted + repeated + refused = all."""

    OPEN = "open"
    NOT_OPEN = "not_open"
    REPEATED = "repeated"
    REFUSED = "refused"


FAULTS = {
    LineFault.NO_MOMENT: _("The time is not understood."),
    LineFault.FUTURE: _("The time lies in the future."),
    LineFault.OTHER_SITE: _("The address is of another site."),
    LineFault.NO_ANSWER: _("It does not say how, or how fast, the site answered."),
}
Tell = Callable[[int, Outcome, str], None]


@dataclass
class Taken:
    lines: Counter[Outcome] = field(default_factory=Counter)
    days: int = 0
    replaced: int = 0


@transaction.atomic
def import_availability(
    rows: RowFile, tell: Tell, *, host: str, dry_run: bool, by: User | None = None
) -> Taken:
    """The days of the file, each in place of what was known of it: a file holds whole
    days. Bad lines are told and left out. Raises DomainError for a file that lacks a
    column."""
    columns = columns_of(rows.columns)
    if columns is None:
        raise DomainError(
            gettext("The file needs columns for time, address, and status or duration.")
        )
    taken = Taken()
    visits: Counter[date] = Counter()
    failed: Counter[date] = Counter()
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        outcome, reason, day = _line(row, columns, host, seen)
        taken.lines[outcome] += 1
        tell(row.line, outcome, reason)
        if day is not None:
            visits[day] += 1
            failed[day] += outcome is Outcome.NOT_OPEN
    _write(visits, failed, taken)
    facts = {
        "availability": {each.value: taken.lines[each] for each in Outcome},
        "days": taken.days,
    }
    AuditEntry.objects.record("imported", None, by=by, facts=facts)
    transaction.set_rollback(dry_run)
    return taken


def _line(
    row: Row, columns: ProbeColumns, host: str, seen: set[tuple[str, ...]]
) -> tuple[Outcome, str, date | None]:
    if row.fault:
        return Outcome.REFUSED, row.fault, None
    try:
        visit = read_visit(row.cells, columns, host, clock.now())
    except BadLine as bad:
        return Outcome.REFUSED, str(FAULTS[bad.fault]), None
    # Several probes may ask in one minute: only the same words again are a repetition.
    key = tuple(map(str, row.cells.values()))
    if key in seen:
        return Outcome.REPEATED, "", None
    seen.add(key)
    return _outcome(visit), "", local_day(visit.at)


def _outcome(visit: ProbeVisit) -> Outcome:
    return Outcome.OPEN if visit.is_open else Outcome.NOT_OPEN


def _write(visits: Counter[date], failed: Counter[date], taken: Taken) -> None:
    taken.days = len(visits)
    taken.replaced = AvailabilityDay.objects.filter(day__in=visits).delete()[0]
    AvailabilityDay.objects.bulk_create(
        AvailabilityDay(day=day, visits=count, failed=failed[day])
        for day, count in sorted(visits.items())
    )
