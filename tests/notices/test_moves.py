"""The life of a notice: every pair of statuses, every deed × status × role, races.

What is allowed stands in the tables below, written from the decisions, not from code.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry, Counter, SiteState
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.drafting import save_draft
from notices.models import (
    Decision,
    Notice,
    NoticeStatus,
    ReviewDecision,
    Revision,
    Tally,
    Tick,
    WithdrawalGround,
)
from notices.publication import archive, recall, sign, withdraw
from notices.review import Incomplete, ReasonMissing, send_back, submit
from tests.factories import (
    agency,
    approved_notice,
    archived_notice,
    draft_notice,
    member,
    published_notice,
    returned_notice,
    submitted_notice,
    user,
    withdrawn_notice,
)

ALLOWED = {
    ("draft", "in_review"),
    ("in_review", "draft"),
    ("in_review", "approved"),
    ("in_review", "published"),
    ("in_review", "merged"),
    ("approved", "draft"),
    ("approved", "published"),
    ("published", "withdrawn"),
    ("published", "archived"),
}


PAIRS = [*product(NoticeStatus.values, repeat=2)]


@pytest.mark.parametrize("move", PAIRS, ids="-".join)
def test_only_the_listed_moves_are_allowed(move):
    source, target = move

    assert Notice(status=source).can_move_to(target) == (move in ALLOWED)


# --- Deeds --------------------------------------------------------------------------

MAKE = {
    "draft": draft_notice,
    "in_review": submitted_notice,
    "approved": approved_notice,
    "published": published_notice,
    "withdrawn": withdrawn_notice,
    "archived": archived_notice,
}


def edit(notice, *, by):
    notice.title = "改过的标题"
    save_draft(notice, by=by)


def withdraw_wrong(notice, *, by):
    withdraw(notice, by=by, ground=WithdrawalGround.WRONG, reason="数字有误。")


DEEDS: dict[str, Callable[..., Any]] = {
    "edit": edit,
    "submit": submit,
    "send_back": partial(send_back, reason="请补充。"),
    "sign": partial(sign, ticks=Tick.values),
    "recall": partial(recall, reason="改期。"),
    "withdraw": withdraw_wrong,
    "archive": partial(archive, reason="机构改革。"),
}
# Deed → the role that may do it, and what becomes of the notice in which status.
RULES = {
    "edit": (Role.EDITOR, {"draft": "draft"}),
    "submit": (Role.EDITOR, {"draft": "in_review"}),
    "send_back": (Role.APPROVER, {"in_review": "draft"}),
    "sign": (Role.APPROVER, {"in_review": "published"}),
    "recall": (Role.APPROVER, {"approved": "draft"}),
    "withdraw": (Role.APPROVER, {"published": "withdrawn"}),
    "archive": (Role.APPROVER, {"published": "archived"}),
}


def everything_on_record():
    return (
        list(Notice.objects.order_by("pk").values()),
        AuditEntry.objects.count(),
        ReviewDecision.objects.count(),
        list(Revision.objects.values()),
        list(Tally.objects.order_by("key").values_list("key", "count")),
        list(Counter.objects.order_by("key").values_list("key", "value")),
        SiteState.objects.current().version,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("status", MAKE)
@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_works_in_its_status_and_changes_nothing_in_others(deed, status):
    role, outcomes = RULES[deed]
    notice = MAKE[status]()
    person = member(role, notice.agency)
    before = everything_on_record()

    if status in outcomes:
        DEEDS[deed](notice, by=person)
        assert Notice.objects.get(pk=notice.pk).status == outcomes[status]
        return

    with pytest.raises(TransitionError):
        DEEDS[deed](notice, by=person)
    assert everything_on_record() == before


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["above", "same", "below", "beside", "outside"])
@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_asks_for_its_role_over_the_unit(deed, role, place):
    right_role, outcomes = RULES[deed]
    above = agency()
    unit = agency(parent=above)
    places = {
        "above": above,
        "same": unit,
        "below": agency(parent=unit),
        "beside": agency(parent=above),
        "outside": agency(),
    }
    (status,) = outcomes
    notice = MAKE[status](unit=unit)
    person = member(role, places[place])
    before = everything_on_record()

    if role == right_role and place in ("above", "same"):
        DEEDS[deed](notice, by=person)
        assert Notice.objects.get(pk=notice.pk).status == outcomes[status]
        return

    with pytest.raises(NotAllowed):
        DEEDS[deed](notice, by=person)
    assert everything_on_record() == before


@pytest.mark.django_db
@pytest.mark.parametrize("deed", DEEDS)
def test_a_superuser_without_the_role_may_do_nothing(deed):
    (status,) = RULES[deed][1]
    notice = MAKE[status]()

    with pytest.raises(NotAllowed):
        DEEDS[deed](notice, by=user(is_superuser=True, is_staff=True))


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["send_back", "recall", "withdraw", "archive"])
@pytest.mark.parametrize("reason", ["", "  \n"], ids=["empty", "blank"])
def test_what_must_be_explained_is_explained(deed, reason):
    role, outcomes = RULES[deed]
    (status,) = outcomes
    notice = MAKE[status]()
    person = member(role, notice.agency)
    deeds: dict[str, Callable[..., Any]] = {
        "send_back": send_back,
        "recall": recall,
        "archive": archive,
        "withdraw": partial(withdraw, ground=WithdrawalGround.WRONG),
    }

    with pytest.raises(ReasonMissing):
        deeds[deed](notice, by=person, reason=reason)

    assert Notice.objects.get(pk=notice.pk).status == status


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"title": " "}, {"body": ""}, {"body": "<p> </p>"}],
    ids=["no title", "no text", "an empty paragraph"],
)
def test_an_incomplete_draft_is_not_submitted(fields):
    notice = draft_notice(**fields)

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)

    assert Notice.objects.get().status == NoticeStatus.DRAFT


# --- A second pair of eyes ----------------------------------------------------------


@pytest.fixture
def all_rounder():
    """A superuser who is also editor and approver of one unit."""
    unit = agency()
    person = member(Role.EDITOR, unit, is_superuser=True, is_staff=True)
    person.memberships.create(agency=unit, role=Role.APPROVER)
    return person, unit


def decisions(notice, person):
    return [
        lambda: sign(notice, by=person, ticks=Tick.values),
        lambda: send_back(notice, by=person, reason="不行。"),
    ]


def draft_by(person, unit):
    template = draft_notice(unit=unit)
    notice = Notice(
        agency=unit, board=template.board, title="自拟通知", body="<p>正文。</p>"
    )
    return save_draft(notice, by=person)


@pytest.mark.django_db
@pytest.mark.parametrize("which", [0, 1], ids=["sign", "send back"])
def test_nobody_decides_what_they_wrote(all_rounder, which):
    person, unit = all_rounder
    notice = draft_by(person, unit)
    submit(notice, by=member(Role.EDITOR, unit))

    with pytest.raises(NotAllowed):
        decisions(notice, person)[which]()


@pytest.mark.django_db
def test_nobody_decides_what_they_submitted(all_rounder):
    person, unit = all_rounder
    notice = draft_notice(unit=unit)
    submit(notice, by=person)

    with pytest.raises(NotAllowed):
        sign(notice, by=person, ticks=Tick.values)


@pytest.mark.django_db
def test_nobody_decides_what_they_submitted_in_an_earlier_round(all_rounder):
    person, unit = all_rounder
    notice = draft_notice(unit=unit)
    submit(notice, by=person)
    send_back(notice, by=member(Role.APPROVER, unit), reason="请补充。")
    submit(notice, by=notice.author)

    with pytest.raises(NotAllowed):
        sign(notice, by=person, ticks=Tick.values)


@pytest.mark.django_db
def test_nobody_decides_what_they_mended_a_comma_in(all_rounder):
    person, unit = all_rounder
    notice = draft_notice(unit=unit)
    edit(notice, by=person)
    submit(notice, by=notice.author)

    with pytest.raises(NotAllowed):
        sign(notice, by=person, ticks=Tick.values)


@pytest.mark.django_db
def test_who_sent_it_back_may_sign_it_later():
    notice = submitted_notice()
    approver = member(Role.APPROVER, notice.agency)
    send_back(notice, by=approver, reason="请补充。")
    submit(notice, by=notice.author)

    sign(notice, by=approver, ticks=Tick.values)

    assert notice.status == NoticeStatus.PUBLISHED


# --- Races --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("second_deed", ["sign", "send_back"])
def test_the_second_of_two_officers_loses(second_deed):
    notice = submitted_notice()
    same_notice = Notice.objects.get(pk=notice.pk)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    before = everything_on_record()

    with pytest.raises(StaleStatusError):
        DEEDS[second_deed](same_notice, by=member(Role.APPROVER, notice.agency))

    assert everything_on_record() == before


@pytest.mark.django_db
def test_withdrawing_twice_counts_once():
    notice = published_notice()
    same_notice = Notice.objects.get(pk=notice.pk)
    approver = member(Role.APPROVER, notice.agency)
    withdraw_wrong(notice, by=approver)

    with pytest.raises(StaleStatusError):
        withdraw_wrong(same_notice, by=approver)

    assert Tally.objects.under("all") == 0


@pytest.mark.django_db
def test_the_second_of_two_writers_does_not_overwrite_the_first():
    notice = draft_notice()
    same_notice = Notice.objects.get(pk=notice.pk)
    colleague = member(Role.EDITOR, notice.agency)
    edit(notice, by=notice.author)

    same_notice.title = "另一个标题"
    with pytest.raises(StaleStatusError):
        save_draft(same_notice, by=colleague)

    assert Notice.objects.get().title == "改过的标题"


@pytest.mark.django_db
def test_a_draft_that_was_submitted_meanwhile_is_not_overwritten():
    notice = draft_notice()
    same_notice = Notice.objects.get(pk=notice.pk)
    submit(notice, by=notice.author)

    with pytest.raises(StaleStatusError):
        edit(same_notice, by=notice.author)


@pytest.mark.django_db
def test_a_draft_that_was_edited_meanwhile_is_not_submitted_unread():
    notice = draft_notice()
    same_notice = Notice.objects.get(pk=notice.pk)
    edit(notice, by=notice.author)

    with pytest.raises(StaleStatusError):
        submit(same_notice, by=notice.author)


@pytest.mark.django_db
def test_a_decision_on_an_older_round_is_refused():
    notice = submitted_notice()
    older = Notice.objects.get(pk=notice.pk)
    send_back(notice, by=member(Role.APPROVER, notice.agency), reason="请补充。")
    edit(notice, by=notice.author)
    submit(notice, by=notice.author)

    with pytest.raises(StaleStatusError):
        sign(older, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)

    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW


# --- What each deed leaves ----------------------------------------------------------


@pytest.mark.django_db
def test_the_trail_tells_the_whole_life():
    notice = withdrawn_notice()

    lines = AuditEntry.objects.filter(
        target_type="notices.notice", target_id=notice.pk
    ).order_by("pk")

    assert list(lines.values_list("action", "before", "after")) == [
        ("created", "", ""),
        ("moved", "draft", "in_review"),
        ("moved", "in_review", "published"),
        ("moved", "published", "withdrawn"),
    ]
    assert all(line.actor_name for line in lines)


@pytest.mark.django_db
def test_each_round_keeps_its_decision():
    notice = returned_notice()
    submit(notice, by=notice.author)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)

    rounds = ReviewDecision.objects.values_list("round", "decision", "opinion")

    assert list(rounds) == [
        (1, Decision.RETURNED, "请补充依据。"),
        (2, Decision.AGREED, ""),
    ]


@pytest.mark.django_db
def test_a_deed_that_fails_half_way_leaves_nothing(monkeypatch):
    notice = submitted_notice()
    before = everything_on_record()

    def fail(*_args, **_kwargs):
        raise DomainError("the revision could not be written")

    monkeypatch.setattr(Revision.objects, "create", fail)
    with pytest.raises(DomainError):
        sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)

    assert everything_on_record() == before
