"""Alerts of searches, for readers without an account: asked for, confirmed, ended.

Who typed an address need not own it, so nothing goes there before its owner said yes,
but one mail, which carries no words of the asker's. Address and words lie encrypted
and go with the alert. Pages are reached by signed numbers that only the mails hold.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Q
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.limits import (
    DAY,
    Attempt,
    count,
    network_of,
)
from disclosure_portal.foundation.sealing import opened, sealed
from disclosure_portal.foundation.search.writing import docid_of

from .models import AlertMail, AlertRhythm, SearchAlert

PURPOSE = "notices.search_alerts"
CONFIRM, END = "confirm", "end"
# For so long a link that asks to confirm holds; then all is forgotten.
UNCONFIRMED = timedelta(days=3)
# Mails that left, or that nobody tries any more, are counted for so long.
MAILS_KEPT = timedelta(days=30)
GIVEN_UP = Q(sent_at__isnull=True, next_try_at__isnull=True)
# After so many of them a mailbox is taken for gone.
LOST = 3
# When mails go out at the earliest, in the county's time.
HOUR = 8
DAYS = {AlertRhythm.DAILY: 1, AlertRhythm.WEEKLY: 7}
# Of so many alerts in one run.
MOST = 500


class Watched(NamedTuple):
    """Who watches, and the search as an address spells it."""

    email: str
    parameters: dict[str, str]


class TooMany(Exception):
    """The mailbox has as many alerts as it may have."""


# --- Limits -------------------------------------------------------------------------


def wait_before_asking(address: str | None) -> int:
    """Count one request from a place; the seconds to wait if there were too many."""
    place = network_of(address)
    return count([Attempt("alert place", place, settings.ALERT_REQUESTS_AN_ADDRESS)])


@sensitive_variables("email")
def may_be_written_to(email: str) -> bool:
    """Count one mail that asks to confirm; not to one mailbox many times a day, and
    not from this site without end: strangers typed the addresses."""
    limits = [
        Attempt(
            "alert mailbox", mailbox_of(email), settings.ALERT_MAILS_A_MAILBOX, DAY
        ),
        Attempt("alert site", "", settings.ALERT_MAILS_A_DAY, DAY),
    ]
    return not count(limits)


# --- Deeds --------------------------------------------------------------------------


@sensitive_variables()
def ask_for(email: str, parameters: Mapping[str, str], rhythm: str) -> AlertMail:
    """An alert that waits for its confirmation, and the mail that asks for it."""
    now = clock.now()
    words = json.dumps({"email": email, "parameters": parameters}, sort_keys=True)
    mailbox = mailbox_of(email)
    alert = SearchAlert.objects.create(
        sealed=sealed(PURPOSE, words),
        mailbox=mailbox,
        search=_digest(f"{mailbox}\0{json.dumps(parameters, sort_keys=True)}"),
        rhythm=rhythm,
        asked_at=now,
        told_up_to=docid_of(now),
    )
    return AlertMail.objects.create(alert=alert, created_at=now, next_try_at=now)


@transaction.atomic
def confirm(alert: SearchAlert) -> SearchAlert:
    """Begin it. One of the mailbox that watches the same already goes on under the new
    rhythm instead, so that the mails it sent still lead to its end.

    Raises TooMany, SearchAlert.DoesNotExist for one that is over meanwhile.
    """
    same = SearchAlert.objects.select_for_update().filter(mailbox=alert.mailbox)
    held = {each.pk: each for each in same}
    mine = held.get(alert.pk)
    if mine is None or not is_open(mine):
        raise SearchAlert.DoesNotExist
    if mine.confirmed_at:
        return mine
    confirmed = [each for each in held.values() if each.confirmed_at]
    before = next((each for each in confirmed if each.search == mine.search), None)
    if before is None and len(confirmed) >= settings.ALERTS_A_MAILBOX:
        raise TooMany
    going_on = before or mine
    now = clock.now()
    going_on.rhythm, going_on.due_at = mine.rhythm, next_due(now, mine.rhythm)
    going_on.confirmed_at = going_on.confirmed_at or now
    going_on.save(update_fields=["rhythm", "due_at", "confirmed_at"])
    if before:
        mine.delete()
    return going_on


def end(alert: SearchAlert, *, with_others: bool = False) -> int:
    """Forget the alert, or all of its mailbox; how many alerts went."""
    rows = Q(mailbox=alert.mailbox) if with_others else Q(pk=alert.pk)
    return SearchAlert.objects.filter(rows).delete()[1].get(SearchAlert._meta.label, 0)


def forget() -> str:
    """Erase what nobody confirmed in time, alerts whose mail does not arrive, and mails
    of long ago. Wired to tick."""
    now = clock.now()
    late = Q(confirmed_at__isnull=True, asked_at__lt=now - UNCONFIRMED)
    keys = list(SearchAlert.objects.filter(late).values_list("pk", flat=True)[:MOST])
    SearchAlert.objects.filter(late, pk__in=keys).delete()
    undelivered = AlertMail.objects.filter(GIVEN_UP).values("alert")
    lost = undelivered.annotate(mails=Count("pk")).filter(mails__gte=LOST)
    gone = list(lost.values_list("alert", flat=True)[:MOST])
    SearchAlert.objects.filter(pk__in=gone).delete()
    AlertMail.objects.filter(
        Q(next_try_at__isnull=True), created_at__lt=now - MAILS_KEPT
    ).delete()
    return f"{len(keys) + len(gone)} alerts forgotten"


# --- What is known ------------------------------------------------------------------


@sensitive_variables()
def watched(alert: SearchAlert) -> Watched:
    """Whom to write to, and of what. No page of staff reads it: only the mails, and
    the pages that their signed addresses lead to. Raises Unreadable."""
    return Watched(**json.loads(opened(PURPOSE, alert.sealed)))


def is_open(alert: SearchAlert) -> bool:
    """Is it confirmed, or may it still be?"""
    ends_at = alert.asked_at + UNCONFIRMED
    return alert.confirmed_at is not None or clock.now() < ends_at


def next_due(now: datetime, rhythm: str) -> datetime:
    """The next morning on which a mail may go out."""
    local = now.astimezone(LOCAL)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=DAYS[AlertRhythm(rhythm)])


def signed(alert: SearchAlert, purpose: str) -> str:
    """The end of the address of a page about it."""
    return _signer(purpose).sign(str(alert.pk))


def of_signed(text: str, purpose: str) -> int | None:
    """The number in such an address; None for one that this site never made."""
    try:
        return int(_signer(purpose).unsign(text))
    except (signing.BadSignature, ValueError):
        return None


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"{PURPOSE}.{purpose}")


def counts() -> dict[str, Any]:
    """What the office may know: numbers, no addresses and no words; two queries."""
    is_confirmed = Q(confirmed_at__isnull=False)
    alerts = SearchAlert.objects.aggregate(
        daily=Count("pk", filter=is_confirmed & Q(rhythm=AlertRhythm.DAILY)),
        weekly=Count("pk", filter=is_confirmed & Q(rhythm=AlertRhythm.WEEKLY)),
        mailboxes=Count("mailbox", filter=is_confirmed, distinct=True),
        unconfirmed=Count("pk", filter=~is_confirmed),
    )
    mails = AlertMail.objects.aggregate(
        sent=Count("pk", filter=Q(sent_at__gte=clock.now() - MAILS_KEPT)),
        waiting=Count("pk", filter=Q(next_try_at__isnull=False)),
        given_up=Count("pk", filter=GIVEN_UP),
    )
    return {**alerts, **mails}


@sensitive_variables("email")
def mailbox_of(email: str) -> str:
    """By which a mailbox is known again: nobody without the key can make it."""
    return _digest(email.strip().casefold())


@sensitive_variables("value")
def _digest(value: str) -> str:
    key = f"{PURPOSE}\0{settings.LOOKUP_KEY}".encode()
    return hmac.digest(key, value.encode(), "sha256").hex()
