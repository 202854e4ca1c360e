"""Mail about what waits leaves through a real server, as each person chose."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import OutgoingMail
from notices.desk_mail import choose_mail, send_digests
from notices.models import DeskMail, MailMode
from tests.factories import agency, member, submitted_notice
from tests.factories.chains import audited_unit, notice_at, pass_step
from tests.mail_server import listening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = "disclosure_portal.foundation.mail.OutboxBackend"
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5
    with listening(settings) as letters:
        yield letters


@pytest.fixture
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


def sent_to(person):
    return OutgoingMail.objects.filter(recipient=person.email)


def text_of(letter):
    return letter.get_content()


def test_who_wants_it_at_once_hears_of_each_step_that_waits_for_them(server):
    unit = audited_unit()
    reviewer, approver = member(Role.REVIEWER, unit), member(Role.APPROVER, unit)
    for person in (reviewer, approver):
        choose_mail(person, MailMode.AT_ONCE)
    notice = notice_at("review", unit)

    (letter,) = server.arrived
    assert letter["To"] == reviewer.email
    assert "审核" in text_of(letter)
    assert reverse("desk-notice", args=[notice.pk]) in text_of(letter)
    assert not sent_to(approver).exists()
    pass_step(notice)
    pass_step(notice)
    assert sent_to(approver).count() == 1


def test_no_title_goes_by_mail(server):
    unit = agency()
    approver = member(Role.APPROVER, unit)
    choose_mail(approver, MailMode.AT_ONCE)

    submitted_notice(unit=unit, title="尚未审查的标题")

    (letter,) = server.arrived
    assert "尚未审查的标题" not in letter["Subject"] + text_of(letter)


@pytest.mark.parametrize("mode", [None, MailMode.NONE, MailMode.DAILY])
def test_nobody_else_is_told_at_once(mode):
    unit = agency()
    approver = member(Role.APPROVER, unit)
    if mode:
        choose_mail(approver, mode)

    submitted_notice(unit=unit)

    assert not sent_to(approver).exists()


def test_a_digest_comes_once_a_day_and_counts_what_waits(server, morning):
    unit = agency()
    approver, idle = member(Role.APPROVER, unit), member(Role.APPROVER, agency())
    for person in (approver, idle):
        choose_mail(person, MailMode.DAILY)
    submitted_notice(unit=unit)
    submitted_notice(unit=unit)

    told = [send_digests(), send_digests()]
    morning.move_to("2026-11-24T09:00:00+08:00", tick=False)
    told.append(send_digests())

    assert told == ["1 digests", "0 digests", "1 digests"]
    assert [letter["To"] for letter in server.arrived] == [approver.email] * 2
    said = text_of(server.arrived[0])
    assert "2条信息待您审批" in said
    assert f"工作台：{settings.SITE_URL}/desk/" in said
    assert "改为其他方式" in said
    assert not sent_to(idle).exists()


def test_no_digest_comes_before_eight(morning):
    unit = agency()
    choose_mail(member(Role.APPROVER, unit), MailMode.DAILY)
    submitted_notice(unit=unit)
    morning.move_to("2026-11-24T07:59:00+08:00", tick=False)

    assert send_digests() == "0 digests"


def test_each_person_chooses_for_themselves_at_the_desk(client):
    person = member(Role.APPROVER, agency())
    client.force_login(person)

    client.post(reverse("desk-mail"), {"mode": "daily"})
    client.post(reverse("desk-mail"), {"mode": "forged"})

    row = DeskMail.objects.get()
    assert (row.user, row.mode) == (person, MailMode.DAILY)
    assert 'value="daily" selected' in client.get("/desk/").content.decode()


def test_who_left_is_told_nothing():
    unit = agency()
    person = member(Role.APPROVER, unit, is_active=False)
    choose_mail(person, MailMode.AT_ONCE)

    submitted_notice(unit=unit)

    assert not sent_to(person).exists()
