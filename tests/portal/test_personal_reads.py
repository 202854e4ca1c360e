"""Who works here and reads what concerns persons leaves a line in the trail."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import mail
from disclosure_portal.foundation.models import (
    AdministratorPost,
    AuditEntry,
    OutgoingMail,
)
from notices.erasures import erase_for_good
from notices.models import SheetPhoto
from notices.publication import withdraw
from tests import factories as make
from tests.factories.directories import county
from tests.portal.erased import signed_on_paper, unit_that_takes_paper

pytestmark = pytest.mark.django_db

ACCOUNTS = reverse("admin:foundation_user_changelist")
MAILS = reverse("admin:foundation_outgoingmail_changelist")


@pytest.fixture
def administrator(client):
    person = make.user(post=AdministratorPost.SYSTEM, is_staff=True)
    client.force_login(person)
    return person


def reads(by):
    """What was read, in the order of reading."""
    lines = AuditEntry.objects.filter(action="personal_data_read", actor=by)
    found = lines.order_by("pk").values_list("target_type", "target_id", "note")
    return list(found)


def test_an_account_that_is_opened_is_noted_and_ones_own_is_not(client, administrator):
    other = make.user()

    for person in (other, administrator):
        page = reverse("admin:foundation_user_change", args=[person.pk])
        assert client.get(page).status_code == 200

    assert reads(administrator) == [("foundation.user", other.pk, "")]
    line = AuditEntry.objects.get(actor=administrator, target_id=other.pk)
    assert (line.action, line.target_name) == ("personal_data_read", str(other))


def test_a_list_is_noted_with_the_words_it_was_looked_through_by(client, administrator):
    client.get(ACCOUNTS, {"q": "zhang"})
    client.get(MAILS)

    assert [note for _kind, _pk, note in reads(administrator)] == [
        "foundation.user?q=zhang",
        "foundation.outgoingmail?",
    ]


def test_whom_a_mail_went_to_is_noted(client, administrator):
    mail.queue(EmailMessage("题", "文"), "a@example.org")
    row = OutgoingMail.objects.get()

    client.get(reverse("admin:foundation_outgoingmail_change", args=[row.pk]))

    assert reads(administrator) == [("foundation.outgoingmail", row.pk, "")]


def test_a_signed_sheet_that_is_looked_at_is_noted(client):
    notice = signed_on_paper(make.draft_notice(unit=unit_that_takes_paper()))
    reader = make.member(Role.APPROVER, notice.agency)
    client.force_login(reader)
    photo = SheetPhoto.objects.earliest("pk")

    client.get(reverse("desk-sheet-photo", args=[photo.decision_id])).getvalue()

    assert reads(reader) == [("notices.notice", notice.pk, "签名的审批单")]


def test_what_waits_for_its_erasure_is_noted_until_it_is_gone(client):
    notice = make.published_notice()
    approver = make.member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="privacy", reason="误登个人情况。")
    reader = make.member(Role.OVERSEER, county())
    client.force_login(reader)
    page = reverse("desk-notice", args=[notice.pk])

    client.get(page)
    erase_for_good(notice, by=reader)
    client.get(page)

    assert reads(reader) == [("notices.notice", notice.pk, "")]


def test_nothing_is_noted_of_who_was_not_let_in(client):
    reader = make.member(Role.EDITOR, make.agency(), is_staff=True)
    client.force_login(reader)

    client.get(MAILS)

    assert reads(reader) == []
