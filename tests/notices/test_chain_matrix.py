"""Role × place × status × step × deed: the whole matrix, of notices and of corrections.

The table RULES is written from the decisions, not from code. Each attempt is made on
the same notice in a savepoint; what is refused must have changed nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, Receipt, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.deciding import agree
from notices.models import Notice, ReviewDecision, Revision, WithdrawalGround
from notices.publication import archive, override, recall, sign, withdraw
from notices.review import send_back, submit
from tests.factories import agency, correction_of, member, user
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    chained_draft,
    notice_at,
    pass_step,
    whole_chain,
)
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

DEEDS: dict[str, Callable[..., Any]] = {
    "submit": submit,
    "agree": partial(agree, ticks=ALL_TICKS),
    "sign": partial(sign, ticks=ALL_TICKS),
    "send_back": partial(send_back, reason="请补充。"),
    "override": partial(override, reason="防汛急需。"),
    "recall": partial(recall, reason="改期。"),
    "withdraw": partial(withdraw, ground=WithdrawalGround.WRONG, reason="数字有误。"),
    "archive": partial(archive, reason="机构撤销。"),
}
# Step → whose it is.
STEPS = {
    "audit": Role.AUDITOR,
    "review": Role.REVIEWER,
    "agreement": Role.REVIEWER,
    "signature": Role.APPROVER,
}
OPEN_STEPS = ("audit", "review", "agreement")
# (deed, state) → the role that may; all others may nothing.
RULES = {
    ("submit", "draft"): Role.EDITOR,
    **{("agree", step): STEPS[step] for step in OPEN_STEPS},
    ("sign", "signature"): Role.APPROVER,
    **{("send_back", step): role for step, role in STEPS.items()},
    ("recall", "approved"): Role.APPROVER,
    ("withdraw", "published"): Role.APPROVER,
    ("archive", "published"): Role.APPROVER,
}
# Where a role is held, seen from the notice's unit, and whether it reaches it.
PLACES = {"own": True, "above": True, "county": True, "below": False, "other": False}
NOBODY = ("none", "superuser")
STATES = ["draft", *STEPS, "approved", "published", "withdrawn", "archived"]
OF_CORRECTIONS = ["draft", *STEPS, "merged"]


def may(deed: str, state: str, role: str, place: str) -> bool:
    if deed == "override":
        leader = role == Role.APPROVER and place == "county"
        return leader and state in OPEN_STEPS
    return RULES.get((deed, state)) == role and PLACES[place]


@pytest.fixture
def unit(db):
    """A unit below another one, whose notices all pass four steps."""
    above = audited_unit()
    return agency(parent=above)


def people_of(unit) -> dict[tuple[str, str], User]:
    """Everybody: role and place → a person who holds this role there and no other."""
    places = {
        "own": unit,
        "above": unit.parent,
        "county": county(),
        "below": agency(parent=unit),
        "other": agency(),
    }
    people = {
        (role, place): member(role, where)
        for role, (place, where) in product(Role.values, places.items())
    }
    people["none", "own"] = user()
    people["superuser", "own"] = user(is_superuser=True, is_staff=True)
    return people


def in_state(state: str, unit) -> Notice:
    if state == "draft":
        return chained_draft(unit)
    if state in STEPS:
        return notice_at(state, unit)
    release = clock.now() + timedelta(days=1) if state == "approved" else None
    notice = notice_at("signature", unit, release_at=release)
    pass_step(notice)
    approver = member(Role.APPROVER, unit)
    if state == "withdrawn":
        withdraw(notice, by=approver, ground="wrong", reason="数字有误。")
    if state == "archived":
        archive(notice, by=approver, reason="机构撤销。")
    return notice


def correction_in_state(state: str, unit) -> Notice:
    public = in_state("published", unit)
    correction = correction_of(public, title="更正后的标题")
    if state == "draft":
        return correction
    submit(correction, by=correction.author)
    while correction.step not in (state, ""):
        pass_step(correction)
    return correction


def on_record(notice: Notice) -> list[Any]:
    keys: Any = [notice.pk, notice.corrects_id]
    return [
        *Notice.objects.filter(pk__in=keys).order_by("pk").values_list(),
        *(
            model.objects.count()
            for model in (ReviewDecision, AuditEntry, Revision, Receipt)
        ),
    ]


def attempt(deed: str, notice: Notice, by: User) -> bool:
    """Whether it was done; all of it is undone again."""
    fresh = Notice.objects.select_related("agency", "board").get(pk=notice.pk)
    before = on_record(notice)
    try:
        with transaction.atomic():
            DEEDS[deed](fresh, by=by)
            assert on_record(notice) != before
            transaction.set_rollback(True)
    except (NotAllowed, TransitionError):
        assert on_record(notice) == before
        return False
    return True


def wrongly(notice: Notice, state: str, people: dict[tuple[str, str], User]):
    """Attempts whose outcome is not that of the table."""
    for deed, ((role, place), person) in product(DEEDS, people.items()):
        expected = role not in NOBODY and may(deed, state, role, place)
        if attempt(deed, notice, person) != expected:
            yield deed, role, place


@pytest.mark.parametrize("state", STATES)
def test_each_deed_is_done_by_its_role_in_its_place_alone(unit, state):
    notice = in_state(state, unit)

    assert list(wrongly(notice, state, people_of(unit))) == []


@pytest.mark.parametrize("state", OF_CORRECTIONS)
def test_corrections_pass_the_same_hands(unit, state):
    correction = correction_in_state(state, unit)

    assert list(wrongly(correction, state, people_of(unit))) == []


# --- One hand -----------------------------------------------------------------------

BY_STEP = {step: "sign" if step == "signature" else "agree" for step in STEPS}


def with_every_role(unit, *, is_superuser: bool) -> User:
    """Also those of the county leader."""
    person = user(is_superuser=is_superuser, is_staff=True)
    rows = [(unit, role) for role in (Role.EDITOR, *STEPS.values())]
    rows.append((county(), Role.APPROVER))
    for where, role in dict.fromkeys(rows):
        Membership.objects.create(user=person, agency=where, role=role)
    return person


def decided(notice: Notice, person: User) -> list[str]:
    """What this person could do to the step that waits."""
    deeds = [BY_STEP[notice.step], "send_back", "override"]
    return [deed for deed in deeds if attempt(deed, notice, person)]


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("hand", ["author", "submitter", "editor"])
@pytest.mark.parametrize("is_correction", [False, True])
def test_nobody_decides_what_they_wrote(unit, hand, is_correction, is_superuser):
    person = with_every_role(unit, is_superuser=is_superuser)
    public = in_state("published", unit) if is_correction else None
    draft = correction_of(public, title="新题") if public else chained_draft(unit)
    if hand == "author":
        Notice.objects.filter(pk=draft.pk).update(author=person)
        draft.author = person
    if hand == "editor":
        draft.lock_content(by=person)
    submitter = person if hand == "submitter" else member(Role.EDITOR, unit)
    submit(draft, by=submitter)

    for _step in STEPS:
        assert decided(draft, person) == []
        pass_step(draft)

    assert draft.step == ""


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("first", list(STEPS)[:-1])
@pytest.mark.parametrize("is_correction", [False, True])
def test_nobody_decides_two_steps(unit, first, is_correction, is_superuser):
    """Nor overrides what they agreed to at an earlier step."""
    person = with_every_role(unit, is_superuser=is_superuser)
    make = correction_in_state if is_correction else in_state
    notice = make(first, unit)
    agree(notice, by=person, ticks=ALL_TICKS)

    while notice.step:
        assert decided(notice, person) == []
        pass_step(notice)


def test_who_wrote_the_first_version_may_decide_on_a_correction_by_another(unit):
    """A correction is a notice of its own: its text is somebody else's."""
    public = in_state("published", unit)
    Membership.objects.create(user=public.author, agency=unit, role=Role.AUDITOR)
    correction = correction_of(public, title="新题")
    submit(correction, by=correction.author)

    assert decided(correction, User.objects.get(pk=public.author.pk)) == [
        "agree",
        "send_back",
    ]


def test_the_second_hand_reaches_what_is_in_review_and_nothing_else(unit):
    office = agency("政府办")
    whole_chain(unit, second_hand=office)
    people = {role: member(role, office) for role in Role.values}

    for state in ("draft", "review", "agreement", "signature", "published"):
        notice = in_state(state, unit)
        done = [
            (deed, role)
            for deed, (role, person) in product(DEEDS, people.items())
            if attempt(deed, notice, person)
        ]
        own = BY_STEP.get(state)
        expected = [(own, STEPS[state]), ("send_back", STEPS[state])] if own else []
        assert done == expected, state
