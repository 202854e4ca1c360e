"""What a wall screen shows: pages that follow one another by themselves.

Warnings in force first, then running postings, newest notices, guides. Titles only:
no line of a table and no name of a person stands on a screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import (
    LOCAL,
    day_start,
    local_day,
    official_date,
    official_moment,
)
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.qr_codes import own_address, qr_svg
from disclosure_portal.foundation.warning_banner import SHAPES, WarningLevel

from ..listing import in_branch
from ..models import Kind, Notice, NoticeQuerySet, WarningFacts
from ..posting_periods import days_left
from ..reference import Branch, branch_of

SECONDS_A_PAGE = 15
# So many of each at most, and so many on a page: read at five metres in 15 seconds.
WARNINGS, POSTINGS, NOTICES, GUIDES = 5, 12, 8, 12
POSTINGS_A_PAGE, NOTICES_A_PAGE, GUIDES_A_PAGE = 2, 4, 4
# The picture is moved about, so that nothing burns in.
PLACES = 4
NOTICE_COLUMNS = ("pk", "title", "agency__name", "agency__short_name", "published_at")


def screen_page(unit: Agency, state: SiteState, number: int | None) -> dict[str, Any]:
    """All pages, or only one for screens without script; five queries."""
    branch = branch_of(state, unit.slug)
    now = clock.now()
    slides = _slides(branch, now) if branch else []
    slides = slides or [
        {"kind": "empty", "title": _("Nothing to show yet"), "rows": []}
    ]
    for place, slide in enumerate(slides, start=1):
        slide["number"] = place
    page = {
        "unit": unit.label,
        "slug": unit.slug,
        "slides": slides,
        "count": len(slides),
        "seconds": SECONDS_A_PAGE,
        "made_at": now.isoformat(),
        "next_url": reverse("screen-page", args=[unit.slug, 1]),
        "is_single": number is not None,
    }
    return page if number is None else page | _single(unit, slides, number, now)


def _single(
    unit: Agency, slides: Sequence[dict[str, Any]], number: int, now: datetime
) -> dict[str, Any]:
    """One page with the clock of the moment; after the last the first comes again."""
    at = number if number <= len(slides) else 1
    local = now.astimezone(LOCAL)
    after = at % len(slides) + 1
    return {
        "slides": [slides[at - 1]],
        "place": local.minute % PLACES,
        "is_turned": bool(local.hour % 2),
        "time": f"{local:%H:%M}",
        "day": official_date(local.date()),
        "updated": official_moment(now),
        "next_url": reverse("screen-page", args=[unit.slug, after]),
    }


def _slides(branch: Branch, now: datetime) -> list[dict[str, Any]]:
    hanging = in_branch(Notice.objects.public(now), branch).posted()
    return [
        *_warnings(now),
        *_postings(hanging, local_day(now)),
        *_notices(hanging),
        *_guides(hanging),
    ]


def _in_parts(
    kind: str, title: str, rows: Sequence[dict[str, Any]], size: int
) -> Iterator[dict[str, Any]]:
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        ends = [row["until"] for row in part if row.get("until")]
        # Without a connection the page goes when the first of its rows is over.
        yield {
            "kind": kind,
            "title": title,
            "rows": part,
            "until": min(ends) if ends else "",
        }


# --- Warnings -----------------------------------------------------------------------


def _warnings(now: datetime) -> Iterator[dict[str, Any]]:
    """Of the whole county, the gravest first: a flood asks for no branch."""
    holding = WarningFacts.objects.filter(
        notice__in=Notice.objects.public(now),
        starts_at__lte=now,
        ends_at__gt=now,
        ended_at=None,
    ).select_related("notice")
    gravest = sorted(holding, key=_gravity, reverse=True)[:WARNINGS]
    return _in_parts("warning", _("Warning"), [_warning(one) for one in gravest], 1)


def _gravity(facts: WarningFacts) -> tuple[int, datetime]:
    return WarningLevel.values.index(facts.level), facts.starts_at


def _warning(facts: WarningFacts) -> dict[str, Any]:
    level = WarningLevel(facts.level)
    return _qr_row(facts.notice_id) | {
        "title": facts.notice.title,
        "level": str(level.label),
        "code": level.value,
        "shape": SHAPES[level],
        "area": facts.area,
        "advice": facts.advice,
        "telephone": facts.telephone,
        "ends": official_moment(facts.ends_at),
        "until": facts.ends_at.isoformat(),
    }


# --- Postings, notices, guides ------------------------------------------------------


def _postings(hanging: NoticeQuerySet, today: date) -> Iterator[dict[str, Any]]:
    """Those that run, the soonest end first."""
    running = hanging.filter(
        posting_period__starts_on__lte=today, posting_period__ends_on__gte=today
    ).order_by("posting_period__ends_on", "pk")
    rows = running.values(
        *NOTICE_COLUMNS,
        "posting_period__ends_on",
        "posting_period__objection_unit",
        "posting_period__objection_telephone",
    )
    printed = [_posting(row, today) for row in rows[:POSTINGS]]
    return _in_parts("posting", _("Open to objections"), printed, POSTINGS_A_PAGE)


def _posting(row: dict[str, Any], today: date) -> dict[str, Any]:
    ends_on: date = row["posting_period__ends_on"]
    left = days_left(ends_on, today)
    return _row(row) | {
        "ends": official_date(ends_on),
        "left": ngettext("%(left)s day left", "%(left)s days left", left)
        % {"left": left},
        "objections": row["posting_period__objection_unit"],
        "telephone": row["posting_period__objection_telephone"],
        "until": day_start(ends_on + timedelta(days=1)).isoformat(),
    }


def _notices(hanging: NoticeQuerySet) -> Iterator[dict[str, Any]]:
    newest = hanging.exclude(kind=Kind.PROCEDURE).newest_first()
    rows = [_row(row) for row in newest.values(*NOTICE_COLUMNS)[:NOTICES]]
    return _in_parts("notices", _("New notices"), rows, NOTICES_A_PAGE)


def _guides(hanging: NoticeQuerySet) -> Iterator[dict[str, Any]]:
    newest = hanging.filter(kind=Kind.PROCEDURE).newest_first()
    rows = [_row(row) for row in newest.values(*NOTICE_COLUMNS)[:GUIDES]]
    return _in_parts("guides", _("Service guides"), rows, GUIDES_A_PAGE)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return _qr_row(row["pk"]) | {
        "title": row["title"],
        "agency": row["agency__short_name"] or row["agency__name"],
        "day": official_date(local_day(row["published_at"])),
    }


def _qr_row(pk: int) -> dict[str, Any]:
    address = own_address(reverse("notice-detail", args=[pk]))
    return {"qr": qr_svg(address, address)}
