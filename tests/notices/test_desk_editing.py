"""What stands behind the form of a draft: who else has it open, pasted text cleaned."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from notices.drafting import save_draft
from notices.models import EditingPresence
from notices.presence import appear
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    return make.agency("教育局")


# --- Who else is editing ---------------------------------------------------------


def test_two_editors_of_a_draft_see_each_other(client, unit):
    notice = make.draft_notice(unit=unit)
    appear(notice, by=make.member(Role.EDITOR, unit, name="王芳"))
    client.force_login(notice.author)
    url = reverse("desk-presence", args=[notice.pk])

    answer = client.post(url, {"content_version": notice.content_version})

    assert answer.json() == {"others": ["王芳"], "is_newest": True}


def test_who_was_not_heard_of_for_two_minutes_is_gone(unit):
    notice = make.draft_notice(unit=unit)
    with time_machine.travel(clock.now() - timedelta(seconds=121), tick=False):
        appear(notice, by=make.member(Role.EDITOR, unit))

    assert appear(notice, by=notice.author) == []


def test_opening_the_form_says_that_one_is_there(client, unit):
    notice = make.draft_notice(unit=unit)
    editor = make.member(Role.EDITOR, unit, is_staff=True)
    client.force_login(editor)

    client.get(reverse("admin:notices_notice_change", args=[notice.pk]))

    assert EditingPresence.objects.get().user == editor


def test_a_newer_version_is_reported_to_the_open_form(client, unit):
    notice = make.draft_notice(unit=unit)
    client.force_login(notice.author)
    save_draft(notice, by=notice.author)

    answer = client.post(
        reverse("desk-presence", args=[notice.pk]), {"content_version": 1}
    )

    assert answer.json()["is_newest"] is False


def test_presence_needs_a_session(client, unit):
    notice = make.draft_notice(unit=unit)

    answer = client.post(reverse("desk-presence", args=[notice.pk]))

    assert answer.status_code == 401


def test_those_who_only_read_a_draft_are_not_shown_as_editing_it(client, unit):
    notice = make.draft_notice(unit=unit)
    client.force_login(make.member(Role.REVIEWER, unit))

    answer = client.post(reverse("desk-presence", args=[notice.pk]))

    assert answer.status_code == 403
    assert not EditingPresence.objects.exists()


# --- Pasted text ---------------------------------------------------------


def paste(client, body, content_type="text/html"):
    return client.post("/desk/clean/", data=body, content_type=content_type)


def test_pasted_html_comes_back_clean_with_what_was_dropped(client, unit):
    client.force_login(make.member(Role.EDITOR, unit))
    pasted = '<p style="text-align:right">清源县</p><img src="a.png"><script>x</script>'

    answer = paste(client, pasted).json()

    assert answer["html"] == '<p class="align-right">清源县</p>'
    assert answer["dropped"] == {"images": 1, "scripts": 1}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"\xff\xfe\x00", 400), (b"x" * (5 * 1024 * 1024 + 1), 413)],
    ids=["not utf-8", "too much"],
)
def test_what_cannot_be_cleaned_is_refused(client, unit, body, status):
    client.force_login(make.member(Role.EDITOR, unit))

    answer = paste(client, body)

    assert answer.status_code == status
    assert answer.json()["detail"]


def test_only_editors_have_texts_cleaned(client, unit):
    assert paste(client, "<p>x</p>").status_code == 401
    client.force_login(make.member(Role.READER, unit))
    assert paste(client, "<p>x</p>").status_code == 403


def test_the_form_of_a_returned_draft_says_why_it_came_back(client, unit):
    notice = make.returned_notice(unit=unit, reason="请写明依据。")
    notice.author.is_staff = True
    notice.author.save()
    client.force_login(notice.author)

    page = client.get(reverse("admin:notices_notice_change", args=[notice.pk]))

    assert page.context["returned"].note == "请写明依据。"
    assert "请写明依据。" in page.content.decode()


def test_a_posting_and_a_partner_can_be_named_without_a_script(client, unit):
    editor = make.member(Role.EDITOR, unit, is_staff=True)
    client.force_login(editor)

    page = client.get(reverse("admin:notices_notice_add")).content.decode()

    assert 'name="posting_period-0-starts_on"' in page
    assert 'name="co_publishings-0-agency"' in page
