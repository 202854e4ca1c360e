"""The reading side of orders for inspections: figures, each with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.db.models import Q
from django.db.models.functions import TruncMonth

from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation.measures import Measure

from .models import AT_THE_UNIT, OrderQuerySet, OrderStatus, RectificationOrder
from .order_clock import today

# Revoked ones were issued by mistake. What waits for its re-check is not the unit's
# delay, and says nothing yet.
JUDGED = (*AT_THE_UNIT, OrderStatus.CLOSED)


def order_measures(unit: Agency, first: date, last: date) -> dict[str, Measure]:
    """Of the unit's branch, by code; of orders that were due by days of the time, up to
    yesterday."""
    yesterday = date.fromordinal(today().toordinal() - 1)
    due = RectificationOrder.objects.filter(
        in_branches([unit.path]),
        due_on__range=(first, min(last, yesterday)),
        status__in=JUDGED,
    )
    found = [overdue_measure(unit), _closed_in_time(due, (first, last))]
    return {measure.code: measure for measure in found}


def overdue_measure(unit: Agency) -> Measure:
    """How many lie at units of the branch past their day, today; the rows, the oldest
    first."""
    now = today()
    rows = RectificationOrder.objects.overdue(now).filter(in_branches([unit.path]))
    oldest = rows.order_by("due_on", "pk")
    return Measure("orders_overdue", rows.count(), (now, now), oldest)


def _closed_in_time(due: OrderQuerySet, period: tuple[date, date]) -> Measure:
    """The share that is closed, each limit having been kept; proved by what lacks."""
    kept = Q(status=OrderStatus.CLOSED, was_in_time=True)
    count = due.count()
    value = Fraction(due.filter(kept).count(), count) if count else None
    return Measure("orders_closed_in_time", value, period, due.exclude(kept))


def running_orders(paths: Iterable[str]) -> OrderQuerySet:
    """Those whose clock runs now: they lie at their units."""
    return RectificationOrder.objects.at_the_unit().filter(in_branches(paths))


def orders_by_month(paths: Iterable[str], first: date, last: date) -> OrderQuerySet:
    """What was due by days of the time; with `month`."""
    rows = RectificationOrder.objects.exclude(status=OrderStatus.REVOKED)
    due = rows.filter(in_branches(paths), due_on__range=(first, last))
    return due.annotate(month=TruncMonth("due_on"))
