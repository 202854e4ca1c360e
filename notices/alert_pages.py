"""What the pages of alerts show: asking for one, confirming it, ending it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.days import official_moment
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.sealing import Unreadable

from .alert_mail import deliver_alert_mail
from .facets import list_address
from .forms.alerts import AlertForm
from .list_query import ListQuery, parse_query
from .models import SearchAlert
from .search_alerts import (
    CONFIRM,
    END,
    UNCONFIRMED,
    TooMany,
    ask_for,
    confirm,
    counts,
    end,
    is_open,
    may_be_written_to,
    of_signed,
    signed,
    wait_before_asking,
    watched,
)
from .searched_words import FOLLOWED, followed, words_of


@dataclass(frozen=True)
class Answer:
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    wait: int = 0


# --- Asking -------------------------------------------------------------------------


def empty_form(given: Mapping[str, str], state: SiteState) -> Answer:
    query = _query(given, state)
    return _form(query, AlertForm(query))


@sensitive_variables()
def asked(given: Mapping[str, str], address: str | None, state: SiteState) -> Answer:
    """The same answer whoever's the address is, and whether a mail went there or
    too many had gone already."""
    query = _query(given, state)
    form = AlertForm(query, given)
    if not form.is_valid():
        return _form(query, form)
    if wait := wait_before_asking(address):
        return _too_often(query, wait)
    email, rhythm = form.cleaned_data["email"], form.cleaned_data["rhythm"]
    if may_be_written_to(email):
        with transaction.atomic():
            mail = ask_for(email, followed(query), rhythm)
            deliver_alert_mail.enqueue(mail.pk)
    return Answer(
        "notices/alerts/asked.html",
        _frame(_("Look into your mail"))
        | {"words": words_of(query), "list_url": list_address(followed(query))}
        | {"days": UNCONFIRMED.days},
    )


def _form(query: ListQuery, form: AlertForm) -> Answer:
    context = {
        "form": form,
        "words": words_of(query),
        "list_url": list_address(followed(query)),
        "days": UNCONFIRMED.days,
    }
    return Answer("notices/alerts/form.html", _frame(_("Follow by mail")) | context)


def _too_often(query: ListQuery, wait: int) -> Answer:
    context = {
        "minutes": math.ceil(wait / 60),
        "list_url": list_address(followed(query)),
    }
    title = _("Asked too often")
    return Answer("notices/alerts/too_often.html", _frame(title) | context, 429, wait)


def _query(given: Mapping[str, str], state: SiteState) -> ListQuery:
    """The search in a form or an address; the form has fields of its own beside it."""
    return parse_query({name: given.get(name, "") for name in FOLLOWED}, state)


# --- Confirming and ending ----------------------------------------------------------


def confirming(text: str, state: SiteState) -> Answer | None:
    """The page with the button; None for an address that this site never made."""
    alert, is_known = _alert(text, CONFIRM)
    if not is_known:
        return None
    if alert is None or not is_open(alert):
        return _over(_("This link has been used or has run out"))
    if alert.confirmed_at:
        return _confirmed(alert, state)
    return _about(alert, state, "confirm", _("Confirm the alert"))


def confirmed(text: str, state: SiteState) -> Answer | None:
    alert, is_known = _alert(text, CONFIRM)
    if not is_known:
        return None
    try:
        return _confirmed(confirm(_there(alert)), state)
    except SearchAlert.DoesNotExist:
        return _over(_("This link has been used or has run out"))
    except TooMany:
        title = _("There are enough alerts for this address")
        return Answer("notices/alerts/too_many.html", _frame(title), 409)


def ending(text: str, state: SiteState) -> Answer | None:
    """The page with the button: who only looks, as programs that check mail for
    viruses do, ends nothing."""
    alert, is_known = _alert(text, END)
    if not is_known:
        return None
    if alert is None:
        return _ended()
    page = _about(alert, state, "end", _("End the alert"))
    others = SearchAlert.objects.filter(
        mailbox=alert.mailbox, confirmed_at__isnull=False
    ).count()
    page.context["number"] = others if others > 1 else 0
    return page


def ended(text: str, *, with_others: bool) -> Answer | None:
    alert, is_known = _alert(text, END)
    if not is_known:
        return None
    if alert:
        end(alert, with_others=with_others)
    return _ended()


def _confirmed(alert: SearchAlert, state: SiteState) -> Answer:
    return _about(alert, state, "confirmed", _("The alert is on"))


def _about(alert: SearchAlert, state: SiteState, name: str, title: str) -> Answer:
    """A page about one alert. Who holds its address may read what is searched for, and
    never the mail address."""
    try:
        query = parse_query(watched(alert).parameters, state)
    except Unreadable:
        query = ListQuery()
    context = {
        "words": words_of(query),
        "rhythm": alert.get_rhythm_display(),
        "until": official_moment(alert.asked_at + UNCONFIRMED),
        "list_url": list_address(followed(query)),
        "end_url": reverse("alert-end", args=[signed(alert, END)]),
    }
    return Answer(f"notices/alerts/{name}.html", _frame(title) | context)


def _over(title: str) -> Answer:
    return Answer("notices/alerts/over.html", _frame(title))


def _ended() -> Answer:
    return Answer("notices/alerts/ended.html", _frame(_("The alert has ended")))


def _alert(text: str, purpose: str) -> tuple[SearchAlert | None, bool]:
    """The alert of a signed number, if it is there; and whether the number is ours."""
    number = of_signed(text, purpose)
    if number is None:
        return None, False
    return SearchAlert.objects.filter(pk=number).first(), True


def _there(alert: SearchAlert | None) -> SearchAlert:
    if alert is None:
        raise SearchAlert.DoesNotExist
    return alert


def _frame(title: str) -> dict[str, Any]:
    return {
        "section": "notices",
        "title": title,
        "breadcrumbs": [
            {"title": _("Notices"), "url": reverse("notice-list")},
            {"title": title, "url": ""},
        ],
    }


# --- For the office -----------------------------------------------------------------


def alert_figures() -> dict[str, Any]:
    """Numbers only: addresses and searches are nobody's business here."""
    known = counts()
    figures = [
        (_("Alerts, once a day at most"), known["daily"]),
        (_("Alerts, once a week at most"), known["weekly"]),
        (_("Addresses with alerts"), known["mailboxes"]),
        (_("Not confirmed yet"), known["unconfirmed"]),
        (_("Mails sent in the last 30 days"), known["sent"]),
        (_("Mails waiting to be sent"), known["waiting"]),
        (_("Mails that could not be delivered"), known["given_up"]),
    ]
    return {
        "desk_section": "alerts",
        "figures": [{"label": label, "value": value} for label, value in figures],
    }
