"""Two clocks, two presses: an alert is told once and is one alert."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from disclosure_portal.foundation import clock
from notices.alert_mail import deliver_due, search_due
from notices.models import AlertMail, SearchAlert
from notices.search_alerts import ask_for, confirm
from tests.factories import published_notice

from .test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]


def asked(email="li@example.org"):
    return ask_for(email, {"q": "低保"}, "daily").alert


def test_two_clocks_tell_once():
    alerts = [confirm(asked(f"{number}@example.org")) for number in range(5)]
    with clock.frozen_at(clock.now() - timedelta(hours=1)):
        published_notice(title="低保公示")
    AlertMail.objects.all().delete()
    SearchAlert.objects.update(told_up_to=0, due_at=clock.now())

    failures = at_once(search_due, search_due, deliver_due, deliver_due)
    deliver_due()

    assert failures == []
    assert AlertMail.objects.count() == len(alerts)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        f"{number}@example.org" for number in range(5)
    ]


def test_two_requests_for_the_same_confirmed_at_once_are_one_alert():
    alerts = [asked(), asked()]

    failures = at_once(*(lambda each=each: confirm(each) for each in alerts))

    assert failures == []
    assert SearchAlert.objects.count() == 1
    assert SearchAlert.objects.get().confirmed_at
