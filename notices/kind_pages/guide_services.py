"""Where a guide is followed: the item of its unit that bears its code, and the windows
and agent points at which it is handled."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.functions import Length

from directories import tree
from directories.models import Agency, ServiceItem, ServicePoint
from directories.service_pages import point_rows
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import Notice
from ..structures.structured_kind import Structure


def services_of(structure: Structure, notice: Notice) -> dict[str, Any]:
    """One query for the points, one for the item of a guide with a code."""
    item = _item(structure.get("code") or "", notice.agency)
    points = ServicePoint.objects.open(local_day(clock.now()))
    if item is None:
        points = points.taking_all(notice.agency_id)
    else:
        points = points.for_item(item)
    return {
        "item_url": item.get_absolute_url() if item else "",
        "points": point_rows(points.in_order()),
    }


def _item(code: str, agency: Agency) -> ServiceItem | None:
    """The item of the unit itself, else of the nearest above: a station's guide may
    belong to an item of its bureau."""
    if not code:
        return None
    above = [*tree.ancestors(agency.path), agency.path]
    items = ServiceItem.objects.listed().filter(
        Q(code=code) | Q(basic_code=code), agency__path__in=above
    )
    return items.order_by(-Length("agency__path"), "position", "pk").first()
