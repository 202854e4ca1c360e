"""What the ledger says of a unit or a branch: covered, in time, late, missing,
explained. For inspections, which judge by what was due in a time.

Slots due in the time count, whoever owes them now; what is not due yet says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from directories.models import Agency, Slot, SlotQuerySet
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.measures import Measure

FILLED = Q(filled_on__isnull=False)
IN_TIME = FILLED & Q(is_migrated=False, filled_on__lte=F("due_on"))
LATE = FILLED & Q(is_migrated=False, filled_on__gt=F("due_on"))
EXPLAINED = Q(filled_on=None, explained_on__isnull=False)
MISSING = Q(filled_on=None, explained_on=None)
COUNTED = {"late": LATE, "explained": EXPLAINED, "missing": MISSING}
# Of what the portal did not see itself it can't say when: it counts in no timeliness.
JUDGED = Q(is_migrated=False) | Q(filled_on=None)


def due_slots(unit: Agency, first: date, last: date) -> QuerySet[Slot]:
    """What the unit's branch owed by days of the time, up to yesterday."""
    yesterday = date.fromordinal(local_day(clock.now()).toordinal() - 1)
    due = Slot.objects.filter(due_on__range=(first, min(last, yesterday)))
    due = due.select_related("item")
    return due.filter(in_branches([unit.path]))


def ledger_measures(unit: Agency, first: date, last: date) -> list[Measure]:
    """In the order of a report; one query for the figures. The first two are shares,
    proved by what they lack."""
    due = due_slots(unit, first, last)
    counts = due.aggregate(
        due=Count("pk"),
        filled=Count("pk", filter=FILLED),
        judged=Count("pk", filter=JUDGED),
        in_time=Count("pk", filter=IN_TIME),
        **{code: Count("pk", filter=rule) for code, rule in COUNTED.items()},
    )
    period = first, last
    lacking = due.exclude(FILLED)
    untimely = due.filter(JUDGED).exclude(IN_TIME)
    coverage = share(counts["filled"], counts["due"])
    timeliness = share(counts["in_time"], counts["judged"])
    return [
        Measure("coverage", coverage, period, lacking),
        Measure("timeliness", timeliness, period, untimely),
        *(
            Measure(code, counts[code], period, due.filter(rule))
            for code, rule in COUNTED.items()
        ),
    ]


def running_slots(paths: Iterable[str]) -> SlotQuerySet:
    """What the branches owe now: open, empty, of units that are open."""
    owed = Slot.objects.empty().open_on(local_day(clock.now()))
    return owed.filter(in_branches(paths), agency__closed_on=None)


def slots_by_month(paths: Iterable[str], first: date, last: date) -> SlotQuerySet:
    """What was due by days of the time; with `month`."""
    due = Slot.objects.filter(in_branches(paths), due_on__range=(first, last))
    return due.annotate(month=TruncMonth("due_on"))


def share(part: int, whole: int) -> Fraction | None:
    """None of nothing."""
    return Fraction(part, whole) if whole else None
