"""What a unit's page says of its lists, windows and promises."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from directories.models import Agency, ServiceItem, ServicePoint, ServicePromise
from directories.service_pages import (
    kinds_of,
    points_of,
    promises_of,
    services_address,
)


def has_own(rows: QuerySet[Any]) -> Exists:
    """Whether any of the rows belongs to the unit that is read."""
    return Exists(rows.filter(agency=OuterRef("pk")))


def with_services(units: QuerySet[Agency]) -> QuerySet[Any]:
    """Units that know whether they have any, so that one without costs no query."""
    return units.annotate(
        has_items=has_own(ServiceItem.objects.listed()),
        has_points=has_own(ServicePoint.objects.all()),
        has_promises=has_own(ServicePromise.objects.all()),
    )


def agency_services(unit: Any) -> dict[str, Any]:
    """Five queries for a unit that has all of it; read it `with_services`."""
    return {
        "service_kinds": kinds_of(unit) if unit.has_items else [],
        "services_url": services_address(unit=unit.slug),
        "points": points_of(unit) if unit.has_points else [],
        "promises": promises_of(unit) if unit.has_promises else [],
    }
