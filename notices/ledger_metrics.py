"""What the ledger says of a unit or a branch: covered, in time, late, missing,
explained. For inspections, which judge by what was due in a time.

Slots due in the time count, whoever owes them now; what is not due yet says nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Slot
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.measures import Measure

FILLED = Q(filled_on__isnull=False)
IN_TIME = FILLED & Q(is_migrated=False, filled_on__lte=F("due_on"))
LATE = FILLED & Q(is_migrated=False, filled_on__gt=F("due_on"))
EXPLAINED = Q(filled_on=None, explained_on__isnull=False)
MISSING = Q(filled_on=None, explained_on=None)
COUNTED = (
    ("late", _("disclosed late"), LATE),
    ("explained", _("explained"), EXPLAINED),
    ("missing", _("missing"), MISSING),
)
# Of what the portal did not see itself it can't say when: it counts in no timeliness.
JUDGED = Q(is_migrated=False) | Q(filled_on=None)


def due_slots(unit: Agency, first: date, last: date) -> QuerySet[Slot]:
    """What the unit's branch owed by days of the time, up to yesterday."""
    yesterday = date.fromordinal(local_day(clock.now()).toordinal() - 1)
    due = Slot.objects.filter(due_on__range=(first, min(last, yesterday)))
    return due.filter(in_branches([unit.path]))


def ledger_measures(unit: Agency, first: date, last: date) -> list[Measure]:
    """In the order of a report; one query for the figures."""
    due = due_slots(unit, first, last)
    counts = due.aggregate(
        due=Count("pk"),
        filled=Count("pk", filter=FILLED),
        judged=Count("pk", filter=JUDGED),
        in_time=Count("pk", filter=IN_TIME),
        late=Count("pk", filter=LATE),
        explained=Count("pk", filter=EXPLAINED),
        missing=Count("pk", filter=MISSING),
    )
    measure = partial(Measure, first=first, last=last)
    return [
        measure(
            "coverage",
            _("duties disclosed"),
            rate(counts["filled"], counts["due"]),
            proof=due.exclude(FILLED),
            of=counts["due"],
        ),
        measure(
            "timeliness",
            _("disclosed in time"),
            rate(counts["in_time"], counts["judged"]),
            proof=due.filter(JUDGED).exclude(IN_TIME),
            of=counts["judged"],
        ),
        *(
            measure(code, title, counts[code], proof=due.filter(condition))
            for code, title, condition in COUNTED
        ),
    ]


def rate(part: int, whole: int) -> Decimal | None:
    """In per cent, half up to two places; None of nothing."""
    if not whole:
        return None
    exact = Decimal(100) * part / whole
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
