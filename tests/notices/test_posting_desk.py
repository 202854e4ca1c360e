"""Closing a posting at the desk: who sees it wait, who may say how it ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start
from notices.models import PostingPeriod, PostingResult, ProposedResult
from notices.waiting import postings_to_close
from tests.factories import member
from tests.factories.structures import posted_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    return posted_notice(days=5, notice={"title": "拟任人选公示"})


@pytest.fixture
def approver(notice):
    return member(Role.APPROVER, notice.agency)


@pytest.fixture
def over(notice):
    """The morning after its last day."""
    ends_on = PostingPeriod.objects.get(notice=notice).ends_on
    with clock.frozen_at(day_start(ends_on + timedelta(days=1))):
        yield


def address(notice):
    return f"/desk/notices/{notice.pk}/posting-result/"


def result_of(notice):
    period = PostingPeriod.objects.get(notice=notice)
    return period.result, period.result_note


@pytest.mark.usefixtures("over")
def test_a_posting_that_is_over_waits_on_the_approvers_desk(client, notice, approver):
    client.force_login(approver)

    desk = client.get("/desk/").text
    page = client.get(f"/desk/notices/{notice.pk}/").text

    assert f"/desk/notices/{notice.pk}/#panel" in desk
    assert address(notice) in page


def test_a_running_one_does_not_wait(client, notice, approver):
    client.force_login(approver)

    assert "#panel" not in client.get("/desk/").text
    assert address(notice) not in client.get(f"/desk/notices/{notice.pk}/").text


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    ("result", "note", "words"),
    [
        (PostingResult.NONE, "", "无异议"),
        (PostingResult.HANDLED, "收到1件，不属实。", "收到1件，不属实。"),
    ],
)
def test_the_result_is_given_by_two_with_forms_and_shows_on_the_page(
    client, notice, approver, result, note, words
):
    client.force_login(notice.author)
    said = client.post(address(notice), {"result": result, "note": note}, follow=True)
    assert address(notice) not in said.text
    assert result_of(notice) == ("", "")

    client.force_login(approver)
    proposal = ProposedResult.objects.get().pk
    confirm = f"/desk/notices/{notice.pk}/confirm-result/"
    done = client.post(confirm, {"proposal": proposal}, follow=True)

    assert result_of(notice) == (result, note)
    assert confirm not in done.text
    assert words in client.get(notice.get_absolute_url()).text
    assert not postings_to_close(approver).exists()


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    ("result", "words"),
    [("", "请选择公示结果"), ("handled", "请写明异议的处理情况"), ("lost", "lost")],
)
def test_what_is_not_said_is_asked_for_in_place(
    client, notice, approver, result, words
):
    client.force_login(approver)

    refused = client.post(address(notice), {"result": result, "note": ""})

    assert refused.status_code == 400
    assert words in refused.text
    assert result_of(notice) == ("", "")


@pytest.mark.usefixtures("over")
def test_a_reviewer_is_neither_asked_nor_obeyed(client, notice):
    client.force_login(member(Role.REVIEWER, notice.agency))

    desk = client.get("/desk/").text
    refused = client.post(address(notice), {"result": "none"})

    assert "#panel" not in desk
    assert refused.status_code == 403
    assert result_of(notice) == ("", "")


def test_a_result_given_too_early_is_refused(client, notice, approver):
    client.force_login(approver)

    refused = client.post(address(notice), {"result": "none"})

    assert refused.status_code == 409
    assert result_of(notice) == ("", "")


@pytest.mark.usefixtures("over")
def test_the_approver_of_another_unit_sees_none_of_it(client, notice):
    client.force_login(member(Role.APPROVER, posted_notice().agency))

    assert notice.title not in client.get("/desk/").text
    assert client.post(address(notice), {"result": "none"}).status_code == 403
    assert result_of(notice) == ("", "")
