"""How tests ask for alerts of searches, confirm them and let the clock run."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from notices.alert_mail import search_due
from notices.models import SearchAlert
from tests.mail_server import listening

MAILBOX = "li.xiaomei@example.org"
SITE = "https://www.qingyuan.gov.cn"
PAGE = re.compile(rf"{SITE}(/alerts/\S+)")


@pytest.fixture(autouse=True)
def mail(settings):
    settings.SITE_URL = SITE
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def server(settings):
    with listening(settings) as letters:
        yield letters


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


def ask(client, words="低保", email=MAILBOX, rhythm="daily", **more):
    sent = {"q": words, "email": email, "rhythm": rhythm, **more}
    return client.post(reverse("alert-new"), sent)


def page_in(letter) -> str:
    (address,) = PAGE.findall(letter.get_content())
    return str(address)


def begin(client, server, **asked) -> SearchAlert:
    """An alert that its reader confirmed."""
    ask(client, **asked)
    assert client.post(page_in(server.arrived.pop())).status_code == 200
    return SearchAlert.objects.latest("confirmed_at", "pk")


def next_morning(time_machine, days=1) -> str:
    time_machine.shift(timedelta(days=days))
    return search_due()
