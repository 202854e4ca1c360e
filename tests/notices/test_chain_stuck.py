"""Where nobody is left to decide: who submits is told at once, who can name somebody
finds it on the desk, and it goes on from where it stood."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import GroupKind, GroupMember, Membership, Role
from notices.models import Notice, NoticeStatus
from notices.publication import sign
from notices.review import submit
from notices.waiting import stuck_for, waiting_for
from tests.factories import agency, county, draft_notice, member
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    chained_draft,
    group,
    notice_at,
    pass_step,
    whole_chain,
)

from .test_chain_desk import page_url

pytestmark = pytest.mark.django_db


def overseer(unit=None):
    return member(Role.OVERSEER, unit or county())


def stuck(person):
    return waiting_for(person).stuck.rows


def test_who_submits_where_nobody_could_decide_is_told_at_once(client):
    draft = chained_draft(audited_unit())
    client.force_login(draft.author)
    read = {"content_version": draft.content_version}

    answer = client.post(
        reverse("desk-deed", args=[draft.pk, "submit"]), read, follow=True
    )

    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW
    assert "目前无人可办" in answer.text


def test_who_submits_where_one_signature_does_is_told_too(client):
    draft = draft_notice()
    client.force_login(draft.author)
    read = {"content_version": draft.content_version}

    answer = client.post(
        reverse("desk-deed", args=[draft.pk, "submit"]), read, follow=True
    )

    assert "目前无人可办" in answer.text


def test_an_overseer_finds_it_on_the_desk_until_somebody_is_named(client):
    unit = audited_unit()
    notice = notice_at("agreement", unit)
    Membership.objects.filter(role=Role.REVIEWER).delete()
    client.force_login(overseer())
    page = client.get("/desk/").text

    assert page_url(notice) in page
    assert "会签" in page
    assert client.get(page_url(notice)).status_code == 200
    member(Role.REVIEWER, unit)
    assert page_url(notice) not in client.get("/desk/").text


def test_what_somebody_can_decide_is_not_among_them():
    unit = audited_unit()
    notice_at("review", unit)
    member(Role.REVIEWER, unit)

    assert stuck(overseer()) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OVERSEER])
def test_nobody_else_is_shown_them(role):
    unit = audited_unit()
    notice_at("audit", unit)

    where = county() if role in (Role.INSPECTOR, Role.APPROVER) else unit
    assert stuck(member(role, where)) == []


def test_an_overseer_of_another_branch_is_not_shown_them():
    notice_at("audit", audited_unit())

    assert stuck(overseer(agency())) == []


def test_a_membership_that_ends_after_submission_makes_it_stuck():
    unit = audited_unit()
    seat = member(Role.REVIEWER, unit).memberships.get()
    notice = notice_at("review", unit)
    person = overseer()
    before = stuck(person)

    seat.delete()

    assert (before, stuck(person)) == ([], [notice])


def test_a_group_that_is_emptied_makes_it_stuck_and_a_member_frees_it():
    unit = agency()
    whole_chain(unit)
    circle = group(unit, GroupKind.SUPERVISION, member(Role.REVIEWER, unit))
    notice = notice_at("review", unit)
    GroupMember.objects.filter(group=circle).delete()
    person = overseer()
    before = stuck(person)

    newcomer = pass_step(notice)

    assert before == [notice]
    assert GroupMember.objects.get(group=circle).user == newcomer
    assert notice.step == "agreement"
    assert stuck(person) == []


def test_where_the_only_ones_left_wrote_it_nobody_is_left():
    unit = agency()
    notice = draft_notice(unit=unit)
    writer = notice.author
    Membership.objects.create(user=writer, agency=unit, role=Role.APPROVER)

    submit(notice, by=writer)

    assert stuck(overseer()) == [notice]


def test_it_goes_on_from_where_it_stood_once_somebody_is_named():
    unit = audited_unit()
    notice = notice_at("signature", unit)
    assert stuck(overseer()) == [notice]

    sign(notice, by=member(Role.APPROVER, unit), ticks=ALL_TICKS)

    assert Notice.objects.get().status == NoticeStatus.PUBLISHED
    assert notice.decisions.filter(decision="agreed").count() == 4


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_costs_the_same_however_long(size, django_assert_max_num_queries):
    unit = audited_unit()
    for _number in range(size):
        notice_at("audit", unit)
    person = overseer()

    with django_assert_max_num_queries(8):
        assert len(stuck_for(person)) == size
