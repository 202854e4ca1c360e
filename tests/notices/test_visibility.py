"""Who sees which notice: role × place in the tree × status × audience.

The answers stand in the tables below, written from the decisions, not from the code.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from directories.models import Role
from disclosure_portal.foundation import clock
from notices.models import Notice, NoticeAttachment
from notices.review import submit
from tests.factories import (
    agency,
    approved_notice,
    archived_notice,
    attachment,
    draft_notice,
    member,
    notices as factories,
    published_notice,
    returned_notice,
    submitted_notice,
    user,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db

# Where the reader's unit lies, seen from the unit of the notice.
ABOVE, SAME, BELOW, BESIDE, OUTSIDE = PLACES = (
    "above",
    "same",
    "below",
    "beside",
    "outside",
)
EVERY_ROLE = set(Role.values)
INSIDERS = {"editor", "reviewer", "auditor", "approver", "overseer"}

NOBODY: set[tuple[str, str]] = set()
EVERYBODY = set(product(EVERY_ROLE, PLACES))
THOSE_WHO_WORK_ON_IT = set(product(INSIDERS, {ABOVE, SAME}))


def staff(*places):
    return set(product(EVERY_ROLE, places))


# Status → who sees it in lists, who may open its address (a page or a 410), and
# whether a passer-by may do the same. Public audience.
PUBLIC = {
    "draft": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "in_review": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "returned": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "approved": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "released": (EVERYBODY, EVERYBODY),
    "published": (EVERYBODY, EVERYBODY),
    "withdrawn": (NOBODY, EVERYBODY),
    "archived": (NOBODY, EVERYBODY),
}
# Released internal notices: whose branch holds the unit, or whose unit lies in the
# audience's branch. The audience is the unit's own branch unless another is named.
AUDIENCES = {
    "own branch": staff(ABOVE, SAME, BELOW),
    "a unit beside": staff(ABOVE, SAME, BESIDE),
    "the superior's branch": staff(ABOVE, SAME, BELOW, BESIDE),
}
INTERNAL = {
    "draft": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "in_review": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "returned": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "approved": (THOSE_WHO_WORK_ON_IT, THOSE_WHO_WORK_ON_IT),
    "released": ("audience", "audience"),
    "published": ("audience", "audience"),
    "withdrawn": (NOBODY, "audience"),
    "archived": (NOBODY, "audience"),
}
SHOWN_TO_PASSERS_BY = {"released", "published"}
ADDRESSED_BY_PASSERS_BY = {"released", "published", "withdrawn", "archived"}


@pytest.fixture
def units():
    above = agency("上级")
    same = agency("本单位", parent=above)
    return {
        ABOVE: above,
        SAME: same,
        BELOW: agency("下级", parent=same),
        BESIDE: agency("平级", parent=above),
        OUTSIDE: agency("别处"),
    }


@pytest.fixture
def readers(units):
    return {
        (role, place): member(role, units[place])
        for role, place in product(EVERY_ROLE, PLACES)
    }


def released_notice(time_machine, **fields):
    """Signed for a time that has come, and not settled by any tick."""
    notice = approved_notice(release_at=clock.now() + timedelta(hours=1), **fields)
    time_machine.shift(timedelta(hours=2))
    return notice


def notice_that_is(status, time_machine, **fields):
    if status == "released":
        return released_notice(time_machine, **fields)
    make = {
        "draft": draft_notice,
        "in_review": submitted_notice,
        "returned": returned_notice,
        "approved": approved_notice,
        "published": published_notice,
        "withdrawn": withdrawn_notice,
        "archived": archived_notice,
    }
    return make[status](**fields)


def who(readers, sees):
    return {place for place, reader in readers.items() if sees(reader).exists()}


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


# --- The matrices -------------------------------------------------------------------


@pytest.mark.parametrize("status", PUBLIC)
def test_public_notices_are_seen_by(status, units, readers, morning):
    notice_that_is(status, morning, unit=units[SAME])
    shown, addressed = PUBLIC[status]

    assert who(readers, Notice.objects.visible_to) == shown
    assert who(readers, Notice.objects.addressable_by) == addressed


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("status", INTERNAL)
def test_internal_notices_are_seen_by(status, audience, units, readers, morning):
    branch = {
        "own branch": None,
        "a unit beside": units[BESIDE],
        "the superior's branch": units[ABOVE],
    }[audience]
    notice_that_is(
        status, morning, unit=units[SAME], audience="staff", audience_branch=branch
    )
    shown, addressed = (
        AUDIENCES[audience] if readers_of == "audience" else readers_of
        for readers_of in INTERNAL[status]
    )

    assert who(readers, Notice.objects.visible_to) == shown
    assert who(readers, Notice.objects.addressable_by) == addressed


@pytest.mark.parametrize("audience", ["public", "staff"])
@pytest.mark.parametrize("status", PUBLIC)
@pytest.mark.parametrize(
    "passer_by",
    [
        AnonymousUser,
        pytest.param(user, id="person without a role"),
        pytest.param(lambda: user(is_superuser=True), id="superuser without a role"),
    ],
)
def test_passers_by_see(passer_by, status, audience, units, morning):
    notice_that_is(status, morning, unit=units[SAME], audience=audience)
    reader = passer_by()

    shown = Notice.objects.visible_to(reader).exists()
    addressed = Notice.objects.addressable_by(reader).exists()

    is_public = audience == "public"
    assert shown == (is_public and status in SHOWN_TO_PASSERS_BY)
    assert addressed == (is_public and status in ADDRESSED_BY_PASSERS_BY)


# --- Single rules -------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
def test_a_deactivated_person_sees_what_passers_by_see(role, units):
    draft_notice(unit=units[SAME])
    person = member(role, units[SAME])
    person.is_active = False
    person.save()

    assert not Notice.objects.visible_to(person).exists()


def test_two_roles_see_what_either_sees(units):
    person = member(Role.READER, units[OUTSIDE])
    person.memberships.create(agency=units[SAME], role=Role.EDITOR)
    notice = draft_notice(unit=units[SAME])

    assert list(Notice.objects.visible_to(person)) == [notice]


def test_a_notice_is_listed_once_for_a_person_with_many_seats(units):
    person = member(Role.EDITOR, units[SAME])
    person.memberships.create(agency=units[SAME], role=Role.APPROVER)
    person.memberships.create(agency=units[ABOVE], role=Role.OVERSEER)
    published_notice(unit=units[SAME], audience="staff")

    assert Notice.objects.visible_to(person).count() == 1


def test_a_timed_notice_is_public_at_its_time_to_the_second(units, morning):
    moment = clock.now() + timedelta(hours=1)
    approved_notice(unit=units[SAME], release_at=moment)

    morning.move_to(moment - timedelta(seconds=1), tick=False)
    before = Notice.objects.public().count()
    morning.move_to(moment, tick=False)

    assert before == 0
    assert Notice.objects.public().count() == 1


@pytest.mark.parametrize(
    ("make", "expected"),
    [(published_notice, True), (withdrawn_notice, False)],
    ids=["published", "withdrawn"],
)
def test_files_are_seen_with_their_notice(make, expected, units, monkeypatch):
    monkeypatch.setattr(factories, "submit", with_a_file_first)
    make(unit=units[SAME])

    seen = NoticeAttachment.objects.visible_to(AnonymousUser())

    assert seen.exists() is expected


def with_a_file_first(notice, *, by):
    attachment(notice)
    submit(notice, by=by)
