"""Warnings by mail before a letter's time ends (预警): the clerk on the working day
before, clerk and head on the day, both and then the office after it; all three when
nobody has answered for two months. Of the day by which it is to be accepted or refused
(受理期限) the clerk hears before and on it, the others after it.

One mail a person and run; each warning is kept and goes out once. A mail names numbers
and days alone: its reader may not be the one who opens it. Whom a letter accuses gets
none of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from directories.catalogue_reminders import (
    Reader,
    Reminder,
    Rung,
    last_due_day_told,
    reminders_due,
)
from directories.models import GroupMember, Role
from directories.nearest_seats import NearestSeats
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import LOCAL, local_day, official_date
from disclosure_portal.foundation.models import SiteState, User
from disclosure_portal.foundation.qr_codes import own_address

from .clocks import alarm_from
from .letter_clock import grades
from .models import Letter, LetterStatus, LetterWarning

ROLES = {
    Reader.CLERK: Role.MAILBOX_CLERK,
    Reader.HEAD: Role.APPROVER,
    Reader.OFFICE: Role.OVERSEER,
}
ALARM = "alarm"
# With which the codes of rungs begin that speak of the day of acceptance.
ACCEPTANCE = "accept_"
# When the day's warnings go out at the earliest, in the county's time.
HOUR = 8
# Of one run; the next one takes those that are left.
BATCH = 2_000
# In one mail; the inbox has the rest.
LISTED = 50


class Due(NamedTuple):
    """What is said of a letter today: the rung, the day it speaks of (to accept it by,
    or to answer it), and to whom."""

    letter: Letter
    rung: str
    due_on: date
    readers: tuple[Reader, ...]


def ladder() -> tuple[Rung, ...]:
    """By the office's own days (LETTER_WARNED_DAYS and the two others)."""
    days = grades()
    return (
        Rung("clerk_ahead", Reader.CLERK, -days.warned),
        Rung("clerk_due", Reader.CLERK, 0),
        Rung("head_due", Reader.HEAD, 0),
        Rung("clerk_late", Reader.CLERK, days.late),
        Rung("head_late", Reader.HEAD, days.late),
        Rung("office_late", Reader.OFFICE, days.very_late),
    )


def acceptance_ladder() -> tuple[Rung, ...]:
    """By the same days; the head hears of it when it is missed."""
    days = grades()
    return (
        Rung(f"{ACCEPTANCE}clerk_ahead", Reader.CLERK, -days.warned),
        Rung(f"{ACCEPTANCE}clerk_due", Reader.CLERK, 0),
        Rung(f"{ACCEPTANCE}clerk_late", Reader.CLERK, days.late),
        Rung(f"{ACCEPTANCE}head_late", Reader.HEAD, days.late),
        Rung(f"{ACCEPTANCE}office_late", Reader.OFFICE, days.very_late),
    )


def warn() -> str:
    """Wired to tick; may run again at any time."""
    now = clock.now()
    if now.astimezone(LOCAL).hour < HOUR:
        return "0 warnings"
    return _warn(local_day(now))


@transaction.atomic
def _warn(today: date) -> str:
    """Rows and mails, both or neither; they leave after that."""
    SiteState.objects.hold()
    due = [*_not_accepted(today), *_running_out(today), *_silent(today)]
    told: dict[User, list[Due]] = defaultdict(list)
    kept = []
    for warning, people in _with_people(due):
        for person in people:
            told[person].append(warning)
        names = [str(person) for person in people]
        kept.append(
            LetterWarning(
                letter=warning.letter,
                rung=warning.rung,
                due_on=warning.due_on,
                sent_on=today,
                recipients=names,
            )
        )
    LetterWarning.objects.bulk_create(kept, batch_size=500)
    with translation.override(settings.LANGUAGE_CODE):
        for person, warnings in told.items():
            _send(person, warnings, today)
    return f"{len(kept)} warnings to {len(told)} people"


# --- Of what -------------------------------------------------------------------------


def _running_out(today: date) -> Iterator[Due]:
    """Letters whose time runs, near its end or past it."""
    runs = Q(paused_on=None) | Q(paused_on__gte=F("due_on"))
    rows = Letter.objects.unfinished().filter(runs)
    for letter, one in _reminded(rows, "due_on", ladder(), today):
        yield Due(letter, one.rung.code, letter.due_on, (one.rung.reader,))


def _not_accepted(today: date) -> Iterator[Due]:
    """Letters of which nobody has said whether they are taken on. What came in today
    is on top of the inbox: the day of receipt is none to remind of it."""
    rows = Letter.objects.unfinished().filter(status=LetterStatus.SUBMITTED)
    for letter, one in _reminded(rows, "accept_due_on", acceptance_ladder(), today):
        if one.fell_on > letter.received_on:
            day, readers = letter.accept_due_on, (one.rung.reader,)
            yield Due(letter, one.rung.code, day, readers)


