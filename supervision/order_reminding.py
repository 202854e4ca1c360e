"""Reminders of orders, by the ladder of the ledger: before the due day to the clerks,
after it to the heads of the unit and the office. One mail a person and day; each is
kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from directories.catalogue_reminders import (
    LADDER,
    Reminder,
    last_due_day_told,
    reminders_due,
)
from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.qr_codes import own_address

from .models import OrderReminder, RectificationOrder
from .order_clock import today
from .order_readers import Readers

# Of one run; the next one takes those that are left.
BATCH = 2_000
LISTED = 30


@transaction.atomic
def remind() -> str:
    """Wired to tick, daily; may run again at any time."""
    SiteState.objects.hold()
    now = today()
    readers = Readers()
    letters: dict[str, list[RectificationOrder]] = defaultdict(list)
    kept = []
    for order, reminder in _due(now):
        people = readers.of(order.agency, reminder.rung.reader)
        for person in people:
            letters[person.email].append(order)
        kept.append(
            OrderReminder(
                order=order,
                due_on=order.due_on,
                rung=reminder.rung.code,
                sent_on=now,
                recipients=[str(person) for person in people],
            )
        )
    OrderReminder.objects.bulk_create(kept, batch_size=500)
    with translation.override(settings.LANGUAGE_CODE):
        for address, orders in letters.items():
            _send(address, orders, now)
    return f"{len(kept)} reminders to {len(letters)} people"


def _due(now: date) -> list[tuple[RectificationOrder, Reminder]]:
    """Orders that lie at open units, with what is to be said of each today."""
    calendar = work_calendar.current()
    told = OrderReminder.objects.filter(
        order=OuterRef("pk"), due_on=OuterRef("due_on"), rung=LADDER[-1].code
    )
    orders = RectificationOrder.objects.at_the_unit().filter(
        ~Exists(told),
        due_on__lte=last_due_day_told(now, calendar),
        agency__closed_on=None,
    )
    wanted = list(orders.select_related("agency").first_due_first()[:BATCH])
    days = {order.pk: order.due_on for order in wanted}
    sent: dict[int, set[str]] = defaultdict(set)
    rows = OrderReminder.objects.filter(order__in=list(days))
    for key, due_on, rung in rows.values_list("order", "due_on", "rung"):
        if days[key] == due_on:
            sent[key].add(rung)
    return [
        (order, reminder)
        for order in wanted
        for reminder in reminders_due(order.due_on, now, calendar, sent[order.pk])
    ]


def _send(address: str, orders: list[RectificationOrder], now: date) -> None:
    orders = list({order.pk: order for order in orders}.values())
    words = ngettext(
        "%(count)d rectification order is open",
        "%(count)d rectification orders are open",
        len(orders),
    ) % {"count": len(orders)}
    lines = [_line(order, now) for order in orders[:LISTED]]
    if len(orders) > LISTED:
        lines.append(_("and %(count)d more") % {"count": len(orders) - LISTED})
    text = _("%(what)s:\n\n%(lines)s\n\nAll of them at the desk: %(address)s\n") % {
        "what": words,
        "lines": "\n".join(lines),
        "address": own_address(reverse("desk-orders")),
    }
    send_mail(words, text, None, [address])


def _line(order: RectificationOrder, now: date) -> str:
    words = _("%(unit)s: %(number)s, was due on %(due)s")
    if order.due_on >= now:
        words = _("%(unit)s: %(number)s, due on %(due)s")
    return words % {
        "unit": order.agency.label,
        "number": order.number,
        "due": official_date(order.due_on),
    }
