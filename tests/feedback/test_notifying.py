"""Writers are told what happened, by mail, text message or on paper; no server that is
down or hangs holds up a deed."""

from __future__ import annotations

import hmac
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from feedback import answering, extending, intake, joining, notifying, settling, sms
from feedback.contacts import Contact, erase_contact
from feedback.models import (
    Channel,
    Complexity,
    LetterKind,
    LetterLimit,
    LetterNotification,
    LetterStep,
    NoticeWay,
    RefusalGround,
    StepKind,
)
from tests.factories import agency, member
from tests.factories.letters import (
    ANSWER,
    accepted_letter,
    accusing_letter,
    answered_letter,
    handled_letter,
    office_clerk,
    reviewed_letter,
    submitted_letter,
    unit_clerk,
)
from tests.mail_server import listening, some_port
from tests.sms_gateway import KEY, gateway, hanging

pytestmark = pytest.mark.django_db

MAILED = Contact(name="王小明", email="wang@example.org")
CALLED = Contact(name="王小明", telephone="+86 138-0013-8000")
NOBODY = Contact()
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def server(settings):
    settings.OUTBOX_DELIVERY, settings.EMAIL_TIMEOUT = SMTP, 5
    with listening(settings) as letters:
        yield letters


@pytest.fixture
def queued(settings):
    """Jobs wait in the database, as on a real site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


def accept(letter):
    intake.accept(letter, by=office_clerk(letter))


def told(letter):
    """The kinds of the steps for which something was queued."""
    rows = LetterNotification.objects.filter(letter=letter).order_by("pk")
    return list(rows.values_list("step__kind", flat=True))


def test_a_writer_with_a_mailbox_is_told_by_mail(server):
    letter = accepted_letter(contact=MAILED)

    (arrived,) = server.arrived
    text = arrived.get_content()
    assert arrived["To"] == "wang@example.org"
    assert letter.number in arrived["Subject"]
    assert letter.number in text
    assert "/letters/track/" in text
    assert "受理" in text


def test_no_word_of_the_letter_and_no_name_stands_in_the_mail(server):
    unit = agency("住建局")
    letter = answered_letter(unit, contact=MAILED)

    whole = "".join(f"{one['Subject']}{one.get_content()}" for one in server.arrived)
    assert len(server.arrived) == 2
    for words in (letter.title, letter.text[:8], "王小明", ANSWER[:6], "住建局"):
        assert words not in whole


def test_no_message_about_an_accusation_says_that_it_is_one(server):
    letter = accusing_letter(agency("城管局"), contact=MAILED)
    accept(letter)

    (arrived,) = server.arrived
    whole = arrived["Subject"] + arrived.get_content()
    for words in ("城管局", letter.intake.name, "举报", "检举"):
        assert words not in whole


def test_each_step_that_matters_is_told_and_no_other():
    LetterLimit.objects.update_or_create(
        kind=LetterKind.COMPLAINT,
        complexity=Complexity.ORDINARY,
        defaults={"days": 5, "acceptance_days": 1, "extension_days": 5},
    )
    letter = handled_letter(contact=MAILED)
    clerk, office = unit_clerk(letter), member(Role.MAILBOX_CLERK, letter.intake)
    answering.ask_writer(letter, "哪一盏灯？", by=clerk)
    answering.supplement(letter, "东头第三盏。")
    extending.ask_extension(letter, 2, "等配件。", by=clerk)
    extending.decide_extension(letter, is_granted=True, message="等配件。", by=office)
    answering.keep_reply(letter, ANSWER, "", version=0, by=clerk)
    answering.hand_in(letter, by=clerk)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
    settling.rate(letter, 1, "没有修好。")

    wanted = ["accepted", "asked", "extended", "answered", "reopened"]
    assert told(letter) == wanted


def test_a_refusal_and_the_end_are_told():
    refused = submitted_letter(contact=MAILED)
    intake.refuse(
        refused,
        RefusalGround.COURT,
        turn_to="请向法院反映。",
        by=office_clerk(refused),
    )
    rated = answered_letter(contact=MAILED)
    settling.rate(rated, 5, "")

    assert told(refused) == ["refused"]
    assert told(rated) == ["accepted", "answered", "closed"]
    assert set(notifying.WORDS) == {
        *(StepKind.ACCEPTED, StepKind.REFUSED, StepKind.ASKED, StepKind.EXTENDED),
        *(StepKind.ANSWERED, StepKind.REOPENED, StepKind.CLOSED),
        StepKind.DIVIDED,
    }


def test_the_writer_of_a_joined_letter_hears_of_the_answer_to_the_other():
    into = reviewed_letter(contact=MAILED)
    joined = accepted_letter(contact=Contact(email="li@example.org"))
    joining.join(joined, into, by=_office_of_both(joined, into))

    answering.sign_reply(into, by=member(Role.APPROVER, into.agency))

    assert told(joined) == ["accepted", "answered"]
    assert mail.outbox[-1].to == ["li@example.org"]
    assert joined.number in mail.outbox[-1].subject


def grant_to(person, unit):
    Membership.objects.create(user=person, agency=unit, role=Role.MAILBOX_CLERK)


def _office_of_both(*letters):
    person = office_clerk(letters[0])
    for letter in letters[1:]:
        grant_to(person, letter.intake)
    person.__dict__.pop("_seats", None)
    return person


@pytest.mark.parametrize("channel", [Channel.HOTLINE, Channel.MIGRATED])
def test_who_is_called_back_by_the_hotline_is_not_told_twice(channel):
    assert told(accepted_letter(contact=MAILED, channel=channel)) == []


def test_a_row_and_its_job_come_with_the_deed_or_not_at_all(queued):
    letter = submitted_letter(contact=MAILED)
    with transaction.atomic():
        accept(letter)
        transaction.set_rollback(True)
    assert (told(letter), DBTaskResult.objects.count()) == ([], 0)

    letter.refresh_from_db()
    accept(letter)

    assert told(letter) == ["accepted"]
    assert DBTaskResult.objects.count() == 1
    assert mail.outbox == []


def test_neither_address_nor_words_are_kept_in_the_row():
    letter = accepted_letter(contact=MAILED)
    row = repr(LetterNotification.objects.filter(letter=letter).values().get())
    assert "example.org" not in row


# --- Servers that fail ----------------------------------------------------------------


def test_a_mail_server_that_is_down_costs_an_attempt_and_the_mail_leaves_later(
    settings, morning
):
    settings.OUTBOX_DELIVERY = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", some_port()
    letter = accepted_letter(contact=MAILED)
    row = LetterNotification.objects.get()
    assert (row.sent_at, row.attempts) == (None, 1)
    assert (row.last_error, letter.status) == ("ConnectionRefusedError", "accepted")

    assert row.next_try_at is not None
    with listening(settings) as letters, clock.frozen_at(row.next_try_at):
        cache.clear()
        assert notifying.deliver_due().startswith("1 ")
    assert len(letters.arrived) == 1


def test_a_mail_server_that_hangs_holds_up_one_letter_and_no_queue(
    settings, queued, morning
):
    settings.OUTBOX_DELIVERY, settings.EMAIL_TIMEOUT = SMTP, 0.2
    with hanging(settings) as calls:
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = int(settings.SMS_URL.split(":")[2].split("/")[0])
        settings.SMS_URL = ""
        begun = time.monotonic()
        for _each in range(20):
            accepted_letter(contact=MAILED)
        assert calls == []  # the deeds waited for nobody
        for row in LetterNotification.objects.all():
            notifying.deliver_notification.func(row.pk)
        passed = time.monotonic() - begun

    rows = LetterNotification.objects.order_by("pk")
    assert sum(calls) == 1
    assert [row.attempts for row in rows] == [1] + [0] * 19
    assert passed < 10


def test_what_a_mail_server_says_of_an_address_is_not_kept(server):
    accepted_letter(contact=Contact(email="wang@refused.example"))
    row = LetterNotification.objects.get()
    assert row.last_error == "SMTPRecipientsRefused"
    # It was this address: the others do not wait.
    accepted_letter(contact=MAILED)
    assert len(server.arrived) == 1


def test_of_a_writer_who_is_forgotten_nothing_leaves(settings, queued):
    letter = accepted_letter(contact=MAILED)
    erase_contact(letter.contact)
    assert notifying.deliver_due().startswith("1 ")
    assert mail.outbox == []


# --- Text messages --------------------------------------------------------------------


def test_a_text_message_is_signed_and_says_number_and_place(settings):
    with gateway(settings) as held:
        letter = accepted_letter(contact=CALLED)

    (message,) = held.messages
    row = LetterNotification.objects.get()
    assert (message["to"], message["id"]) == ("13800138000", f"letter-{row.pk}")
    assert letter.number in message["text"]
    assert "/letters/track/" in message["text"]
    assert row.sent_at is not None
    (headers,) = held.headers
    signed = f"{headers['X-Timestamp']}.".encode() + held.bodies[0]
    digest = hmac.digest(KEY.encode(), signed, "sha256").hex()
    assert headers["X-Signature"] == f"sha256={digest}"


@pytest.mark.parametrize("status", [302, 400, 500])
def test_what_the_gateway_does_not_take_is_tried_again_under_the_same_key(
    settings, morning, status
):
    with gateway(settings, status) as held:
        accepted_letter(contact=CALLED)
        row = LetterNotification.objects.get()
        assert (row.sent_at, row.last_error) == (None, f"HTTP {status}")
        held.status = 202
        morning.shift(timedelta(minutes=5))
        notifying.deliver_due()

    row.refresh_from_db()
    assert row.sent_at is not None
    assert len({message["id"] for message in held.messages}) == 1


@pytest.mark.parametrize("drips", [False, True])
def test_a_gateway_that_hangs_is_left_after_a_while(settings, monkeypatch, drips):
    monkeypatch.setattr(sms, "WAITS", 0.3)
    monkeypatch.setattr(sms, "LONGEST", 0.6)
    with hanging(settings, drips=drips) as calls:
        begun = time.monotonic()
        accepted_letter(contact=CALLED)
        accepted_letter(contact=CALLED)
        passed = time.monotonic() - begun

    assert (sum(calls), passed < 5) == (1, True)
    assert list(LetterNotification.objects.values_list("sent_at", flat=True)) == [
        None,
        None,
    ]


def test_without_a_gateway_no_message_is_queued():
    assert told(accepted_letter(contact=CALLED)) == []


@pytest.mark.parametrize(
    ("telephone", "mobile"),
    [
        ("13800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0999-1234567", ""),
        ("12345", ""),
        ("138001380001", ""),
        ("", ""),
    ],
)
def test_only_mobile_telephones_read_messages(telephone, mobile):
    assert sms.mobile_of(telephone) == mobile


# --- On paper -------------------------------------------------------------------------


def test_who_has_neither_mail_nor_mobile_gets_a_slip(client):
    letter = answered_letter(contact=NOBODY, channel=Channel.PAPER)
    rows = LetterNotification.objects.filter(letter=letter)
    assert [row.way for row in rows] == [NoticeWay.SLIP, NoticeWay.SLIP]
    office = office_clerk(letter)
    client.force_login(office)

    slip = client.get(f"/desk/letters/{letter.pk}/slip/").text
    assert letter.number in slip
    assert ANSWER[:6] in slip
    client.post(f"/desk/letters/{letter.pk}/hand-slip/")

    assert not rows.filter(sent_at=None).exists()
    assert AuditEntry.objects.filter(action="slip_handed", actor=office).exists()


def test_a_slip_of_an_accusation_names_no_unit_and_is_shut_to_the_accused(client):
    accused = agency("城管局")
    letter = accusing_letter(accused, contact=NOBODY, channel=Channel.VISIT)
    accept(letter)
    address = f"/desk/letters/{letter.pk}/slip/"

    client.force_login(member(Role.MAILBOX_CLERK, accused))
    assert client.get(address).status_code == 404
    client.force_login(office_clerk(letter))
    assert "城管局" not in client.get(address).text


def test_who_wrote_on_the_site_without_a_contact_follows_the_letter_there():
    assert told(accepted_letter(contact=NOBODY)) == []
    assert LetterStep.objects.filter(kind=StepKind.ACCEPTED).exists()
