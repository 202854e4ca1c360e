"""Attempts to add to what is public, alone, after it was published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from notices.models import Posting, PostingPeriod, ProposedResult
from tests import factories as make
from tests.factories.structures import posted_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.agency("教育局")


@pytest.fixture
def both(client, unit):
    """One person with both pens, signed in."""
    person = make.member(Role.EDITOR, unit, is_staff=True)
    person.memberships.create(agency=unit, role=Role.APPROVER)
    client.force_login(person)
    return person


def test_nobody_tells_the_result_of_a_posting_alone(client, both, unit):
    notice = posted_notice(days=5, notice={"unit": unit})
    with clock.frozen_at(clock.now() + timedelta(days=30)):
        client.force_login(both)
        client.post(f"/desk/notices/{notice.pk}/posting-result/", {"result": "none"})
        proposal = ProposedResult.objects.get(notice=notice)
        answer = client.post(
            f"/desk/notices/{notice.pk}/confirm-result/", {"proposal": proposal.pk}
        )

    assert answer.status_code == 403
    assert PostingPeriod.objects.get(notice=notice).result == ""


def test_nobody_makes_public_alone_where_a_notice_was_shown(client, both, unit):
    notice = make.published_notice(unit=unit)
    address = f"/desk/notices/{notice.pk}/elsewhere/"
    words = {"place": "公示栏", "shown_from": "2026-03-02", "number": 1}
    client.post(address, {"form": "board", **words})
    posting = Posting.objects.get()
    assert posting.registered_by == both

    answer = client.post(f"{address}{posting.pk}/confirm/")

    assert answer.status_code == 403
    assert not Posting.objects.confirmed().exists()


def test_a_superuser_without_a_role_confirms_nothing(client, unit):
    notice = make.published_notice(unit=unit)
    words = {"place": "公示栏", "shown_from": "2026-03-02", "number": 1}
    client.force_login(make.member(Role.EDITOR, unit))
    client.post(f"/desk/notices/{notice.pk}/elsewhere/", {"form": "board", **words})
    posting = Posting.objects.get()
    client.force_login(make.user(is_staff=True, is_superuser=True))

    door = f"/desk/notices/{notice.pk}/elsewhere/{posting.pk}/confirm/"

    assert client.post(door).status_code in (403, 404)
    assert not Posting.objects.confirmed().exists()