def _reminded(
    rows: QuerySet[Letter], day: str, rungs: tuple[Rung, ...], today: date
) -> Iterator[tuple[Letter, Reminder]]:
    """Of a day that is a column: what was not said of it yet."""
    calendar = work_calendar.current()
    last = max(rungs, key=lambda rung: rung.working_days).code
    until = last_due_day_told(today, calendar, rungs)
    letters = _not_told(
        rows.filter(**{f"{day}__lte": until}), last, due_on=OuterRef(day)
    )
    sent: dict[tuple[int, date], set[str]] = defaultdict(set)
    known = LetterWarning.objects.filter(letter__in=letters)
    for letter_id, due_on, rung in known.values_list("letter", "due_on", "rung"):
        sent[letter_id, due_on].add(rung)
    for letter in letters:
        due: date = getattr(letter, day)
        before = sent[letter.pk, due]
        for one in reminders_due(due, today, calendar, before, rungs):
            yield letter, one


def _silent(today: date) -> Iterator[Due]:
    """Letters that nobody has answered for two months."""
    for letter in _not_told(Letter.objects.silent(today), ALARM):
        day = alarm_from(letter.received_on)
        yield Due(letter, ALARM, day, tuple(Reader))


def _not_told(rows: QuerySet[Letter], rung: str, **more: OuterRef) -> list[Letter]:
    told = LetterWarning.objects.filter(letter=OuterRef("pk"), rung=rung, **more)
    beside = ("agency", "intake")
    rows = rows.exclude(Exists(told)).select_related(*beside)
    return list(rows.order_by("due_on", "pk")[:BATCH])


# --- To whom -------------------------------------------------------------------------


def _with_people(due: Iterable[Due]) -> list[tuple[Due, list[User]]]:
    """Each with those who may read its letter, in no order; a query a person."""
    due = list(due)
    seats, groups = NearestSeats(ROLES.values()), _members(due)
    asked = [(warning, _readers(warning, seats, groups)) for warning in due]
    letters_of: dict[User, set[int]] = defaultdict(set)
    for warning, people in asked:
        for person in people:
            letters_of[person].add(warning.letter.pk)
    seen = {
        person: set(
            Letter.objects.visible_to(person)
            .filter(pk__in=keys)
            .order_by()
            .values_list("pk", flat=True)
        )
        for person, keys in letters_of.items()
    }
    return [
        (warning, [person for person in people if warning.letter.pk in seen[person]])
        for warning, people in asked
    ]


def _members(due: Iterable[Due]) -> dict[int, list[User]]:
    groups = {warning.letter.group_id for warning in due} - {None}
    rows = GroupMember.objects.filter(group__in=groups, user__is_active=True).exclude(
        user__email=""
    )
    found: dict[int, list[User]] = defaultdict(list)
    for row in rows.select_related("user"):
        if row.user is not None:
            found[row.group_id].append(row.user)
    return found


def _readers(
    warning: Due, seats: NearestSeats, groups: dict[int, list[User]]
) -> list[User]:
    """The group that has the letter, else the nearest of each role; the office is that
    of the unit that took it in."""
    letter = warning.letter
    if letter.group_id is not None:
        return groups.get(letter.group_id, [])
    found: dict[int, User] = {}
    for reader in warning.readers:
        unit = letter.intake if reader == Reader.OFFICE else letter.agency
        for person in seats.of(unit.path, ROLES[reader]):
            found[person.pk] = person
    return list(found.values())


# --- The mail ------------------------------------------------------------------------


def _send(person: User, warnings: list[Due], today: date) -> None:
    lines = list(dict.fromkeys(_line(warning, today) for warning in warnings))
    count = len({warning.letter.pk for warning in warnings})
    words = ngettext(
        "%(count)d letter needs you", "%(count)d letters need you", count
    ) % {"count": count}
    if len(lines) > LISTED:
        more = _("and %(count)d more") % {"count": len(lines) - LISTED}
        lines = [*lines[:LISTED], more]
    text = _(
        "%(what)s:\n\n%(lines)s\n\nThe inbox, what runs out first: %(address)s\n"
    ) % {
        "what": words,
        "lines": "\n".join(lines),
        "address": own_address(reverse("desk-letters")),
    }
    send_mail(_("Letters whose time runs out: %s") % words, text, None, [person.email])


def _line(warning: Due, today: date) -> str:
    said = _acceptance if warning.rung.startswith(ACCEPTANCE) else _answer
    return said(warning, today) % {
        "number": warning.letter.number,
        "due": official_date(warning.due_on),
    }


def _acceptance(warning: Due, today: date) -> str:
    if warning.due_on > today:
        return _("%(number)s: to be accepted or refused by %(due)s")
    if warning.due_on == today:
        return _("%(number)s: to be accepted or refused today")
    return _("%(number)s: was to be accepted or refused by %(due)s")


def _answer(warning: Due, today: date) -> str:
    if warning.rung == ALARM:
        return _("%(number)s: nobody has answered for two months")
    if warning.due_on > today:
        return _("%(number)s: to be answered by %(due)s")
    if warning.due_on == today:
        return _("%(number)s: to be answered today")
    return _("%(number)s: was to be answered by %(due)s")
