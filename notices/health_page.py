"""The page “would we pass today” (栏目更新监测), and what the desk says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from directories.branch_admin import answers_for_the_county
from directories.models import Role
from directories.permissions import branches, in_branches, seats
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import LedgerAudience, SiteState, User

from .column_health import (
    ColumnHealth,
    ColumnState,
    Level,
    SiteHealth,
    UpdateClass,
    site_health,
)
from .guide_elements import lacking_guides, missing_of
from .guide_items import without_guide
from .health_chart import health_chart
from .models import AvailabilityDay, DeadLink, HealthFinding, Kind, LinkWalk, Notice
from .site_health import (
    REACHABLE,
    SERVICES,
    SHAPES,
    TITLES,
    WORDS,
    SiteToday,
    VetoItem,
    level_words,
    site_today,
)
from .site_vetoes import DAYS_WATCHED, Element
from .watched_columns import HOME, Column, columns

SHOWN = 50
STATE_WORDS = {
    ColumnState.FRESH: ("○", gettext_lazy("Normal")),
    ColumnState.NEAR: ("△", gettext_lazy("Due soon")),
    ColumnState.STALE: ("■", gettext_lazy("Not updated in time")),
    ColumnState.BLANK: ("■", gettext_lazy("Blank")),
}
# As urgent as they stand here.
URGENCY = [ColumnState.BLANK, ColumnState.STALE, ColumnState.NEAR, ColumnState.FRESH]
CLASS_WORDS = {
    UpdateClass.HOME: gettext_lazy("Home page: 2 weeks"),
    UpdateClass.NEWS: gettext_lazy("News: 2 weeks"),
    UpdateClass.NOTICES: gettext_lazy("Notices and policy: 6 months"),
    UpdateClass.OTHER: gettext_lazy("Others: 1 year"),
}
ELEMENT_WORDS = {
    Element.ITEM: gettext_lazy("Name of the item"),
    Element.BASIS: gettext_lazy("Legal basis it rests on"),
    Element.CONDITIONS: gettext_lazy("Conditions of application"),
    Element.MATERIALS: gettext_lazy("Materials to bring"),
    Element.PLACE: gettext_lazy("Place of handling"),
    Element.HOURS: gettext_lazy("Hours of handling"),
    Element.TELEPHONE: gettext_lazy("Telephone to ask"),
    Element.STEPS: gettext_lazy("Steps of handling"),
}
LIMITS = {
    REACHABLE: gettext_lazy(
        "Within a week, at 20 visits a day or more, 5 % do not open in 15 seconds;"
        " warned from 3 %."
    ),
    "home": gettext_lazy("2 weeks without update; warned after 10 days."),
    "frequent_stale": gettext_lazy(
        "5 columns: news 2 weeks, notices and policy documents 6 months without"
        " update; warned from 3."
    ),
    "stale": gettext_lazy("10 columns past their own limit; warned from 7."),
    "blank": gettext_lazy("5 blank columns; warned from 3."),
    SERVICES: gettext_lazy(
        "No guide at all, or 5 guides (of fewer, all) that miss 4 of the 8 key"
        " elements; warned from 3."
    ),
}
SECTIONS = {REACHABLE: "availability", SERVICES: "guides"}


def is_overseer(user: User) -> bool:
    return bool(branches(user, Role.OVERSEER))


def may_see_health(user: User, audience: str) -> bool:
    """Overseers always, others of the units as the site's setting says."""
    is_shared = audience != LedgerAudience.OFFICE
    return is_overseer(user) or (is_shared and bool(seats(user)))


def health_page(user: User, state: SiteState) -> dict[str, Any]:
    """Whole for the office, and for the units where the setting shows them what is
    owed; else an overseer of a branch sees the rows of the branch, and no verdict."""
    today = local_day(clock.now())
    is_office = answers_for_the_county(user)
    paths = None if is_office else branches(user)
    is_whole = is_office or state.ledger_audience != LedgerAudience.OFFICE
    found = site_today(today) if is_whole else None
    return {
        "desk_section": "health",
        "day": official_date(today),
        "is_office": is_office,
        "audience": LedgerAudience(state.ledger_audience).label,
        "verdict": _verdict(found) if found else None,
        **_columns(found, paths, today),
        **_guides(paths),
        **_services(paths),
        **_dead_links(paths),
        "probed": _probed(today) if is_whole else [],
    }


def warnings_of(user: User) -> list[dict[str, str]]:
    """What the last daily check found worse than normal, for the desk of the office;
    one query, and none for others."""
    if not answers_for_the_county(user):
        return []
    since = local_day(clock.now()) - timedelta(days=1)
    rows = list(HealthFinding.objects.filter(day__gte=since))
    newest = max((row.day for row in rows), default=since)
    return [
        {
            "title": str(TITLES[row.code]),
            "state": level_words(Level(row.level)),
            "figure": row.figure,
        }
        for row in rows
        if row.day == newest and row.level != Level.PASS.value
    ]


# --- The verdict ----------------------------------------------------------------


def _verdict(found: SiteToday) -> dict[str, Any]:
    return {
        "level": found.level.value,
        "shape": SHAPES[found.level],
        "words": _in_words(found.level),
        "items": [_item(item) for item in found.items],
    }


