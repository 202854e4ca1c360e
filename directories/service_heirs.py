"""What becomes of lists, windows and promises when their unit ends.

A merged unit hands them to its successor. An item whose code the successor's own list
has already is taken off the list of the old one, as is everything of a unit that is
closed for good: it stays, with the day and the reason.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User

from .item_search import put_services
from .models import (
    Agency,
    ServiceItem,
    ServiceItemQuerySet,
    ServicePoint,
    ServicePointQuerySet,
    ServicePromise,
    ServicePromiseQuerySet,
)

BATCH = 500


def hand_over(agency: Agency, successor: Agency, *, by: User) -> None:
    """Call it in the transaction of the merger, once the unit is closed."""
    day = _last_day(agency)
    doubled = _take_off(_doubled(agency, successor), day, by=by, into=successor)
    moved = list(_listed(agency).values_list("pk", flat=True))
    open_points = _open_points(agency, day)
    points = _hand_over_points(open_points, successor, moved, by=by)
    given = list(_current(agency, day).values_list("pk", flat=True))
    promises = ServicePromise.objects.filter(pk__in=given).update(agency=successor)
    AuditEntry.objects.record_rows(ServicePromise, given, by=by)
    _listed(agency).update(agency=successor)
    put_services(moved)
    AuditEntry.objects.record_rows(ServiceItem, moved, by=by)
    AuditEntry.objects.record(
        "services_handed_over",
        agency,
        by=by,
        facts={
            "items": len(moved),
            "items_taken_off": doubled,
            "points": points,
            "promises": promises,
        },
    )


def end_services(agency: Agency, *, by: User) -> None:
    """Call it in the transaction in which the unit is closed for good."""
    day = _last_day(agency)
    points = list(_open_points(agency, day).values_list("pk", flat=True))
    promises = list(_current(agency, day).values_list("pk", flat=True))
    ServicePoint.objects.filter(pk__in=points).update(closed_on=day)
    until = Greatest(F("since"), day)
    ServicePromise.objects.filter(pk__in=promises).update(until=until)
    facts = {
        "items_taken_off": _take_off(_listed(agency), day, by=by),
        "points": len(points),
        "promises": len(promises),
    }
    AuditEntry.objects.record_rows(ServicePoint, points, by=by)
    AuditEntry.objects.record_rows(ServicePromise, promises, by=by)
    AuditEntry.objects.record("services_ended", agency, by=by, facts=facts)


def _last_day(agency: Agency) -> date:
    return agency.closed_on or local_day(clock.now())


def _listed(agency: Agency) -> ServiceItemQuerySet:
    return ServiceItem.objects.listed().filter(agency=agency)


def _open_points(agency: Agency, day: date) -> ServicePointQuerySet:
    return ServicePoint.objects.open(day).filter(agency=agency)


def _current(agency: Agency, day: date) -> ServicePromiseQuerySet:
    return ServicePromise.objects.current(day).filter(agency=agency)


def _doubled(agency: Agency, successor: Agency) -> ServiceItemQuerySet:
    """Items whose codes stand in the successor's own rows, listed or taken off."""
    codes = ServiceItem.objects.filter(agency=successor).values("code")
    return _listed(agency).filter(code__in=codes)


def _take_off(
    items: ServiceItemQuerySet, day: date, *, by: User, into: Agency | None = None
) -> int:
    with translation.override(settings.LANGUAGE_CODE):
        note = _("The unit was closed.")
        if into is not None:
            note = _("It stands in the list of %s.") % into
    # By their keys: on no database may an UPDATE read the table that it writes.
    keys = list(items.values_list("pk", flat=True))
    rows = ServiceItem.objects.filter(pk__in=keys)
    rows.update(removed_on=day, removal_note=note)
    put_services(keys)
    return AuditEntry.objects.record_rows(ServiceItem, keys, by=by)


def _hand_over_points(
    points: ServicePointQuerySet,
    successor: Agency,
    items: Collection[int],
    *,
    by: User,
) -> int:
    """A point that took all items of its unit takes those, and not all of the
    successor's."""
    links = ServicePoint.items.through
    keys = list(points.values_list("pk", flat=True))
    named = links.objects.filter(servicepoint__in=keys)
    unnamed = set(keys) - set(named.values_list("servicepoint", flat=True))
    links.objects.bulk_create(
        [
            links(servicepoint_id=point, serviceitem_id=item)
            for point in sorted(unnamed)
            for item in items
        ],
        batch_size=BATCH,
    )
    ServicePoint.objects.filter(pk__in=keys).update(agency=successor)
    return AuditEntry.objects.record_rows(ServicePoint, keys, by=by)
