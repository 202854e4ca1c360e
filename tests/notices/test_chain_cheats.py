"""Ways around the chain: forms of the administration, many at once, tokens of systems;
and steps for which nobody is left."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import GroupKind, GroupMember, Membership, Role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed
from notices.deciding import agree
from notices.models import (
    Notice,
    NoticeStatus,
    ReviewChain,
    ReviewDecision,
    RoundStep,
    SubmittedContent,
)
from notices.waiting import waiting_for
from tests.factories import agency, member, user
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    group,
    notice_at,
    pass_step,
    whole_chain,
)
from tests.factories.systems import SystemClient, new_token, source_system

from .test_chain_desk import page_url, press, waits

pytestmark = pytest.mark.django_db

LIST = reverse("admin:notices_notice_changelist")
FORGED = {
    "status": "published",
    "step": "signature",
    "round": "9",
    "override_by": "周县长",
    "override_reason": "急。",
    "title": "改过的标题",
    "_submit": "1",
    "_save": "1",
}


def on_record():
    """All that a decision, or a way around one, would leave."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Notice, ReviewDecision, RoundStep, SubmittedContent)
    ]


# --- Through the administration ------------------------------------------------------


@pytest.mark.parametrize("who", [*Role.values, "superuser"])
def test_no_form_of_the_administration_moves_what_is_in_review(client, who):
    unit = audited_unit()
    notice = notice_at("review", unit)
    boss = user(is_superuser=True, is_staff=True)
    client.force_login(boss if who == "superuser" else member(who, unit, is_staff=True))
    before = on_record()

    for address in ("change", "delete"):
        url = reverse(f"admin:notices_notice_{address}", args=[notice.pk])
        answer = client.post(url, {**FORGED, "post": "yes"})
        assert answer.status_code in (200, 302, 403, 404), address

    assert on_record() == before


@pytest.mark.parametrize("name", ["submit", "sign", "return", "withdraw", "delete"])
@pytest.mark.parametrize("who", [Role.EDITOR, Role.AUDITOR, Role.OVERSEER, "superuser"])
def test_many_at_once_are_decided_by_nobody_who_may_not(client, who, name):
    unit = audited_unit()
    rows = [notice_at(step, unit).pk for step in ("review", "signature")]
    boss = user(is_superuser=True, is_staff=True)
    client.force_login(boss if who == "superuser" else member(who, unit, is_staff=True))
    before = on_record()

    for extra in ({}, {"apply": "1", "reason": "急。", "ground": "wrong"}):
        action = {"action": f"{name}_selected", "_selected_action": rows}
        client.post(LIST, {**action, "post": "yes", **extra})

    assert on_record() == before


def test_an_approver_returns_many_at_once_only_where_the_signature_waits(client):
    unit = audited_unit()
    early, last = notice_at("review", unit), notice_at("signature", unit)
    client.force_login(member(Role.APPROVER, unit, is_staff=True))

    page = client.post(
        LIST,
        {
            "action": "return_selected",
            "_selected_action": [early.pk, last.pk],
            "apply": "1",
            "reason": "请补充。",
        },
        follow=True,
    )

    states = [Notice.objects.get(pk=each.pk).status for each in (early, last)]
    assert states == [NoticeStatus.IN_REVIEW, NoticeStatus.DRAFT]
    assert f"《{early}》" in page.content.decode()


@pytest.mark.parametrize("model", ["reviewdecision", "roundstep", "submittedcontent"])
def test_what_was_decided_has_no_form_at_all(client, model):
    client.force_login(user(is_superuser=True, is_staff=True))

    assert client.get(f"/admin/notices/{model}/").status_code == 404
    assert client.get(f"/admin/notices/{model}/add/").status_code == 404


# --- Systems -------------------------------------------------------------------------


def test_a_token_opens_no_door_of_the_desk_and_none_of_the_administration():
    unit = audited_unit()
    notice = notice_at("review", unit)
    system = SystemClient(new_token(source_system(unit)))
    doors = [
        *(reverse("desk-deed", args=[notice.pk, n]) for n in ("agree", "sign")),
        reverse("desk-signed-sheet", args=[notice.pk]),
        LIST,
        f"/api/v1/notices/{notice.pk}/",
    ]
    before = on_record()

    answers = [system.client.post(door, {"all_ticks": "on"}) for door in doors]

    assert all(answer.status_code in (302, 401, 403, 404, 405) for answer in answers)
    assert on_record() == before


