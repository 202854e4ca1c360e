from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from directories.models import (
    Agency,
    Role,
    ServiceItem,
    ServicePoint,
    ServicePromise,
)
from directories.promises import keep_promise
from disclosure_portal.foundation.models import User
from notices.guide_items import choose_item
from notices.models import GuideItem

from .directories import agency, member
from .structures import guide_draft, publish

_serial = count(1)


def service_item(name: str = "", *, unit: Agency | None = None, **fields: Any) -> Any:
    """An item in a unit's list, a licence if nothing else is said."""
    number = next(_serial)
    return ServiceItem.objects.create(
        agency=unit or agency(),
        name=name or f"事项{number}",
        kind=fields.pop("kind", "licence"),
        code=fields.pop("code", f"000116{number:06d}"),
        position=fields.pop("position", number),
        **fields,
    )


def guided(item: ServiceItem, **fields: Any) -> GuideItem:
    """A public guide without a code, tied to the item by a clerk."""
    unit = item.agency
    guide = publish(guide_draft(unit=unit, facts={"code": ""}, **fields))
    choose_item(guide, item, by=member(Role.EDITOR, unit))
    return GuideItem.objects.get(notice=guide)


def service_point(
    name: str = "",
    *,
    unit: Agency | None = None,
    items: tuple[ServiceItem, ...] = (),
    **fields: Any,
) -> ServicePoint:
    """An open window, for all items of its unit unless some are named."""
    point = ServicePoint.objects.create(
        agency=unit or agency(),
        name=name or f"窗口{next(_serial)}",
        place=fields.pop("place", "县政务服务大厅"),
        **fields,
    )
    point.items.set(items)
    return point


def promise(
    subject: str = "供水抢修",
    *,
    unit: Agency | None = None,
    by: User | None = None,
    **fields: Any,
) -> ServicePromise:
    """A promise that holds, written down by an editor of the unit."""
    unit = unit or agency()
    words = {
        "wording": "接到报修后到场抢修。",
        "measure": "自接到报修电话起算。",
        "limit": Decimal(2),
        "limit_unit": "hours",
        "telephone": "0999-96116",
        "since": date(2025, 1, 1),
    }
    new = ServicePromise(agency=unit, subject=subject, **{**words, **fields})
    return keep_promise(new, by=by or member(Role.EDITOR, unit))
