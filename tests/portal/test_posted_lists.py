"""Recipient lists that are posted: masked, by pages, until the posting ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import Notice, SubsidyLine, WithdrawalGround
from notices.publication import withdraw
from tests.factories import member
from tests.factories.subsidies import (
    PEOPLE,
    posted_subsidy,
    subsidy_draft,
)

pytestmark = pytest.mark.django_db


def secrets():
    """Full names, check values, and the keys by which lines are found."""
    people = [str(person[part]) for person in PEOPLE for part in ("name", "check")]
    return [*people, *SubsidyLine.objects.values_list("lookup_key", flat=True)]


@pytest.fixture
def posted():
    today = local_day(clock.now())
    rows = [
        {**PEOPLE[0], "name": f"钟厚{sign}", "check": f"99042119700101{number:04}"}
        for number, sign in enumerate("甲乙丙丁戊己庚辛壬癸" * 6, start=1)
    ]
    return posted_subsidy(*rows, starts_on=today)


def of(notice: Notice) -> str:
    return reverse("notice-recipients", args=[notice.pk])


def test_a_posted_list_shows_masked_names_fifty_a_page(client, posted):
    first = client.get(of(posted))
    second = client.get(of(posted), {"after": "50"})

    assert first.text.count("钟**") == 50
    assert f"{of(posted)}?after=50" in first.text
    assert second.text.count("钟**") == 10
    assert "?after=60" not in second.text
    assert [word for word in secrets() if word in first.text] == []


def test_a_posted_list_is_neither_found_nor_kept(client, posted):
    answer = client.get(of(posted))

    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_posted_list_shows_the_columns_of_its_programme_only(client, posted):
    posted.subsidy.programme.shows_village = False
    posted.subsidy.programme.shows_amount = False
    posted.subsidy.programme.save()

    text = client.get(of(posted)).text

    assert "钟**" in text
    for word in ("堰口村", "三组", "337.75", "已发放"):
        assert word not in text


def test_a_posted_list_goes_when_the_posting_ends(client, posted):
    with clock.frozen_at(clock.now() + timedelta(days=11)):
        assert client.get(of(posted)).status_code == 404


def test_a_posted_list_goes_with_its_notice(client, posted):
    withdraw(
        posted,
        by=member(Role.APPROVER, posted.agency),
        ground=WithdrawalGround.PRIVACY,
        reason="涉及个人隐私。",
    )

    assert client.get(of(posted)).status_code == 404


def test_a_programme_that_posts_no_more_closes_its_lists_at_once(client, posted):
    posted.subsidy.programme.line_access = "own_line"
    posted.subsidy.programme.save()

    assert client.get(of(posted)).status_code == 404


def test_many_pages_from_one_place_are_stopped(client, posted, settings):
    settings.LIST_PAGES_AN_ADDRESS = 2

    answers = [client.get(of(posted)) for _turn in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "钟**" not in answers[-1].text
    assert "Retry-After" in answers[-1]


def test_those_who_decide_see_the_masked_list_before_it_is_signed(client):
    draft = subsidy_draft()
    approver = member(Role.APPROVER, draft.agency)
    client.force_login(approver)

    text = client.get(reverse("desk-recipients", args=[draft.pk])).text

    assert "钟**" in text
    assert [word for word in secrets() if word in text] == []