def _in_words(level: Level) -> str:
    return {
        Level.PASS: _("By what the portal measures, the site would pass today."),
        Level.WARN: _("It would pass today, but some items are near their limit."),
        Level.VETO: _("The site would fail today."),
    }[level]


def _item(item: VetoItem) -> dict[str, Any]:
    level = item.level
    return {
        "title": str(TITLES[item.code]),
        "limit": str(LIMITS[item.code]),
        "level": level.value if level else "none",
        "shape": SHAPES[level] if level else "－",
        "state": str(WORDS[level]) if level else _("not measured"),
        "figure": item.figure,
        "days_left": _days_left(item.days_left) if level is not Level.VETO else "",
        "section": SECTIONS.get(item.code, "columns"),
    }


def _days_left(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("%s day", "%s days", days) % days


# --- Its lists ------------------------------------------------------------------


def _columns(
    found: SiteToday | None, paths: list[str] | None, today: date
) -> dict[str, Any]:
    if found is None:
        own = columns(today, in_branches(paths or []))
        health = site_health((each.watched for each in own), today)
    else:
        own, health = found.columns, found.health
    rows = column_rows(own, health)
    return {
        "urgent": [row for row in rows if row["state"] != ColumnState.FRESH.value],
        "fresh": [row for row in rows if row["state"] == ColumnState.FRESH.value],
        "archived": health.archived,
        "chart": health_chart(health),
        "counts": [
            {"label": " ".join(map(str, STATE_WORDS[state])), "value": count}
            for state, count in health.counts.items()
        ],
    }


def column_rows(own: Sequence[Column], health: SiteHealth) -> list[dict[str, Any]]:
    """The most urgent first."""
    known = {column.watched: column for column in own}
    by_urgency = sorted(
        health.columns, key=lambda row: (URGENCY.index(row.state), _order(row))
    )
    return [_column(known[row.column], row) for row in by_urgency]


def _order(row: ColumnHealth) -> int:
    return 0 if row.days_left is None else row.days_left


def _column(column: Column, row: ColumnHealth) -> dict[str, Any]:
    shape, words = STATE_WORDS[row.state]
    updated_on = row.column.updated_on
    return {
        "name": column.name,
        "url": column.url,
        "agency": column.agency,
        "is_home": row.column.key == HOME,
        "class": str(CLASS_WORDS[row.update_class]),
        "state": row.state.value,
        "shape": shape,
        "words": str(words),
        "count": row.column.count,
        "updated": official_date(updated_on) if updated_on else "",
        "fresh_until": official_date(row.fresh_until) if row.fresh_until else "",
        "days_left": "—" if row.days_left is None else row.days_left,
    }


def _guides(paths: list[str] | None) -> dict[str, Any]:
    """Those that miss anything, the worst first."""
    lacking = lacking_guides(least=1).select_related("notice__agency")
    if paths is not None:
        lacking = lacking.filter(in_branches(paths, "notice__agency__path"))
    rows = list(lacking[: SHOWN + 1])
    return {
        "guides": [_guide(guide) for guide in rows[:SHOWN]],
        "has_more_guides": len(rows) > SHOWN,
        "has_guides": bool(rows) or _has_guides(paths),
    }


def _services(paths: list[str] | None) -> dict[str, Any]:
    """Items that nobody is told how to apply for; two queries."""
    items = without_guide()
    if paths is not None:
        items = items.filter(in_branches(paths))
    return {
        "services": items.select_related("agency")[:SHOWN],
        "service_count": items.count(),
    }


def _has_guides(paths: list[str] | None) -> bool:
    guides = Notice.objects.public().filter(kind=Kind.PROCEDURE)
    if paths is not None:
        guides = guides.filter(in_branches(paths))
    return guides.exists()


def _guide(guide: Any) -> dict[str, Any]:
    missing = missing_of(guide)
    return {
        "title": guide.notice.title,
        "agency": str(guide.notice.agency),
        "url": reverse("desk-notice", args=[guide.notice_id]),
        "missing": "、".join(str(ELEMENT_WORDS[each]) for each in missing),
        "count": len(missing),
    }


def _dead_links(paths: list[str] | None) -> dict[str, Any]:
    walk = LinkWalk.objects.first()
    finished = walk.finished_at if walk else None
    rows = DeadLink.objects.open()
    if paths is not None:
        rows = rows.filter(page__in=_pages_of(paths, rows))
    return {
        "dead_links": list(rows[:SHOWN]),
        "dead_count": rows.count(),
        "walked_at": finished,
    }


def _pages_of(paths: list[str], rows: Any) -> list[str]:
    """The pages with dead links that are notices of these branches."""
    pages = rows.filter(page__startswith="/notices/").values_list("page", flat=True)
    keys = {int(key) for page in pages if (key := page.split("/")[2]).isdigit()}
    own = Notice.objects.public().filter(in_branches(paths), pk__in=keys)
    return [
        reverse("notice-detail", args=[pk]) for pk in own.values_list("pk", flat=True)
    ]


def _probed(today: date) -> list[AvailabilityDay]:
    return list(AvailabilityDay.objects.filter(day__lte=today)[:DAYS_WATCHED])
