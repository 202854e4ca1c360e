"""How much the site was read: what the office's page and its annual report ask.

Visitors are told apart within a day only. Those of a month or year are the sum of its
days, as the annual website report counts them (独立用户访问总量).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from .models import LostPage, PageVisits, VisitDay


class Figures(NamedTuple):
    views: int
    visitors: int
    robot_views: int
    lost: int


class DayFigures(NamedTuple):
    day: date
    figures: Figures


class PageFigures(NamedTuple):
    path: str
    view: str
    views: int
    visitors: int


class LostFigures(NamedTuple):
    """`referrer` is the page of this site that leads there, or another site's host."""

    path: str
    referrer: str
    times: int


def figures(first: date, last: date) -> Figures:
    """Of the local days `first` to `last`, both included; one query."""
    days = VisitDay.objects.filter(day__range=(first, last)).order_by()
    found = days.aggregate(**{name: Sum(name) for name in Figures._fields})
    return Figures(**{name: value or 0 for name, value in found.items()})


def by_day(first: date, last: date) -> list[DayFigures]:
    """Days on which anything was counted, in their order; one query."""
    days = VisitDay.objects.filter(day__range=(first, last)).order_by("day")
    rows = days.values_list("day", *Figures._fields)
    return [DayFigures(day, Figures(*counts)) for day, *counts in rows]


def by_month() -> list[tuple[str, Figures]]:
    """Every month (2026-11) since counting began, the newest first; one query."""
    months: dict[str, Figures] = {}
    for day, *counts in VisitDay.objects.values_list("day", *Figures._fields):
        month = f"{day:%Y-%m}"
        known = months.get(month, Figures(0, 0, 0, 0))
        months[month] = Figures(*map(sum, zip(known, counts, strict=True)))
    return sorted(months.items(), reverse=True)


def top_pages(
    first: date, last: date, limit: int, views: Sequence[str] = ()
) -> list[PageFigures]:
    """The pages read most, of all or of those with these names of views; one query."""
    pages = PageVisits.objects.filter(day__range=(first, last))
    if views:
        pages = pages.filter(view__in=views)
    rows = (
        pages.order_by()
        .values_list("path", "view")
        .annotate(sum=Sum("views"), people=Sum("visitors"))
        .order_by("-sum", "path")[:limit]
    )
    return [PageFigures(*row) for row in rows]


def lost_pages(first: date, last: date, limit: int) -> list[LostFigures]:
    """Addresses without a page: first those to which this site itself leads; two
    queries."""
    rows = (
        LostPage.objects.filter(day__range=(first, last))
        .order_by()
        .values("path", "referrer")
        .annotate(sum=Sum("count"))
        .order_by("-sum", "path", "referrer")
    )
    own = rows.filter(referrer__startswith="/")
    others = rows.exclude(referrer__startswith="/")
    found = [*own[:limit], *others[:limit]][:limit]
    return [LostFigures(row["path"], row["referrer"], row["sum"]) for row in found]
