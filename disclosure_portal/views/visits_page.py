"""What the office sees of visits: a month by its days, the pages read most, the
addresses that lead nowhere, all months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation import clock, visits
from disclosure_portal.foundation.chart_panels import panel, summarised
from disclosure_portal.foundation.charts import Series, Table, columns
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.search.asked import most_asked, most_missed
from disclosure_portal.foundation.visits import DayFigures, Figures, PageFigures
from notices.models import Notice
from notices.reference import reference

from ..page_columns import BY_VIEW
from .site_map_page import pages as pages_of_site

TOP = 10
LOST = 50
NOTICE_VIEWS = ("notice-detail",)
BOARD_VIEWS = ("board-detail",)
UNIT_VIEWS = ("agency-detail",)


class Month(NamedTuple):
    first: date
    last: date

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        return f"{self.first.year}年{self.first.month}月"


def month_of(code: str) -> Month | None:
    """The month of a code such as 2026-11, the present one of an empty code."""
    try:
        first = date.fromisoformat(f"{code}-01") if code else local_day(clock.now())
    except ValueError:
        return None
    first = first.replace(day=1)
    return Month(first, first.replace(day=monthrange(first.year, first.month)[1]))


def visits_page(month: Month, state: SiteState) -> dict[str, Any]:
    """Thirteen queries, however much was counted."""
    days = visits.by_day(*month)
    return {
        "desk_section": "visits",
        "title": month.title,
        "figures": _figures(visits.figures(*month)),
        "chart": _chart(month, days),
        "csv_url": f"{reverse('desk-visits-csv')}?month={month.code}",
        "groups": _groups(month, state),
        "asked": [
            {"title": _("What readers look for"), "rows": most_asked(*month, TOP)},
            {
                "title": _("What they look for in vain"),
                "rows": most_missed(*month, TOP),
            },
        ],
        "lost": [_lost(*row) for row in visits.lost_pages(*month, LOST)],
        "months": [_month(code, found) for code, found in visits.by_month()],
    }


def _figures(found: Figures) -> list[dict[str, str]]:
    return [
        {"label": _("Page views"), "value": f"{found.views:,}"},
        {"label": _("Visitors, day by day"), "value": f"{found.visitors:,}"},
        {"label": _("Views by robots"), "value": f"{found.robot_views:,}"},
        {"label": _("Pages not found"), "value": f"{found.lost:,}"},
    ]


def _row(found: Figures) -> dict[str, str]:
    return {name: f"{value:,}" for name, value in found._asdict().items()}


def _month(code: str, found: Figures) -> dict[str, str]:
    month = month_of(code)
    url = f"{reverse('desk-visits')}?month={code}"
    return {"title": month.title if month else code, "url": url, **_row(found)}


def _chart(month: Month, days: Sequence[DayFigures]) -> dict[str, Any]:
    """Drawn are the views of every day; the table has all figures of the days that
    were counted."""
    known = {day: found.views for day, found in days}
    every = [month.first.replace(day=n) for n in range(1, month.last.day + 1)]
    views = Series(_("Page views"), tuple(known.get(day, 0) for day in every))
    drawn = Table(
        title=_("Page views by day"),
        heading=_("Day"),
        labels=tuple(f"{day.day}" for day in every),
        series=(views,),
    )
    table = replace(
        drawn,
        labels=tuple(official_date(day) for day, _found in days),
        series=tuple(
            Series(name, tuple(found[place] for _day, found in days))
            for place, name in enumerate(day_columns())
        ),
    )
    drawing = "" if drawn.is_empty else columns(summarised(drawn), key="days")
    return panel("days", table, drawing)


def day_columns() -> tuple[str, str, str, str]:
    """The names of `Figures`, in their order."""
    return _("Page views"), _("Visitors"), _("Views by robots"), _("Pages not found")


def _groups(month: Month, state: SiteState) -> list[dict[str, Any]]:
    """The pages read most of each kind, by the names that readers know."""
    kinds = [
        (_("All pages"), ()),
        (_("Notices"), NOTICE_VIEWS),
        (_("Boards"), BOARD_VIEWS),
        (_("Units"), UNIT_VIEWS),
    ]
    found = [(title, visits.top_pages(*month, TOP, views)) for title, views in kinds]
    names = _names([page for _title, pages in found for page in pages], state)
    return [
        {"title": title, "pages": [_page(page, names) for page in pages]}
        for title, pages in found
        if pages
    ]


def _page(page: PageFigures, names: dict[str, str]) -> dict[str, str]:
    return {
        "url": page.path,
        "title": names.get(page.path) or unquote(page.path),
        "views": f"{page.views:,}",
        "visitors": f"{page.visitors:,}",
    }


def _names(pages: Sequence[PageFigures], state: SiteState) -> dict[str, str]:
    """Titles of public notices, names of boards, units and columns; two queries."""
    codes = {page.path: page.path.strip("/").rpartition("/")[2] for page in pages}
    keys = {int(codes[page.path]) for page in pages if page.view in NOTICE_VIEWS}
    slugs = [codes[page.path] for page in pages if page.view in UNIT_VIEWS]
    titles = dict(
        Notice.objects.public().filter(pk__in=keys).values_list("pk", "title")
    )
    units = dict(Agency.objects.filter(slug__in=slugs).values_list("slug", "name"))
    boards = {board.url: board.name for board in reference(state).boards}
    parts = {path: title for title, path in pages_of_site()}
    names = {}
    for page in pages:
        code = codes[page.path]
        if page.view in NOTICE_VIEWS:
            names[page.path] = titles.get(int(code), "")
        elif page.view in UNIT_VIEWS:
            names[page.path] = units.get(code, "")
        elif page.path in parts:
            names[page.path] = parts[page.path]
        elif page.view in BY_VIEW:
            names[page.path] = f"{BY_VIEW[page.view].name} {unquote(page.path)}"
        else:
            names[page.path] = boards.get(page.path, "")
    return names


def _lost(path: str, referrer: str, times: int) -> dict[str, Any]:
    add = reverse("admin:foundation_oldaddress_add")
    return {
        "path": unquote(path) or _("Others"),
        "referrer": unquote(referrer),
        "referrer_url": referrer if referrer.startswith("/") else "",
        "times": f"{times:,}",
        "redirect_url": f"{add}?{urlencode({'path': path})}" if _is_free(path) else "",
    }


def _is_free(path: str) -> bool:
    """No page of this site could ever stand there, so it may lead elsewhere."""
    try:
        resolve(path)
    except Resolver404:
        return bool(path)
    return False
