"""Numbers of persons in place, at the desk and on the form, with their buttons."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from notices.leak_check import digest_of, leaks_of
from notices.leak_deeds import override_leaks
from notices.models import LeakOverride, Notice, NoticeStatus
from notices.review import submit
from tests import factories as make

from .test_notice_admin import form_data

pytestmark = pytest.mark.django_db

MOBILE, OTHER = "13812341234", "15987654321"
LEAKY = f"<p>联系人：张某，手机{MOBILE}，微信{OTHER}。</p>"
MARKED = f"联系人：张某，手机<mark>{MOBILE}</mark>，微信"


@pytest.fixture
def notice():
    return make.draft_notice(body=LEAKY)


@pytest.fixture
def writing(client, notice):
    """The browser of an editor of its unit."""
    client.force_login(make.member(Role.EDITOR, notice.agency, is_staff=True))
    return client


@pytest.fixture
def deciding(client, notice):
    """The browser of an approver, who finds it submitted with a reason."""
    override_leaks(notice, by=notice.author, reason="张某本人同意公开。")
    submit(notice, by=notice.author)
    client.force_login(make.member(Role.APPROVER, notice.agency, is_staff=True))
    return client


def page(client, notice):
    return client.get(reverse("desk-notice", args=[notice.pk]))


def press(client, notice, name, **words):
    seen = {"content_version": notice.content_version, "round": notice.round}
    return client.post(reverse("desk-deed", args=[notice.pk, name]), seen | words)


def form_url(notice):
    return reverse("admin:notices_notice_change", args=[notice.pk])


def save(client, notice, **words):
    """Send the form of the draft as the browser does, with one of its buttons."""
    return client.post(form_url(notice), form_data(stored(notice), **words))


def stored(notice):
    return Notice.objects.get(pk=notice.pk)


# --- At the desk --------------------------------------------------------------------


def test_the_writer_sees_each_number_in_place(writing, notice):
    shown = page(writing, notice).content.decode()

    assert MARKED in shown
    assert "138****1234" in shown


def test_a_clean_draft_shows_none_of_this(client):
    clean = make.draft_notice()
    client.force_login(clean.author)

    assert 'id="leaks"' not in page(client, clean).content.decode()


def test_submitting_is_refused_in_place(writing, notice):
    answer = press(writing, notice, "submit")

    assert answer.status_code == 409
    assert "138****1234" in str(answer.context["panel"]["error"])
    assert stored(notice).status == NoticeStatus.DRAFT


def test_one_button_masks_all(writing, notice):
    answer = press(writing, notice, "mask", number="")

    assert answer.status_code == 302
    assert "手机138****1234，微信159****4321" in stored(notice).body


def test_the_button_beside_a_number_masks_that_one(writing, notice):
    first = digest_of(leaks_of(notice)[0])

    press(writing, notice, "mask", number=first)

    assert f"手机138****1234，微信{OTHER}" in stored(notice).body


def test_a_reason_lets_it_be_submitted(writing, notice):
    press(writing, notice, "keep", reason="本人同意公开。")

    press(writing, notice, "submit")

    assert stored(notice).status == NoticeStatus.IN_REVIEW


def test_without_a_reason_the_form_comes_back_open(writing, notice):
    answer = press(writing, notice, "keep", reason="")

    assert answer.status_code == 400
    assert answer.context["panel"]["leak_buttons"]["keep"].is_open
    assert not LeakOverride.objects.exists()


def test_the_reviewer_reads_the_reason_before_the_text(deciding, notice):
    shown = page(deciding, notice).content.decode()

    reason, text = shown.index("张某本人同意公开。"), shown.index("<h1")
    assert reason < text
    assert MARKED in shown[:text]
    assert 'name="number"' not in shown


# --- On the form --------------------------------------------------------------------


def test_the_form_lists_the_numbers_after_the_button_that_saves(writing, notice):
    """The first button of a form is pressed by the Enter key."""
    shown = writing.get(form_url(notice)).content.decode()

    assert MARKED in shown
    assert shown.index('name="_continue"') < shown.index('name="_mask"')


def test_the_form_saves_what_was_typed_before_it_masks(writing, notice):
    answer = save(writing, notice, title=f"新标题，致电{OTHER}", _mask="")

    assert answer.status_code == 302
    assert stored(notice).title == "新标题，致电159****4321"
    assert "138****1234" in stored(notice).body


def test_the_form_keeps_the_numbers_for_a_reason_and_submits(writing, notice):
    save(writing, notice, _keep="1", leak_reason="本人同意公开。")

    save(writing, notice, _submit="1")

    assert LeakOverride.objects.get(notice=notice).reason == "本人同意公开。"
    assert stored(notice).status == NoticeStatus.IN_REVIEW


def test_the_form_says_that_a_reason_is_missing(writing, notice):
    save(writing, notice, _keep="1", leak_reason=" ")

    assert not LeakOverride.objects.exists()


def test_submitting_from_the_form_leads_to_the_numbers(writing, notice):
    answer = save(writing, notice, _submit="1")

    assert answer.headers["Location"].endswith("#leaks")
    assert stored(notice).status == NoticeStatus.DRAFT


def test_the_reviewer_reads_the_reason_first_in_the_admin_too(deciding, notice):
    shown = deciding.get(form_url(notice)).content.decode()

    assert shown.index("张某本人同意公开。") < shown.index("field-title")
    assert 'name="_mask"' not in shown
