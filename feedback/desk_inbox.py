"""The inbox: what my units must do with letters, what runs out first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import branches
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workdays import WorkCalendar, working_days_between

from .clocks import Standing, alarm_from, standing
from .desk_reach import Reach
from .forms.writing import clean_words
from .letter_clock import grades
from .letter_hands import OFFICE
from .models import (
    READERS,
    Letter,
    LetterHandler,
    LetterOpening,
    LetterPublication,
    LetterStatus,
    PublicationState,
    WorkOrder,
)
from .standing_words import STANDING_SHAPES, STANDING_WORDS

# What an address or a form names a letter by: more digits are no key of any database.
PRIMARY_KEY = re.compile(r"[0-9]{1,18}")
PAGE = 50
COUNTED = 1_000
ORDER = ("due_on", "pk")


class Tab(NamedTuple):
    """A part of the inbox, which its own condition makes quick to read."""

    code: str
    title: Any
    is_open: bool = True


TABS = (
    Tab("new", _("To be accepted and passed on")),
    Tab("mine", _("To be answered")),
    Tab("sign", _("To be signed")),
    Tab("shared", _("Joined in")),
    Tab("publish", _("To be published"), is_open=False),
    Tab("all", _("All that are open")),
    Tab("done", _("Answered"), is_open=False),
)


def inbox_context(user: User, given: Mapping[str, str]) -> dict[str, Any]:
    """A page of one tab, and how many lie in each (up to a thousand)."""
    reach = Reach.of(user)
    counts = {tab.code: _counted(letters_in(tab.code, reach)) for tab in TABS[:5]}
    tab = _tab(given.get("tab", ""), counts)
    rows = _asked(letters_in(tab.code, reach), given)
    if not tab.is_open:
        rows = rows.order_by("-received_at", "-pk")
    ways = reach.ways() if tab.code in ("all", "done") else []
    page, after = _page(rows, given.get("after", ""), ways, is_open=tab.is_open)
    return {
        "desk_section": "letters",
        "tab": tab.code,
        "tabs": [
            {
                "title": each.title,
                "url": f"?tab={each.code}",
                "count": counts.get(each.code),
                "is_now": each.code == tab.code,
            }
            for each in TABS
        ],
        "rows": rows_of(page, user),
        "q": given.get("q", ""),
        "may_see_rules": bool(branches(user, *OFFICE)),
        "older_url": _address(tab.code, given, after),
        "first_url": f"?tab={tab.code}" if given.get("after") else "",
    }


def letters_in(tab: str, reach: Reach) -> QuerySet[Letter]:
    """The letters of one tab, what runs out first."""
    seen = Letter.objects.visible_to(reach.user).select_related("agency", "intake")
    if tab == "publish":
        return seen.filter(reach.lying("intake", *OFFICE), pk__in=_proposed())
    if tab == "done":
        return seen.filter(status__in=(LetterStatus.ANSWERED, LetterStatus.CLOSED))
    seen = seen.unfinished().first_due_first()
    if tab == "new":
        status = Q(status__in=(LetterStatus.SUBMITTED, LetterStatus.ACCEPTED))
        return seen.filter(status, reach.lying("intake", *OFFICE))
    if tab == "mine":
        at_unit = (LetterStatus.ASSIGNED, LetterStatus.HANDLING, LetterStatus.WAITING)
        lying = reach.lying("agency", Role.MAILBOX_CLERK)
        return seen.filter(lying, status__in=at_unit)
    if tab == "sign":
        signs = reach.lying("agency", Role.APPROVER)
        return seen.filter(signs, status=LetterStatus.REVIEW)
    if tab == "shared":
        parts = LetterHandler.objects.filter(
            reach.lying("agency", Role.MAILBOX_CLERK), done_at=None
        )
        return seen.filter(pk__in=parts.values("letter"))
    return seen


def _proposed() -> list[int]:
    """As keys: few wait for the office, and a database that joins them begins with all
    letters that it took in."""
    waiting = LetterPublication.objects.filter(state=PublicationState.PROPOSED)
    return list(
        waiting.order_by("letter_id").values_list("letter", flat=True)[:COUNTED]
    )


def has_inbox(user: User) -> bool:
    """Has this person anything to do with letters?"""
    return bool(branches(user, *READERS)) or user.group_seats.exists()


def _tab(code: str, counts: Mapping[str, int]) -> Tab:
    known = {tab.code: tab for tab in TABS}
    if code in known:
        return known[code]
    first = next((each for each, count in counts.items() if count), "all")
    return known[first]


def _counted(rows: QuerySet[Letter]) -> int:
    """In their order: so the index of open letters is read, not all that came in."""
    return rows[:COUNTED].count()


def _asked(rows: QuerySet[Letter], given: Mapping[str, str]) -> QuerySet[Letter]:
    words = clean_words(given.get("q", ""))[:100]
    if not words:
        return rows
    orders = WorkOrder.objects.filter(source_id=words).values("letter")
    named = Q(number=words) | Q(pk__in=orders) | Q(original_id=words)
    return rows.filter(named | Q(title__contains=words))


def _page(
    rows: QuerySet[Letter], after: str, ways: list[Q], *, is_open: bool
) -> tuple[list[Letter], str]:
    """A page after the last letter of the one before; one query, and one for each of
    the ways to see a letter, of which the first ones together hold the page."""
    place = _place(after)
    if place and is_open:
        day, pk = place
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk))
    elif place:
        day, pk = place
        rows = rows.filter(Q(received_on__lt=day) | Q(received_on=day, pk__lt=pk))
    if ways:
        firsts = (rows.filter(way).values_list("pk", flat=True) for way in ways)
        keys = {key for first in firsts for key in first[: PAGE + 1]}
        rows = rows.filter(pk__in=keys)
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    day = last.due_on if is_open else last.received_on
    return found[:PAGE], f"{day.isoformat()}.{last.pk}"


def _place(text: str) -> tuple[date, int] | None:
    day, dot, pk = text.partition(".")
    try:
        return (date.fromisoformat(day), int(pk)) if dot else None
    except ValueError:
        return None


def _address(tab: str, given: Mapping[str, str], after: str) -> str:
    if not after:
        return ""
    asked = {"tab": tab, "q": given.get("q", ""), "after": after}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


# --- Rows ---------------------------------------------------------------------------


def rows_of(letters: list[Letter], user: User) -> list[dict[str, Any]]:
    """One more query: which of them this person has opened."""
    calendar, today = work_calendar.current(), local_day(clock.now())
    keys = [letter.pk for letter in letters]
    opened = set(
        LetterOpening.objects.filter(user=user, letter__in=keys).values_list(
            "letter", flat=True
        )
    )
    return [
        row_of(letter, calendar, today) | {"is_new": letter.pk not in opened}
        for letter in letters
    ]


def row_of(letter: Letter, calendar: WorkCalendar, today: date) -> dict[str, Any]:
    return {
        "letter": letter,
        "url": reverse("desk-letter", args=[letter.pk]),
        "kind": letter.get_kind_display(),
        "status": letter.get_status_display(),
        "unit": letter.agency.label,
        "received": official_date(letter.received_on),
        **standing_of(letter, calendar, today),
    }


def standing_of(letter: Letter, calendar: WorkCalendar, today: date) -> dict[str, Any]:
    """How it stands: ○ △ ■ with words, and what is left."""
    if not letter.is_open:
        empty = dict.fromkeys(("stands", "stands_words", "shape", "left"), "")
        return {**empty, "is_silent": False, "accept_late": ""}
    stands = standing(
        letter.due_on, today, calendar, paused_on=letter.paused_on, grades=grades()
    )
    return {
        "stands": stands.value,
        "stands_words": STANDING_WORDS[stands],
        "shape": STANDING_SHAPES[stands],
        "due": official_date(letter.due_on),
        "left": _left(letter.due_on, today, calendar, stands),
        "accept_late": official_date(letter.accept_due_on)
        if letter.is_late_to_accept(today)
        else "",
        "is_silent": letter.answered_at is None
        and today >= alarm_from(letter.received_on),
    }


def _left(due: date, today: date, calendar: WorkCalendar, stands: Standing) -> Any:
    if stands is Standing.PAUSED:
        return ""
    if today > due:
        over = working_days_between(due, today, calendar)
        return _("%(days)s working days over") % {"days": over}
    if today == due:
        return _("ends today")
    left = working_days_between(today, due, calendar)
    return _("%(days)s working days left") % {"days": left}
