"""Alerts of searches end with one press, and nobody learns whose they are."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import User
from notices.models import AlertMail, SearchAlert
from tests.factories import agency, member, published_notice

from . import alerting
from .alerting import MAILBOX, ask, begin, next_morning, page_in

pytestmark = pytest.mark.django_db

mail, server, monday = alerting.mail, alerting.server, alerting.monday


# --- Ending -------------------------------------------------------------------------


@pytest.fixture
def told(client, server, monday):
    """A mail of a confirmed alert."""
    begin(client, server)
    published_notice(title="低保公示")
    next_morning(monday)
    return server.arrived[0]


def test_one_press_in_a_mail_program_ends_the_alert(client, told):
    link = urlsplit(told["List-Unsubscribe"].strip(" <>")).path
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    answers = [
        client.post(link, {"List-Unsubscribe": "One-Click"}) for _press in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not SearchAlert.objects.exists()
    assert not AlertMail.objects.exists()


def test_looking_at_the_end_ends_nothing(client, told):
    page = client.get(page_in(told))

    assert '<form class="follow__ends" method="post">' in page.text
    assert SearchAlert.objects.exists()


def test_all_alerts_of_a_mailbox_end_together(client, server, told):
    begin(client, server, words="学区")
    begin(client, server, words="学区", email="wang@example.org")

    page = client.get(page_in(told))
    client.post(page_in(told), {"all": "1"})

    assert 'name="all"' in page.text
    assert SearchAlert.objects.count() == 1


def test_addresses_are_made_by_this_site_only(client, server, told):
    alert = SearchAlert.objects.get()
    mine = page_in(told).rsplit("/", 2)[1]
    made_up = [
        reverse("alert-end", args=[f"{alert.pk}:abc"]),
        reverse("alert-end", args=[str(alert.pk)]),
        reverse("alert-confirm", args=[mine]),
    ]

    for address in made_up:
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert SearchAlert.objects.exists()


# --- Nobody learns who ----------------------------------------------------------------


def test_no_table_holds_the_address_or_the_words_in_plain(client, server, told):
    ask(client, words="学区划分", email="wang@example.org")

    kept = "".join(
        str(list(model._default_manager.values())) for model in apps.get_models()
    )

    assert "alerts" not in kept.replace("search_alerts", "")
    for secret in (MAILBOX, "wang@", "学区划分"):
        assert secret not in kept


def test_what_the_mail_server_says_of_an_address_is_not_kept(client, server):
    ask(client, email="x@refused.example")

    mail = AlertMail.objects.get()
    assert mail.sent_at is None
    assert mail.last_error == "SMTPRecipientsRefused"


def test_nobody_learns_whether_an_address_is_known(client, server, settings):
    settings.ALERT_MAILS_A_MAILBOX = 2
    begin(client, server)

    answers = {ask(client).text for _time in range(3)}
    answers.add(ask(client, email="wang@example.org").text)

    assert len(answers) == 1
    assert [letter["To"] for letter in server.arrived] == [MAILBOX, "wang@example.org"]


def test_a_place_asks_a_few_times_an_hour(client, server, settings):
    settings.ALERT_REQUESTS_AN_ADDRESS = 1
    ask(client)

    answer = ask(client, email="wang@example.org")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert len(server.arrived) == 1


def test_the_site_sends_so_many_such_mails_a_day(client, server, settings):
    settings.ALERT_MAILS_A_DAY = 1
    ask(client)

    assert ask(client, email="wang@example.org").status_code == 200
    assert len(server.arrived) == 1


def test_a_key_that_is_gone_stops_nobody_elses_mail(client, server, monday, settings):
    begin(client, server)
    settings.FIELD_KEYS = ["another key that opens nothing of before"]
    begin(client, server, email="wang@example.org")
    published_notice(title="低保公示")

    next_morning(monday)

    assert [letter["To"] for letter in server.arrived] == ["wang@example.org"]


def test_the_office_sees_numbers_only(client, server, told):
    client.force_login(User.objects.create_superuser("root", "r@example.org", "x"))

    page = client.get(reverse("desk-alerts"))

    assert reverse("desk-alerts") in client.get(reverse("desk-home")).text
    assert page.status_code == 200
    assert [each["value"] for each in page.context["figures"]] == [1, 0, 1, 0, 2, 0, 0]
    assert MAILBOX not in page.text
    assert "低保" not in page.text.split("<main")[1]


def test_the_numbers_are_for_the_disclosure_office(client):
    client.force_login(member(Role.EDITOR, agency()))

    assert client.get(reverse("desk-alerts")).status_code == 403
