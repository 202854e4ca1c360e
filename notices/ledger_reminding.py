"""Reminders of what is owed (催报), by the ladder of catalogue_reminders.py: before the
due day to the clerks, after it to the heads of the unit and the office. One mail a
person and day; each is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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
    Reader,
    Reminder,
    last_due_day_told,
    reminders_due,
)
from directories.models import Role, Slot
from directories.nearest_seats import NearestSeats
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState, User
from disclosure_portal.foundation.qr_codes import own_address

from .models import SentReminder
from .slot_words import period_words

ROLES = {
    Reader.CLERK: Role.EDITOR,
    Reader.HEAD: Role.APPROVER,
    Reader.OFFICE: Role.OVERSEER,
}
# Of one run; the next one takes those that are left.
BATCH = 5_000
# In one mail; the ledger has the rest.
LISTED = 30


@dataclass
class _Letter:
    """What one person is told today."""

    person: User
    slots: list[Slot] = field(default_factory=list)


@transaction.atomic
def remind() -> str:
    """Wired to tick, daily; may run again at any time."""
    SiteState.objects.hold()
    today = local_day(clock.now())
    due = _due(today)
    seats = NearestSeats(ROLES.values())
    letters: dict[int, _Letter] = {}
    kept = []
    for slot, reminder in due:
        people = seats.of(slot.agency.path, ROLES[reminder.rung.reader])
        for person in people:
            letters.setdefault(person.pk, _Letter(person)).slots.append(slot)
        kept.append(_kept(slot, reminder, people, today))
    SentReminder.objects.bulk_create(kept, batch_size=500)
    with translation.override(settings.LANGUAGE_CODE):
        for letter in letters.values():
            _send(letter, today)
    return f"{len(kept)} reminders to {len(letters)} people"


def _due(today: date) -> list[tuple[Slot, Reminder]]:
    """Empty slots of open units with what is to be said of each today."""
    calendar = work_calendar.current()
    until = last_due_day_told(today, calendar)
    empty = Slot.objects.empty().filter(due_on__lte=until, agency__closed_on=None)
    told = SentReminder.objects.filter(
        slot=OuterRef("pk"), due_on=OuterRef("due_on"), rung=LADDER[-1].code
    )
    slots = empty.exclude(Exists(told)).select_related("agency", "item__entry")
    wanted = list(slots.order_by("due_on", "pk")[:BATCH])
    sent: dict[int, set[str]] = defaultdict(set)
    rows = SentReminder.objects.filter(slot__in=[slot.pk for slot in wanted])
    days = {slot.pk: slot.due_on for slot in wanted}
    for slot, due_on, rung in rows.values_list("slot", "due_on", "rung"):
        if days[slot] == due_on:
            sent[slot].add(rung)
    return [
        (slot, reminder)
        for slot in wanted
        for reminder in reminders_due(slot.due_on, today, calendar, sent[slot.pk])
    ]


def _kept(
    slot: Slot, reminder: Reminder, people: Iterable[User], today: date
) -> SentReminder:
    return SentReminder(
        slot=slot,
        due_on=slot.due_on,
        rung=reminder.rung.code,
        sent_on=today,
        recipients=[str(person) for person in people],
    )


def _send(letter: _Letter, today: date) -> None:
    count = len(letter.slots)
    words = ngettext(
        "%(count)d item is to be disclosed",
        "%(count)d items are to be disclosed",
        count,
    )
    lines = [_line(slot, today) for slot in letter.slots[:LISTED]]
    if count > LISTED:
        lines.append(_("and %(count)d more") % {"count": count - LISTED})
    text = _(
        "%(what)s:\n\n%(lines)s\n\nThe ledger with all of it: %(address)s\n\n"
        "Who posts from there has the period filled in already. Where there is nothing"
        " to disclose, say so there (情况说明).\n"
    ) % {
        "what": words % {"count": count},
        "lines": "\n".join(lines),
        "address": own_address(reverse("desk-ledger")),
    }
    subject = _("What your units owe: %s") % (words % {"count": count})
    send_mail(subject, text, None, [letter.person.email])


def _line(slot: Slot, today: date) -> str:
    words = _("%(unit)s: %(item)s, %(period)s, was due on %(due)s")
    if slot.due_on >= today:
        words = _("%(unit)s: %(item)s, %(period)s, due on %(due)s")
    return words % {
        "unit": slot.agency.label,
        "item": slot.item,
        "period": period_words(slot),
        "due": official_date(slot.due_on),
    }
