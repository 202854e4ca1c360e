"""Reading points (政务公开查阅点) as their list shows them, with their visitors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.telephones import telephone_url

from .listing import number
from .models import ReadingPoint, VisitorCount
from .reading_points import visitors_by_point
from .simple_lists import simple_list


def reading_point_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Four queries: how many there are, a page of them, their visitors of this year
    and of the last month that is over."""
    here = reverse("reading-point-list")
    asked = simple_list(given, state, here=here, filters=())
    today = local_day(clock.now())
    rows = ReadingPoint.objects.public().open(today)
    if asked.branch is not None:
        rows = rows.in_branch(asked.branch.path)
    found = asked.cut(rows.select_related("agency").in_order())
    keys = [point.pk for point in found]
    first, last = last_month(today)
    of_year = visitors_by_point(keys, date(today.year, 1, 1), today)
    of_month = visitors_by_point(keys, first, last)
    return asked.context() | {
        "breadcrumbs": [{"title": _("Reading points"), "url": ""}],
        "year": today.year,
        "month": _("%(year)s-%(month)s") % {"year": first.year, "month": first.month},
        "rows": [
            point_row(point)
            | {
                "visitors_year": _shown(of_year.get(point.pk)),
                "visitors_month": _shown(of_month.get(point.pk)),
            }
            for point in found
        ],
    }


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _shown(visitors: int | None) -> str:
    return "" if visitors is None else number(visitors)


def point_row(point: ReadingPoint) -> dict[str, Any]:
    return {
        "id": point.pk,
        "name": point.name,
        "place": point.place,
        "hours": point.office_hours,
        "telephone": point.telephone,
        "telephone_url": telephone_url(point.telephone),
        "holdings": point.holdings,
        "opened": official_date(point.opened_on) if point.opened_on else "",
        "closes": official_date(point.closed_on) if point.closed_on else "",
        "agency": {
            "title": point.agency.name,
            "url": point.agency.get_absolute_url(),
        },
    }


def count_row(count: VisitorCount) -> dict[str, Any]:
    """A count as the desk lists it: of a day, or of a whole month."""
    days = official_date(count.first_day)
    if count.first_day != count.last_day:
        days = _("%(year)s-%(month)s") % {
            "year": count.first_day.year,
            "month": count.first_day.month,
        }
    return {"id": count.pk, "days": days, "visitors": number(count.visitors)}
