"""The ways from the desk, a slot and a letter to orders and to the running clocks; and
what is overdue, on the desk's first page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from directories.models import Slot
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.desk_doors import DeskDoor, DeskList, DeskRow
from disclosure_portal.foundation.models import User
from feedback.models import Letter

from .models import OrderQuerySet
from .monitoring_page import may_monitor
from .order_clock import today
from .order_hands import watches
from .order_list import has_orders, may_issue, orders_in

SHOWN = 20


def orders_door(user: User) -> DeskDoor | None:
    if not has_orders(user):
        return None
    return DeskDoor(gettext_lazy("Rectification orders"), reverse("desk-orders"))


def monitoring_door(user: User) -> DeskDoor | None:
    if not may_monitor(user):
        return None
    return DeskDoor(gettext_lazy("Monitoring"), reverse("desk-monitoring"))


def slot_door(user: User, slot: object) -> DeskDoor | None:
    """Of a slot that is owed and late, for an overseer above its unit; no query."""
    if not isinstance(slot, Slot) or not watches(user, slot.agency):
        return None
    is_missing = slot.filled_on is None and slot.explained_on is None
    if not is_missing or slot.due_on >= today():
        return None
    return _new(f"slot={slot.pk}")


def letter_door(user: User, letter: object) -> DeskDoor | None:
    """Of a letter that this overseer reads; the page that shows it has asked."""
    if not isinstance(letter, Letter) or not may_issue(user):
        return None
    return _new(f"letter={letter.pk}")


def _new(query: str) -> DeskDoor:
    words = gettext_lazy("Issue a rectification order")
    return DeskDoor(words, f"{reverse('desk-order-new')}?{query}")


def overdue_list(user: User) -> DeskList | None:
    """Past their day, of units that this person watches."""
    if not may_issue(user):
        return None
    late = orders_in("watch", user).overdue(today())
    return _listed(_("Rectification orders that are overdue"), late, "watch")


def owed_list(user: User) -> DeskList | None:
    """What the person's own units must put right."""
    if not has_orders(user):
        return None
    owed = orders_in("mine", user)
    return _listed(_("Rectification orders to answer"), owed, "mine")


def _listed(title: str, orders: OrderQuerySet, tab: str) -> DeskList | None:
    """One query, two where some are left out; nothing where there is nothing."""
    found = list(orders.first_due_first()[: SHOWN + 1])
    if not found:
        return None
    count = orders.order_by().count() if len(found) > SHOWN else len(found)
    now = today()
    rows = [
        DeskRow(
            order.number,
            reverse("desk-order", args=[order.pk]),
            f"{order.agency.label} · {official_date(order.due_on)}",
            is_urgent=order.due_on < now,
        )
        for order in found[:SHOWN]
    ]
    return DeskList(title, rows, count, f"{reverse('desk-orders')}?tab={tab}")