def test_what_a_system_submits_passes_the_chain_and_it_signs_no_step():
    unit = audited_unit()
    system = SystemClient(new_token(source_system(unit)))
    basis = "《中华人民共和国政府信息公开条例》第二十条"
    system.post(sent=system.notice(disclosure_basis=basis))

    first, second = system.post("A-1/submit/"), system.post("A-1/submit/")

    notice = Notice.objects.get()
    assert (first.status_code, second.status_code) == (200, 409)
    assert (notice.status, notice.step) == (NoticeStatus.IN_REVIEW, "audit")
    for role in (Role.AUDITOR, Role.APPROVER):
        Membership.objects.create(user=notice.author, agency=unit, role=role)
    with pytest.raises(NotAllowed):
        agree(notice, by=User.objects.get(pk=notice.author_id), ticks=ALL_TICKS)


@pytest.mark.parametrize("name", ["agree", "return"])
def test_the_account_of_a_system_is_refused_at_the_desk(client, name):
    unit = audited_unit()
    notice = notice_at("review", unit)
    client.force_login(member(Role.REVIEWER, unit, is_service=True))
    before = on_record()

    answer = press(client, notice, name, all_ticks="on", reason="请改。")

    assert answer.status_code in (302, 400, 403, 404, 409)
    assert on_record() == before


# --- Nobody is left ------------------------------------------------------------------


def test_where_nobody_is_left_the_desk_says_what_to_do(client):
    unit = audited_unit()
    notice = notice_at("agreement", unit)
    Membership.objects.filter(role=Role.REVIEWER).delete()
    client.force_login(notice.author)

    page = client.get(page_url(notice)).content.decode()

    assert "“会签”目前无人可办" in page
    member(Role.REVIEWER, unit, name="新审核")
    page = client.get(page_url(notice)).content.decode()
    assert "目前无人可办" not in page
    assert "新审核" in page


def test_a_group_that_nobody_is_left_of_is_named(client):
    unit = agency()
    whole_chain(unit)
    circle = group(unit, GroupKind.SUPERVISION, member(Role.REVIEWER, unit))
    notice = notice_at("review", unit)
    member(Role.REVIEWER, unit)
    GroupMember.objects.filter(group=circle).delete()
    client.force_login(notice.author)

    page = client.get(page_url(notice)).content.decode()

    assert "“审核”目前无人可办" in page
    assert circle.name in page


# --- Who may no longer ---------------------------------------------------------------


def test_whose_role_has_ended_decides_nothing_from_an_open_page(client):
    unit = audited_unit()
    notice = notice_at("review", unit)
    person = member(Role.REVIEWER, unit)
    client.force_login(person)
    opened = client.get(page_url(notice)).status_code
    Membership.objects.filter(user=person).delete()
    before = on_record()

    answer = press(client, notice, "agree", all_ticks="on")

    assert (opened, answer.status_code) == (200, 404)
    assert on_record() == before
    assert not waits(person, notice)


def test_whose_account_is_closed_is_waited_for_no_more(client):
    unit = audited_unit()
    notice = notice_at("review", unit)
    person = member(Role.REVIEWER, unit)
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    answer = press(client, notice, "agree", all_ticks="on")

    assert answer.status_code == 302
    assert Notice.objects.get().step == "review"
    assert not waiting_for(User.objects.get(pk=person.pk)).to_decide.rows


def test_what_was_decided_stands_after_the_role_has_ended():
    unit = audited_unit()
    notice = notice_at("review", unit)
    person = pass_step(notice)
    Membership.objects.filter(user=person).delete()

    for _step in ("agreement", "signature"):
        pass_step(notice)

    assert notice.status == NoticeStatus.PUBLISHED
    assert ReviewDecision.objects.get(step="review").by == person


# --- A chain that is changed meanwhile -----------------------------------------------


@pytest.mark.parametrize("change", ["a step less", "no ticks", "gone", "another role"])
def test_a_round_keeps_steps_people_and_statements(client, change):
    unit = audited_unit()
    notice = notice_at("review", unit)
    chain = ReviewChain.objects.get()
    steps = chain.steps
    {
        "a step less": lambda: steps.filter(code__contains="agreement").delete(),
        "no ticks": lambda: steps.update(ticks=[]),
        "gone": chain.delete,
        "another role": lambda: steps.filter(role="reviewer").update(role="auditor"),
    }[change]()
    client.force_login(member(Role.REVIEWER, unit))

    unticked = press(client, notice, "agree")
    ticked = press(client, notice, "agree", all_ticks="on")

    assert (unticked.status_code, ticked.status_code) == (400, 302)
    assert Notice.objects.get().step == "agreement"
    assert AuditEntry.objects.filter(action="step_agreed", after="agreement").exists()
