"""Visitors of reading points (政务公开查阅点): counted by hand, by day or by month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import TransitionError

from .models import ReadingPoint, VisitorCount


@transaction.atomic
def count_visitors(count: VisitorCount, *, by: User) -> VisitorCount:
    """Put a number on record; of the same days it takes the place of the one before,
    which stays in the trail.

    Raises NotAllowed for all but editors of the unit, TransitionError for a point that
    nobody signed, for days that lie ahead, and where a day would be counted twice.
    """
    SiteState.objects.hold()
    point = count.point
    require_role(by, point.agency, Role.EDITOR)
    if not point.is_public:
        raise TransitionError(_("“%s” is not signed yet.") % point)
    _require_days(count)
    same = point.visitor_counts.filter(
        first_day=count.first_day, last_day=count.last_day
    ).first()
    _require_once(count, same)
    if same is not None:
        count.pk = same.pk
    count.registered_by = by
    count.registered_at = clock.now()
    count.save()
    facts = {"before": same and same.facts(), "after": count.facts()}
    AuditEntry.objects.record("visitors_counted", point, by=by, facts=facts)
    SiteState.objects.bump()
    return count


@transaction.atomic
def strike_count(count: VisitorCount, *, by: User) -> None:
    """Take a count of the wrong days out; what it said stays in the trail. Raises
    NotAllowed for all but editors of the unit."""
    SiteState.objects.hold()
    require_role(by, count.point.agency, Role.EDITOR)
    AuditEntry.objects.record(
        "visitors_struck", count.point, by=by, facts={"before": count.facts()}
    )
    count.delete()
    SiteState.objects.bump()


def visitors_in(path: str, first: date, last: date) -> int:
    """How many came to the points of a branch from the first day to the last; counts
    that reach beyond either of them are left out. One query."""
    points = ReadingPoint.objects.public().in_branch(path)
    return _sum(_within(VisitorCount.objects.filter(point__in=points), first, last))


def visitors_by_point(keys: Iterable[int], first: date, last: date) -> dict[int, int]:
    """The same, for each point of which anything was counted. One query."""
    rows = _within(VisitorCount.objects.filter(point__in=list(keys)), first, last)
    sums = rows.order_by().values_list("point").annotate(sum=Sum("visitors"))
    return dict(sums)


def _within(
    rows: QuerySet[VisitorCount], first: date, last: date
) -> QuerySet[VisitorCount]:
    return rows.filter(first_day__gte=first, last_day__lte=last)


def _sum(rows: QuerySet[VisitorCount]) -> int:
    return rows.aggregate(sum=Sum("visitors"))["sum"] or 0


def _require_days(count: VisitorCount) -> None:
    today = local_day(clock.now())
    if count.first_day > count.last_day:
        raise TransitionError(_("It ends before it begins."))
    if count.first_day > today:
        raise TransitionError(_("These days lie ahead: nobody can have come yet."))
    if count.last_day > today:
        raise TransitionError(_("The month is not over: count it by days until then."))
    opened, closed = count.point.opened_on, count.point.closed_on
    if (opened and count.last_day < opened) or (closed and count.first_day > closed):
        raise TransitionError(_("“%s” was not open on these days.") % count.point)


def _require_once(count: VisitorCount, same: VisitorCount | None) -> None:
    others = count.point.visitor_counts.filter(
        first_day__lte=count.last_day, last_day__gte=count.first_day
    )
    if same is not None:
        others = others.exclude(pk=same.pk)
    if (other := others.first()) is None:
        return
    days = {
        "first": official_date(other.first_day),
        "last": official_date(other.last_day),
    }
    raise TransitionError(
        _(
            "Visitors from %(first)s to %(last)s are counted already: no day is"
            " counted twice."
        )
        % days
    )
