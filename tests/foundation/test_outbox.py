"""Mail is a row of its deed, leaves through a real server, and is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from disclosure_portal.foundation import clock, mail as outbox_of_mail
from disclosure_portal.foundation.mail import MAX_ATTEMPTS, deliver_due, deliver_mail
from disclosure_portal.foundation.models import OutgoingMail
from tests.mail_server import listening, some_port

SECRET = "https://example.gov.cn/accounts/password/reset/key/abc/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "disclosure_portal.foundation.mail.OutboxBackend"
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def server(settings):
    with listening(settings) as letters:
        yield letters


@pytest.fixture
def no_server(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", some_port()


@pytest.fixture
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


def write(to="li@example.org", subject="新密码", body=f"请打开 {SECRET}"):
    return send_mail(subject, body, "portal@example.org", [to])


def waiting(recipient, minutes=1):
    """A letter that should have left some minutes ago."""
    due = clock.now() - timedelta(minutes=minutes)
    return OutgoingMail.objects.create(
        recipient=recipient,
        sender="portal@example.org",
        subject="通知",
        body="正文",
        created_at=due,
        next_try_at=due,
    )


def test_a_letter_arrives(server):
    write()

    (letter,) = server.arrived
    assert letter["Subject"] == "新密码"
    assert letter["From"] == "portal@example.org"
    assert letter["To"] == "li@example.org"
    assert SECRET in letter.get_content()


def test_its_text_is_emptied_once_it_has_left(server):
    write()

    row = OutgoingMail.objects.get()
    assert row.sent_at is not None
    assert row.body == ""
    assert (row.attempts, row.next_try_at) == (1, None)


def test_each_recipient_gets_a_letter_of_their_own(server):
    message = EmailMessage(
        "通知", "正文", "p@example.org", ["a@example.org"], bcc=["b@example.org"]
    )

    message.send()

    assert sorted(letter["To"] for letter in server.arrived) == [
        "a@example.org",
        "b@example.org",
    ]


def test_a_server_that_is_down_costs_an_attempt_and_no_letter(no_server, morning):
    write()

    row = OutgoingMail.objects.get()
    assert (row.sent_at, row.attempts) == (None, 1)
    assert row.last_error
    assert SECRET in row.body


def test_tick_tries_again_later_and_not_before(no_server, morning, request):
    write()
    too_early = deliver_due()
    server = request.getfixturevalue("server")
    morning.shift(timedelta(minutes=3))

    in_time = deliver_due()

    assert (too_early, in_time) == ("0 mails sent", "1 mails sent")
    assert len(server.arrived) == 1
    row = OutgoingMail.objects.get()
    assert (row.attempts, row.body) == (2, "")


def test_the_pauses_grow_and_at_last_nobody_tries(no_server, morning):
    write()
    waits = []
    while (row := OutgoingMail.objects.get()).next_try_at is not None:
        waits.append(row.next_try_at)
        morning.move_to(row.next_try_at, tick=False)
        deliver_due()

    gaps = [later - earlier for earlier, later in zip(waits, waits[1:], strict=False)]
    assert row.attempts == MAX_ATTEMPTS
    assert gaps == sorted(gaps)
    assert deliver_due() == "0 mails sent"


def test_one_refused_recipient_does_not_hold_up_the_others(server):
    waiting("x@refused.example", minutes=2)
    waiting("li@example.org", minutes=1)

    line = deliver_due()

    assert line == "1 mails sent"
    assert [letter["To"] for letter in server.arrived] == ["li@example.org"]
    assert "550" in OutgoingMail.objects.get(sent_at=None).last_error


def test_a_letter_that_can_not_be_written_does_not_either(server, morning):
    write(subject="两行\n标题")

    row = OutgoingMail.objects.get()
    assert (row.sent_at, row.attempts) == (None, 1)
    assert row.last_error


def test_a_letter_that_left_is_not_sent_again(server):
    write()
    row = OutgoingMail.objects.get()

    deliver_mail.call(row.pk)
    deliver_due()

    assert len(server.arrived) == 1


def test_of_two_workers_one_sends_the_letter(server, monkeypatch):
    row = waiting("li@example.org")
    wait_for = outbox_of_mail._next_try

    def another_worker_comes_first(attempts):
        OutgoingMail.objects.filter(pk=row.pk).update(attempts=attempts)
        return wait_for(attempts)

    monkeypatch.setattr(outbox_of_mail, "_next_try", another_worker_comes_first)

    assert deliver_mail.call(row.pk) == "not sent"
    assert server.arrived == []


# --- The deed's transaction ---------------------------------------------------------


@pytest.fixture
def queued(settings):
    """Jobs are rows, as in a real portal, and wait for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@transaction.atomic
def a_deed_that_writes(*, fails):
    write()
    if fails:
        raise RuntimeError


def test_a_deed_leaves_its_letter_and_the_job(queued):
    a_deed_that_writes(fails=False)

    job = DBTaskResult.objects.get()
    assert job.task_path.endswith("mail.deliver_mail")
    assert job.args_kwargs["args"] == [OutgoingMail.objects.get().pk]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_leaves_neither(queued):
    with pytest.raises(RuntimeError):
        a_deed_that_writes(fails=True)

    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_letter_without_its_job_is_not_written(queued, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the queue is full")

    monkeypatch.setattr(DBTaskResult.objects, "create", fail)
    with pytest.raises(RuntimeError):
        write()

    assert not OutgoingMail.objects.exists()
