"""Where a guide is followed: the item that it belongs to, and the windows and agent
points at which it is handled."""

from __future__ import annotations

from typing import Any

from directories.models import ServicePoint
from directories.service_pages import point_rows
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..guide_items import item_of
from ..models import Notice
from ..structures.structured_kind import Structure


def services_of(structure: Structure, notice: Notice) -> dict[str, Any]:
    """One query for the points, one for the item that was chosen, and where none
    was, one for the item of a guide with a code."""
    item = item_of(notice, structure.get("code") or "")
    points = ServicePoint.objects.open(local_day(clock.now()))
    if item is None:
        points = points.taking_all(notice.agency_id)
    else:
        points = points.for_item(item)
    return {
        "item_url": item.get_absolute_url() if item else "",
        "points": point_rows(points.in_order()),
    }
