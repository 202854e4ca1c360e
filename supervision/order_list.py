"""Orders at the desk: what my units must answer, what I watch, what runs out first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.permissions import seats
from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workdays import WorkCalendar

from .card_words import CARD_WORDS
from .cards import SHAPES, Rule, card_of
from .models import (
    ANSWERERS,
    OPEN_ORDERS,
    WATCHERS,
    ClockKind,
    Escalation,
    OrderQuerySet,
    OrderStatus,
    RectificationOrder,
)
from .monitoring import rules_now
from .order_clock import how_it_stands, today

PAGE = 50
COUNTED = 1_000
LONGEST_WORDS = 100


class Tab(NamedTuple):
    code: str
    title: Any
    is_counted: bool = True
    is_open: bool = True


TABS = (
    Tab("mine", _("To be answered by my unit")),
    Tab("recheck", _("To be re-checked by me")),
    Tab("watch", _("Watched by me")),
    Tab("all", _("All that are open"), is_counted=False),
    Tab("done", _("Closed and revoked"), is_counted=False, is_open=False),
)
DONE = (OrderStatus.CLOSED, OrderStatus.REVOKED)


def has_orders(user: User) -> bool:
    """Has this person anything to do with orders? No query once seats are known."""
    return any(seat.role in (*WATCHERS, *ANSWERERS) for seat in seats(user))


def may_issue(user: User) -> bool:
    return any(seat.role in WATCHERS for seat in seats(user))


def orders_in(tab: str, user: User) -> OrderQuerySet:
    """The orders of one tab, what runs out first."""
    orders = RectificationOrder.objects.visible_to(user).select_related("agency")
    if tab == "mine":
        return orders.for_units_of(user).at_the_unit()
    if tab == "recheck":
        return orders.watched_by(user).filter(status=OrderStatus.ANSWERED)
    if tab == "watch":
        return orders.watched_by(user).at_the_unit()
    if tab == "done":
        return orders.filter(status__in=DONE)
    return orders.filter(status__in=OPEN_ORDERS)


def list_context(user: User, given: Mapping[str, str]) -> dict[str, Any]:
    """One page of a tab, and how many lie in those that are counted."""
    counts = {
        tab.code: orders_in(tab.code, user).order_by()[:COUNTED].count()
        for tab in TABS
        if tab.is_counted
    }
    tab = _tab(given.get("tab", ""), counts)
    words = given.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS]
    rows = _asked(orders_in(tab.code, user), words)
    page, after = _page(rows, given.get("after", ""), is_open=tab.is_open)
    asked = {"tab": tab.code, "q": words}
    return {
        "desk_section": "orders",
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
        "rows": rows_of(page),
        "q": words,
        "may_issue": may_issue(user),
        "older_url": _address({**asked, "after": after}) if after else "",
        "first_url": _address(asked) if given.get("after") else "",
    }


def _tab(code: str, counts: Mapping[str, int]) -> Tab:
    known = {tab.code: tab for tab in TABS}
    first = next((each for each, count in counts.items() if count), "all")
    return known.get(code) or known[first]


def _asked(rows: OrderQuerySet, words: str) -> OrderQuerySet:
    if not words:
        return rows
    return rows.filter(Q(number__contains=words) | Q(agency__name__contains=words))


def _page(
    rows: OrderQuerySet, after: str, *, is_open: bool
) -> tuple[list[RectificationOrder], str]:
    """A page after the last order of the one before; one query."""
    place = _place(after)
    if not is_open:
        rows = rows.order_by("-pk")
        rows = rows.filter(pk__lt=place[1]) if place else rows
    else:
        rows = rows.first_due_first()
        if place:
            day, pk = place
            rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], f"{last.due_on.isoformat()}.{last.pk}"


def _place(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < len(str(2**63))):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def _address(asked: Mapping[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


# --- Rows -----------------------------------------------------------------------------


def rows_of(orders: list[RectificationOrder]) -> list[dict[str, Any]]:
    """Three small queries: the calendar, and the rules of cards."""
    if not orders:
        return []
    calendar, rule = work_calendar.current(), rules_now()[ClockKind.ORDERS]
    return [row_of(order, calendar, rule) for order in orders]


def row_of(
    order: RectificationOrder, calendar: WorkCalendar, rule: Rule
) -> dict[str, Any]:
    card = card_of(order.due_on, today(), rule, calendar)
    runs = order.is_at_the_unit
    return {
        "order": order,
        "url": reverse("desk-order", args=[order.pk]),
        "unit": order.agency.label,
        "status": order.get_status_display(),
        "escalation": order.get_escalation_display()
        if order.escalation != Escalation.NONE
        else "",
        "due": official_date(order.due_on),
        "is_late": runs and order.due_on < today(),
        "card": card.value if runs else "",
        "shape": SHAPES[card] if runs else "",
        "card_words": CARD_WORDS[card] if runs else "",
        "left": how_it_stands(order, calendar),
    }
