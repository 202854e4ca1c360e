"""The mails of alerts: which notices are new, and the letters as they leave.

Searching and writing are two steps. The first takes the alert's place in time and
leaves a row with the numbers of what is new, in one transaction: broken off, it was
not done at all. The second makes the text of what is public at that moment.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.debug import sensitive_variables
from django_tasks import task

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date, official_moment
from disclosure_portal.foundation.mail import due_of, outgoing, try_once
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.qr_codes import own_address
from disclosure_portal.foundation.sealing import Unreadable
from disclosure_portal.foundation.search.writing import docid_of

from .facets import list_address
from .list_query import NEWEST_FIRST, parse_query
from .models import AlertMail, Notice, SearchAlert
from .search_alerts import (
    CONFIRM,
    END,
    UNCONFIRMED,
    is_open,
    next_due,
    signed,
    watched,
)
from .search_list import NoticeSearch
from .searched_words import words_of

# Alerts searched for in one run.
BATCH = 200
# So many notices stand in a mail; the list shows the others.
TOLD = 20
# What was published in the last minutes is told next time: the texts of its files are
# still being read.
SETTLED = timedelta(minutes=15)

# What failed is tried again after this.
LATER = timedelta(hours=1)

logger = logging.getLogger(__name__)


class Undelivered(OSError):
    """What the mail server said is not kept: it repeats the address."""


# --- What is new --------------------------------------------------------------------


def search_due() -> str:
    """Search for the alerts that are due. Wired to tick."""
    due = SearchAlert.objects.filter(due_at__lte=clock.now()).order_by("due_at", "pk")
    made = sum(_searched(alert) for alert in due[:BATCH])
    return f"{made} mails of alerts"


def _searched(alert: SearchAlert) -> bool:
    try:
        return _search(alert)
    except Exception:  # one alert must not hold up the others
        logger.exception("The alert %s could not be searched for", alert.pk)
        mine = SearchAlert.objects.filter(pk=alert.pk, due_at=alert.due_at)
        mine.update(due_at=clock.now() + LATER)
        return False


def _search(alert: SearchAlert) -> bool:
    now = clock.now()
    up_to = docid_of(now - SETTLED) - 1
    found = _new(alert, up_to)
    with transaction.atomic():
        # Moving both places first keeps two clocks from telling the same.
        taken = SearchAlert.objects.filter(
            pk=alert.pk, due_at=alert.due_at, told_up_to=alert.told_up_to
        ).update(
            due_at=next_due(now, alert.rhythm), told_up_to=max(alert.told_up_to, up_to)
        )
        if taken and found:
            mail = AlertMail.objects.create(
                alert=alert, created_at=now, next_try_at=now, notices=found
            )
            deliver_alert_mail.enqueue(mail.pk)
    return bool(taken and found)


def _new(alert: SearchAlert, up_to: int) -> list[int]:
    """The newest that were not told yet, one more than a mail holds. None where the
    search names what is not there any more: it would find too much."""
    try:
        parameters = watched(alert).parameters
    except Unreadable:
        return []
    query = parse_query(parameters, SiteState.objects.current())
    if query.errors or not query.q:
        return []
    hits = NoticeSearch(query).finder.newest(TOLD + 1, up_to + 1)
    return [hit.object_id for hit in hits if hit.docid > alert.told_up_to]


# --- Letters ------------------------------------------------------------------------


@task()
def deliver_alert_mail(pk: int) -> str:
    return "sent" if try_once(AlertMail, pk, _send) else "not sent"


def deliver_due() -> str:
    """Try again what is due. Wired to tick."""
    sent = sum(try_once(AlertMail, pk, _send) for pk in due_of(AlertMail))
    return f"{sent} mails of alerts sent"


@sensitive_variables()
def _send(mail: AlertMail) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        letter = _letter(mail)
    if letter is None:
        return
    try:
        letter.send()
    except (OSError, ValueError) as error:
        raise Undelivered(type(error).__name__) from None


@sensitive_variables()
def _letter(mail: AlertMail) -> EmailMessage | None:
    """None where nothing is left to say."""
    alert = SearchAlert.objects.filter(pk=mail.alert_id).first()
    if alert is None or not is_open(alert):
        return None
    email, parameters = watched(alert)
    state = SiteState.objects.current()
    name = state.name or settings.SITE_URL
    if alert.confirmed_at is None:
        subject, text = _asking(alert, name)
    elif told := _rows(mail.notices):
        subject, text = _digest(alert, parameters, told, name, state)
    else:
        return None
    return EmailMessage(
        subject,
        text,
        None,
        [email],
        connection=outgoing(),
        headers=_headers(alert, mail),
    )


def _headers(alert: SearchAlert, mail: AlertMail) -> dict[str, str]:
    """A second attempt is the same letter; one press ends the alert (RFC 8058)."""
    headers = {
        "Message-ID": f"<alert-{alert.pk}-{mail.pk}@"
        f"{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if alert.confirmed_at:
        headers["List-Unsubscribe"] = f"<{page_of(alert, END)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _asking(alert: SearchAlert, name: str) -> tuple[str, str]:
    """No words of whoever asked: they may be an advertisement."""
    text = _(
        "Hello,\n\n"
        "on the site “%(site)s” somebody, you we hope, asked for mail to this address"
        " whenever a search finds something new.\n\n"
        "To say yes, open this address before %(until)s and press “Confirm”:\n\n"
        "%(address)s\n\n"
        "If it was not you, do nothing: the address is deleted then, and no other"
        " mail comes.\n"
    )
    until = official_moment(alert.asked_at + UNCONFIRMED)
    named = {"site": name, "until": until, "address": page_of(alert, CONFIRM)}
    return _("Please confirm - %(site)s") % named, text % named


def _digest(
    alert: SearchAlert,
    parameters: dict[str, str],
    told: list[dict[str, Any]],
    name: str,
    state: SiteState,
) -> tuple[str, str]:
    query = parse_query(parameters, state)
    count = f"{TOLD}+" if len(told) > TOLD else str(len(told))
    named = {
        "site": name,
        "words": words_of(query),
        "q": query.q,
        "count": count,
        "rows": "\n".join(_row(row, at) for at, row in enumerate(told[:TOLD], start=1)),
        "all": own_address(list_address(parameters | {"order": NEWEST_FIRST})),
        "rhythm": alert.get_rhythm_display(),
        "end": page_of(alert, END),
    }
    subject = ngettext(
        "%(count)s new notice for “%(q)s” - %(site)s",
        "%(count)s new notices for “%(q)s” - %(site)s",
        len(told),
    )
    text = _(
        "Hello,\n\n"
        "New on the site “%(site)s” for your search %(words)s:\n\n"
        "%(rows)s\n"
        "All that it finds, newest first:\n%(all)s\n\n"
        "--\n"
        "You asked for this mail (%(rhythm)s). To end it, open this address and press"
        " once; your address is deleted then:\n%(end)s\n"
    )
    return subject % named, text % named


def _row(row: dict[str, Any], at: int) -> str:
    day = official_date(local_day(row["published_at"]))
    unit = row["agency__short_name"] or row["agency__name"]
    address = own_address(reverse("notice-detail", args=[row["pk"]]))
    return f"{at}. {row['title']}\n   {unit}　{day}\n   {address}\n"


def _rows(keys: list[int]) -> list[dict[str, Any]]:
    """Of these, what is public now, newest first."""
    notices = Notice.objects.public().filter(pk__in=keys).newest_first()
    columns = ("pk", "title", "published_at", "agency__name", "agency__short_name")
    return list(notices.values(*columns))


def page_of(alert: SearchAlert, purpose: str) -> str:
    """The whole address of a page about the alert."""
    return own_address(reverse(f"alert-{purpose}", args=[signed(alert, purpose)]))
