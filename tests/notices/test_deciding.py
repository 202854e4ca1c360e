"""Who decides which step: the whole matrix, two steps by one hand, the override."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import product

import pytest

from directories.models import GroupKind, GroupMember, Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.deciding import TicksMissing, agree
from notices.drafting import save_draft
from notices.models import (
    Notice,
    NoticeStatus,
    ReviewDecision,
    Revision,
)
from notices.publication import archive, override, sign, withdraw
from notices.review import send_back, submit
from tests.factories import agency, member, user
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    chained_draft,
    group,
    notice_at,
    pass_step,
    whole_chain,
)

pytestmark = pytest.mark.django_db

STEPS = {
    "audit": Role.AUDITOR,
    "review": Role.REVIEWER,
    "agreement": Role.REVIEWER,
    "signature": Role.APPROVER,
}
STATES = [*STEPS, "draft", "approved", "published", "withdrawn", "archived"]
DEEDS = {
    "agree": partial(agree, ticks=ALL_TICKS),
    "sign": partial(sign, ticks=ALL_TICKS),
    "send_back": partial(send_back, reason="请补充。"),
    "override": partial(override, reason="防汛急需。"),
}


def allowed(deed, role, state):
    if deed == "override" or state not in STEPS or role != STEPS[state]:
        return False
    return deed == "send_back" or (deed == "sign") == (state == "signature")


def in_state(state, unit):
    if state == "draft":
        return chained_draft(unit)
    if state in STEPS:
        return notice_at(state, unit)
    release = clock.now() + timedelta(days=1) if state == "approved" else None
    notice = notice_at("signature", unit, release_at=release)
    pass_step(notice)
    if state == "withdrawn":
        by = member(Role.APPROVER, unit)
        withdraw(notice, by=by, ground="wrong", reason="数字有误。")
    if state == "archived":
        archive(notice, by=member(Role.APPROVER, unit), reason="机构撤销。")
    return notice


def on_record():
    return (
        list(Notice.objects.order_by("pk").values()),
        ReviewDecision.objects.count(),
        AuditEntry.objects.count(),
        Revision.objects.count(),
    )


@pytest.mark.parametrize("state", STATES)
def test_each_step_in_each_status_is_decided_by_its_role_alone(state):
    """Role × status × step × deed: what is not allowed changes nothing at all."""
    unit = audited_unit()
    for deed, role in product(DEEDS, Role.values):
        notice = in_state(state, unit)
        person = member(role, unit)
        before = on_record()
        if allowed(deed, role, state):
            DEEDS[deed](notice, by=person)
            assert on_record() != before, (deed, role)
            continue
        with pytest.raises((NotAllowed, TransitionError)):
            DEEDS[deed](notice, by=person)
        assert on_record() == before, (deed, role)


@pytest.mark.parametrize("step", STEPS)
def test_a_superuser_without_the_role_decides_nothing(step):
    notice = notice_at(step, audited_unit())
    boss = user(is_superuser=True, is_staff=True)

    for deed in DEEDS.values():
        with pytest.raises((NotAllowed, TransitionError)):
            deed(notice, by=boss)


@pytest.mark.parametrize("step", STEPS)
def test_people_of_other_units_decide_nothing(step):
    unit = audited_unit()
    notice = notice_at(step, unit)
    for place in (agency(), agency(parent=unit)):
        for deed in ("agree", "sign", "send_back"):
            with pytest.raises((NotAllowed, TransitionError)):
                DEEDS[deed](notice, by=member(STEPS[step], place))


# --- One hand, one step -------------------------------------------------------------


def with_all_roles(unit, **fields):
    person = member(Role.EDITOR, unit, **fields)
    for role in (Role.AUDITOR, Role.REVIEWER, Role.APPROVER):
        Membership.objects.create(user=person, agency=unit, role=role)
    return person


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_nobody_decides_their_own_draft(step, is_superuser):
    unit = audited_unit()
    notice = notice_at(step, unit)
    person = with_all_roles(unit, is_superuser=is_superuser)
    Notice.objects.filter(pk=notice.pk).update(author=person)
    notice.refresh_from_db()

    deed = "sign" if step == "signature" else "agree"
    for name in (deed, "send_back"):
        with pytest.raises(NotAllowed):
            DEEDS[name](notice, by=person)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_decides_two_steps_of_one_notice(is_superuser):
    unit = audited_unit()
    notice = notice_at("audit", unit)
    person = with_all_roles(unit, is_superuser=is_superuser)
    agree(notice, by=person, ticks=ALL_TICKS)

    for step in ("review", "agreement", "signature"):
        assert notice.step == step
        deed = "sign" if step == "signature" else "agree"
        for name in (deed, "send_back"):
            with pytest.raises(NotAllowed):
                DEEDS[name](notice, by=person)
        pass_step(notice)

    assert notice.status == NoticeStatus.PUBLISHED


def test_nor_in_a_later_round():
    unit = audited_unit()
    notice = notice_at("review", unit)
    person = with_all_roles(unit)
    send_back(notice, by=person, reason="请补充。")
    submit(notice, by=notice.author)

    with pytest.raises(NotAllowed):
        agree(notice, by=person, ticks=ALL_TICKS)


def test_who_returned_a_step_decides_the_same_step_later():
    unit = audited_unit()
    notice = notice_at("review", unit)
    person = member(Role.REVIEWER, unit)
    send_back(notice, by=person, reason="请补充。")
    submit(notice, by=notice.author)
    pass_step(notice)

    agree(notice, by=person, ticks=ALL_TICKS)

    assert notice.step == "agreement"


def test_only_members_of_the_steps_group_decide_it():
    unit = agency()
    whole_chain(unit)
    circle = group(unit, GroupKind.SUPERVISION, member(Role.REVIEWER, unit))
    notice = notice_at("review", unit)
    outsider = member(Role.REVIEWER, unit)
    without_role = member(Role.EDITOR, unit)
    GroupMember.objects.create(group=circle, name="甲", user=without_role)

    for person in (outsider, without_role):
        with pytest.raises(NotAllowed):
            agree(notice, by=person, ticks=ALL_TICKS)


# --- What is confirmed --------------------------------------------------------------


@pytest.mark.parametrize("left_out", ALL_TICKS)
def test_everything_that_a_step_asks_is_confirmed(left_out):
    notice = notice_at("review", audited_unit())
    ticks = [code for code in ALL_TICKS if code != left_out]

    with pytest.raises(TicksMissing):
        agree(notice, by=member(Role.REVIEWER, notice.agency), ticks=ticks)

    assert Notice.objects.get().step == "review"


def test_a_decision_keeps_what_was_confirmed_by_whom_and_why():
    notice = notice_at("review", audited_unit())
    person = member(Role.REVIEWER, notice.agency)

    agree(notice, by=person, ticks=[*ALL_TICKS, "forged"], opinion="已核对。")

    row = ReviewDecision.objects.get(step="review")
    assert (row.by, row.opinion, row.step_name) == (person, "已核对。", "审核")
    assert row.ticks == list(ALL_TICKS)
    assert (row.round, row.content_version) == (1, notice.content_version)


# --- Races --------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["agree", "send_back"])
def test_the_second_of_two_reviewers_loses(deed):
    notice = notice_at("review", audited_unit())
    same = Notice.objects.get(pk=notice.pk)
    pass_step(notice)
    before = on_record()

    with pytest.raises(StaleStatusError):
        DEEDS[deed](same, by=member(Role.REVIEWER, notice.agency))

    assert on_record() == before


def test_a_decision_on_an_older_text_is_refused():
    notice = notice_at("review", audited_unit())
    older = Notice.objects.get(pk=notice.pk)
    send_back(notice, by=member(Role.REVIEWER, notice.agency), reason="改。")
    notice.title = "改过的标题"
    save_draft(notice, by=notice.author)
    submit(notice, by=notice.author)
    pass_step(notice)

    with pytest.raises(StaleStatusError):
        agree(older, by=member(Role.REVIEWER, notice.agency), ticks=ALL_TICKS)


def test_a_forged_step_passes_nothing():
    notice = notice_at("audit", audited_unit())
    notice.step = "signature"
    before = on_record()

    with pytest.raises(StaleStatusError):
        sign(notice, by=member(Role.APPROVER, notice.agency), ticks=ALL_TICKS)

    assert on_record() == before
