"""Alerts of searches: asked for by anybody, confirmed by whose mailbox it is, told
once, ended with one press. Mail leaves through a real server."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from notices.alert_mail import deliver_alert_mail, deliver_due, search_due
from notices.models import AlertMail, SearchAlert
from notices.publication import withdraw
from notices.search_alerts import forget
from tests.factories import (
    agency,
    board,
    corrected_notice,
    correction_of,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
)
from tests.mail_server import some_port

from . import alerting
from .alerting import MAILBOX, SITE, ask, begin, next_morning, page_in

pytestmark = pytest.mark.django_db

mail, server, monday = alerting.mail, alerting.server, alerting.monday


# --- Asking and confirming ----------------------------------------------------------


def test_the_results_offer_a_feed_and_a_form(client):
    published_notice(title="低保公示")

    page = client.get("/notices/", {"q": "低保"})

    assert f'action="{reverse("alert-new")}"' in page.text
    assert "/feeds/search.xml?q=" in page.text


def test_who_asks_gets_a_mail_without_the_words_that_were_typed(client, server):
    ask(client, words="特价促销")

    (letter,) = server.arrived
    assert letter["To"] == MAILBOX
    assert "特价" not in letter.get_content() + letter["Subject"]
    assert letter["List-Unsubscribe"] is None
    assert client.get(page_in(letter)).status_code == 200


def test_looking_at_the_link_confirms_nothing(client, server):
    ask(client)
    link = page_in(server.arrived[0])

    page = client.get(link)

    assert "低保" in page.text
    assert SearchAlert.objects.get().confirmed_at is None
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]


def test_nothing_is_told_before_it_is_confirmed(client, server, monday):
    ask(client)
    published_notice(title="低保公示")

    assert next_morning(monday) == "0 mails of alerts"


def test_what_nobody_confirms_is_erased_and_its_link_is_over(client, server, monday):
    ask(client)
    link = page_in(server.arrived[0])
    monday.shift(timedelta(days=3, minutes=1))

    client.post(link)

    assert SearchAlert.objects.get().confirmed_at is None
    assert forget() == "1 alerts forgotten"
    assert not SearchAlert.objects.exists()
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "nobody"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"email": ""},
        {"rhythm": "hourly"},
        {"words": ""},
        {"words": "  \x00 "},
        {"board": "nowhere"},
    ],
)
def test_what_is_filled_in_badly_is_said_and_sends_nothing(client, server, sent):
    answer = ask(client, **sent)

    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert server.arrived == []
    assert not SearchAlert.objects.exists()


def test_a_second_request_for_the_same_changes_the_rhythm(client, server):
    first = begin(client, server, rhythm="weekly")

    begin(client, server, rhythm="daily", email=MAILBOX.upper())

    alert = SearchAlert.objects.get()
    assert (alert.pk, alert.rhythm) == (first.pk, "daily")


def test_a_mailbox_has_so_many_alerts_and_no_more(client, server, settings):
    settings.ALERTS_A_MAILBOX = 1
    begin(client, server)
    ask(client, words="学区")

    answer = client.post(page_in(server.arrived[0]))

    assert answer.status_code == 409
    assert SearchAlert.objects.filter(confirmed_at__isnull=False).count() == 1


# --- What is told -------------------------------------------------------------------


def test_what_is_new_is_told_in_the_morning_and_only_once(client, server, monday):
    published_notice(title="旧的低保公示")
    monday.shift(timedelta(minutes=1))
    begin(client, server)
    monday.shift(timedelta(hours=1))
    new = published_notice(title="第四季度低保公示")
    published_notice(title="修路通知")

    told = [search_due(), next_morning(monday), next_morning(monday)]

    (letter,) = server.arrived
    assert told == ["0 mails of alerts", "1 mails of alerts", "0 mails of alerts"]
    assert f"{SITE}{new.get_absolute_url()}" in letter.get_content()
    assert "第四季度低保公示" in letter.get_content()
    assert "旧的" not in letter.get_content()
    assert "修路" not in letter.get_content()


def test_once_a_week_is_once_a_week(client, server, monday):
    begin(client, server, rhythm="weekly")
    published_notice(title="低保公示")

    told = [next_morning(monday) for _day in range(7)]

    assert told == [*["0 mails of alerts"] * 6, "1 mails of alerts"]


def test_filters_of_the_search_hold_for_the_mail(client, server, monday):
    town = agency("青石镇", code="town")
    begin(client, server, branch="town")
    published_notice(title="县里的低保公示")
    published_notice(title="镇里的低保公示", unit=town)

    next_morning(monday)

    assert "镇里的" in server.arrived[0].get_content()
    assert "县里的" not in server.arrived[0].get_content()


def test_a_search_whose_board_is_gone_tells_nothing(client, server, monday):
    where = board(slug="welfare")
    begin(client, server, board="welfare")
    published_notice(title="低保公示")
    type(where).objects.filter(pk=where.pk).update(slug="moved")

    assert next_morning(monday) == "0 mails of alerts"


def test_neither_drafts_nor_internal_nor_corrections_are_told(client, server, monday):
    old = published_notice(title="低保公示")
    monday.shift(timedelta(minutes=1))
    begin(client, server)
    monday.shift(timedelta(hours=1))
    published_notice(title="内部的低保通知", audience="staff")
    draft_notice(title="低保草稿")
    submitted_notice(title="低保送审稿")
    correction_of(published_notice(title="修路"), title="低保更正稿")
    corrected_notice(old, title="低保公示（更正）")

    assert next_morning(monday) == "0 mails of alerts"
    assert server.arrived == []


def test_what_is_withdrawn_before_the_mail_leaves_is_not_told(
    client, server, monday, settings
):
    begin(client, server)
    gone = published_notice(title="低保名单")
    stays = published_notice(title="低保政策")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, some_port()
    next_morning(monday)
    approver = member(Role.APPROVER, gone.agency)
    withdraw(gone, by=approver, ground="wrong", reason="名单有误。")
    settings.EMAIL_PORT = port
    monday.shift(timedelta(minutes=5))

    deliver_due()

    assert stays.title in server.arrived[0].get_content()
    assert gone.title not in server.arrived[0].get_content()


def test_a_mail_that_has_nothing_left_to_tell_does_not_leave(
    client, server, monday, settings
):
    begin(client, server)
    gone = published_notice(title="低保名单")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, some_port()
    next_morning(monday)
    approver = member(Role.APPROVER, gone.agency)
    withdraw(gone, by=approver, ground="wrong", reason="名单有误。")
    settings.EMAIL_PORT = port
    monday.shift(timedelta(minutes=5))

    deliver_due()

    assert server.arrived == []


def test_of_many_new_ones_a_mail_names_the_newest_and_where_all_are(
    client, server, monday, monkeypatch
):
    monkeypatch.setattr("notices.alert_mail.TOLD", 2)
    begin(client, server)
    for number in range(4):
        published_notice(title=f"低保公示{number}")

    next_morning(monday)

    text = server.arrived[0].get_content()
    assert "低保公示3" in text
    assert "低保公示1" not in text
    assert "order=newest" in text


def test_a_notice_of_the_last_minutes_waits_for_the_next_mail(client, server, monday):
    """The texts of its files are still being read."""
    begin(client, server)
    monday.shift(timedelta(days=1, minutes=-1))
    late = published_notice(title="低保公示")
    monday.shift(timedelta(minutes=1))

    told = [search_due(), next_morning(monday)]

    assert told == ["0 mails of alerts", "1 mails of alerts"]
    assert late.title in server.arrived[0].get_content()


# --- Broken off ---------------------------------------------------------------------


def test_a_server_that_is_down_loses_no_mail_and_sends_none_twice(
    client, server, monday, settings
):
    begin(client, server)
    published_notice(title="低保公示")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, some_port()
    next_morning(monday)
    settings.EMAIL_PORT = port
    monday.shift(timedelta(minutes=5))

    lines = [deliver_due(), deliver_due(), search_due()]

    assert lines[:2] == ["1 mails of alerts sent", "0 mails of alerts sent"]
    assert len(server.arrived) == 1
    assert AlertMail.objects.latest("pk").notices == []


def test_a_mail_outlasts_a_weekend_without_a_mail_server(
    client, server, monday, settings
):
    begin(client, server)
    new = published_notice(title="低保公示")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, some_port()
    next_morning(monday)
    dead_until = clock.now() + timedelta(days=3)
    while clock.now() < dead_until:
        monday.move_to(AlertMail.objects.latest("pk").next_try_at, tick=False)
        deliver_due()
    settings.EMAIL_PORT = port
    monday.shift(timedelta(hours=4))

    line = deliver_due()

    assert line == "1 mails of alerts sent"
    assert new.title in server.arrived[0].get_content()


def test_an_alert_that_fails_has_told_nothing_and_holds_up_no_other(
    client, server, monday, monkeypatch
):
    begin(client, server)
    monday.shift(timedelta(seconds=1))
    begin(client, server, email="wang@example.org")
    published_notice(title="低保公示")
    enqueue, calls = deliver_alert_mail.enqueue, []

    def fail_once(pk):
        calls.append(pk)
        if len(calls) == 1:
            raise RuntimeError("the queue is full")
        return enqueue(pk)

    queue = SimpleNamespace(enqueue=fail_once)
    monkeypatch.setattr("notices.alert_mail.deliver_alert_mail", queue)

    told = [next_morning(monday), search_due()]
    monday.shift(timedelta(hours=1))
    told.append(search_due())

    one, none = "1 mails of alerts", "0 mails of alerts"
    assert told == [one, none, one]
    assert [letter["To"] for letter in server.arrived] == ["wang@example.org", MAILBOX]
    assert AlertMail.objects.exclude(notices=[]).count() == 0


def test_of_two_clocks_one_tells(client, server, monday, monkeypatch):
    begin(client, server)
    published_notice(title="低保公示")
    search, again = "notices.alert_mail._new", []

    def another_clock_comes_first(alert, up_to):
        monkeypatch.undo()
        again.append(search_due())
        return [1]

    monkeypatch.setattr(search, another_clock_comes_first)

    assert next_morning(monday) == "0 mails of alerts"
    assert again == ["1 mails of alerts"]
    assert len(server.arrived) == 1


def test_a_run_searches_for_so_many_alerts(client, server, monday, monkeypatch):
    monkeypatch.setattr("notices.alert_mail.BATCH", 1)
    begin(client, server)
    begin(client, server, email="wang@example.org")
    published_notice(title="低保公示")

    told = [next_morning(monday), search_due(), search_due()]

    assert told == ["1 mails of alerts", "1 mails of alerts", "0 mails of alerts"]
    assert len({letter["To"] for letter in server.arrived}) == 2


def test_a_mailbox_that_takes_no_mail_is_forgotten(client, server, monday):
    alert = begin(client, server)
    for _mail in range(3):
        AlertMail.objects.create(alert=alert, created_at=alert.asked_at)

    forget()

    assert not SearchAlert.objects.exists()
