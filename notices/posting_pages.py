"""The page of postings (公示): which run, until when, where objections go; and how
those that ended lately ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    is_provisional,
    working_days_between,
)

from .listing import number
from .models import Notice, PostingResult, PostingUnit
from .posting_periods import days_left
from .reference import calendar_of

PAGE_SIZE = 50
# How long a posting that is over stands on the page.
ENDED_DAYS = 30
DAY = timedelta(days=1)
# Nobody turns so many pages; a larger number is a mistake in the address.
LAST_PAGE = 1000
PARAMETERS = ("page", "ended")
COLUMNS = (
    "pk",
    "title",
    "agency__name",
    "agency__short_name",
    "posting_period__starts_on",
    "posting_period__ends_on",
    "posting_period__unit",
    "posting_period__objection_unit",
    "posting_period__objection_telephone",
    "posting_period__objection_form",
    "posting_period__result",
    "posting_period__result_note",
)


def posting_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Three queries at most: a page of those that run, how many there are, a page of
    those that ended. Later pages show one of the lists alone; an address beyond the
    end gets the first page."""
    place, errors = _place(given)
    lists = _lists(place, calendar_of(state))
    if not any(part and part["rows"] for part in lists.values()) and _is_later(place):
        place = _first()
        errors = [_("The list does not go on: you have passed its end.")]
        lists = _lists(place, calendar_of(state))
    return {
        "section": "boards",
        "breadcrumbs": [
            {"title": _("Boards"), "url": reverse("board-list")},
            {"title": _("Postings"), "url": ""},
        ],
        "errors": errors,
        "ended_days": ENDED_DAYS,
        "page_size": PAGE_SIZE,
        **lists,
    }


def _lists(place: dict[str, int], calendar: WorkCalendar) -> dict[str, Any]:
    today = local_day(clock.now())
    is_first = {name: at == 1 for name, at in place.items()}
    return {
        "running": _running(today, place["page"], calendar)
        if is_first["ended"]
        else None,
        "ended": _ended(today, place["ended"]) if is_first["page"] else None,
    }


def _first() -> dict[str, int]:
    return dict.fromkeys(PARAMETERS, 1)


def _is_later(place: dict[str, int]) -> bool:
    return place != _first()


def _place(given: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """The page of each list, 1 where nothing was said; and what was not understood."""
    place = _first()
    for name in PARAMETERS:
        text = given.get(name, "")
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LAST_PAGE:
            place[name] = int(text[:9])
        elif text:
            message = _(
                "The address names no place in this list: this is its first page."
            )
            return _first(), [message]
    return place, []


def _public() -> QuerySet[Notice]:
    return Notice.objects.public()


def _running(today: date, at: int, calendar: WorkCalendar) -> dict[str, Any]:
    """Soonest end first."""
    rows = _public().filter(
        posting_period__starts_on__lte=today, posting_period__ends_on__gte=today
    )
    found, has_more = _cut(rows.order_by("posting_period__ends_on", "pk"), at)
    count = rows.count() if has_more or at > 1 else len(found)
    return {
        "rows": [_running_row(row, today, calendar) for row in found],
        "count_text": number(count),
        "page": _pages("page", at, has_more=has_more),
    }


def _ended(today: date, at: int) -> dict[str, Any]:
    """The last that ended first."""
    rows = _public().filter(
        posting_period__ends_on__lt=today,
        posting_period__ends_on__gte=today - ENDED_DAYS * DAY,
    )
    found, has_more = _cut(rows.order_by("-posting_period__ends_on", "-pk"), at)
    return {
        "rows": [_ended_row(row) for row in found],
        "page": _pages("ended", at, has_more=has_more),
    }


def _cut(rows: QuerySet[Notice], at: int) -> tuple[list[dict[str, Any]], bool]:
    start = (at - 1) * PAGE_SIZE
    found = list(rows.values(*COLUMNS)[start : start + PAGE_SIZE + 1])
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def _pages(name: str, at: int, *, has_more: bool) -> dict[str, str]:
    here = reverse("posting-list")
    return {
        "newer_url": f"{here}?{name}={at - 1}" if at > 2 else here if at == 2 else "",
        "first_url": here if at > 2 else "",
        "older_url": f"{here}?{name}={at + 1}" if has_more else "",
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    start, end = row["posting_period__starts_on"], row["posting_period__ends_on"]
    return {
        "url": reverse("notice-detail", args=[row["pk"]]),
        "title": row["title"],
        "agency": row["agency__short_name"] or row["agency__name"],
        "start": official_date(start),
        "start_iso": start.isoformat(),
        "end": official_date(end),
        "end_iso": end.isoformat(),
    }


def _running_row(
    row: dict[str, Any], today: date, calendar: WorkCalendar
) -> dict[str, Any]:
    end = row["posting_period__ends_on"]
    left = days_left(end, today)
    text = ngettext("%(left)s day left", "%(left)s days left", left) % {"left": left}
    return _row(row) | {
        "left": _("ends today") if left == 1 else text,
        "is_last_day": left == 1,
        "working_left": _working_left(row, today, calendar),
        "is_provisional": row["posting_period__unit"] == PostingUnit.WORKING
        and is_provisional(end, calendar),
        "unit": row["posting_period__objection_unit"],
        "telephone": row["posting_period__objection_telephone"],
        "how": row["posting_period__objection_form"],
    }


def _working_left(row: dict[str, Any], today: date, calendar: WorkCalendar) -> str:
    """Said where the posting itself is counted in working days; today is one of
    them."""
    if row["posting_period__unit"] != PostingUnit.WORKING:
        return ""
    left = working_days_between(today - DAY, row["posting_period__ends_on"], calendar)
    text = ngettext("%(days)s working day", "%(days)s working days", left)
    return text % {"days": left}


def _ended_row(row: dict[str, Any]) -> dict[str, Any]:
    result = row["posting_period__result"]
    return _row(row) | {
        "result": str(PostingResult(result).label) if result else "",
        "note": row["posting_period__result_note"],
    }
