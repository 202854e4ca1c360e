"""Attempts to come by a role that nobody granted."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from directories.granting import employ, grant, revoke
from directories.merging import merge, move
from directories.models import Employment, Membership, Role
from directories.permissions import has_role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed
from tests import factories as make
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 5)


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def overseer(db):
    return make.member(Role.OVERSEER, county(), is_staff=True)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_names_themselves(overseer, unit, role):
    with pytest.raises(NotAllowed):
        grant(Membership(user=overseer, agency=unit, role=role), by=overseer)

    assert not has_role(User.objects.get(pk=overseer.pk), unit, Role.APPROVER)


WAYS = {
    "move": lambda unit, own, by: move(unit, to=own, by=by, on=DAY),
    "merge": lambda unit, own, by: merge(own, into=unit, by=by, on=DAY),
    "merge into own": lambda unit, own, by: merge(unit, into=own, by=by, on=DAY),
}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER])
@pytest.mark.parametrize("way", WAYS)
def test_nobody_gains_a_role_by_changing_the_tree(overseer, unit, role, way):
    """A role at a small unit must not become one over another by a merger."""
    own = make.agency("档案馆")
    Membership.objects.create(user=overseer, agency=own, role=role)
    person = User.objects.get(pk=overseer.pk)

    with pytest.raises(NotAllowed):
        WAYS[way](unit, own, person)

    unit.refresh_from_db()
    assert unit.is_open
    assert not has_role(User.objects.get(pk=overseer.pk), unit, role)


def test_a_role_that_reaches_both_units_hinders_no_merger(overseer, unit):
    Membership.objects.create(user=overseer, agency=county(), role=Role.APPROVER)
    person = User.objects.get(pk=overseer.pk)
    old = make.agency("档案馆")

    merge(old, into=unit, by=person, on=DAY)

    old.refresh_from_db()
    assert old.successor == unit


# --- Through the admin --------------------------------------------------------------


def membership_data(person, unit, role):
    return {"user": person.pk, "agency": unit.pk, "role": role}


def test_an_overseer_is_no_choice_of_their_own(client, overseer, unit):
    client.force_login(overseer)

    client.post(
        reverse("admin:directories_membership_add"),
        membership_data(overseer, unit, Role.APPROVER),
    )

    assert not has_role(User.objects.get(pk=overseer.pk), unit, Role.APPROVER)


def test_a_granted_role_is_never_rewritten(client, overseer, unit):
    """Not even by sending the form of another row with a higher role."""
    person = make.member(Role.READER, unit)
    row = Membership.objects.get(user=person)
    client.force_login(overseer)

    answer = client.post(
        reverse("admin:directories_membership_change", args=[row.pk]),
        membership_data(person, unit, Role.APPROVER),
    )

    assert answer.status_code == 403
    assert Membership.objects.get(pk=row.pk).role == Role.READER


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER])
def test_who_oversees_nothing_grants_nothing(client, unit, role):
    person = make.member(role, unit, is_staff=True)
    friend = make.user()
    client.force_login(person)

    answer = client.post(
        reverse("admin:directories_membership_add"),
        membership_data(friend, unit, Role.APPROVER),
    )

    assert answer.status_code == 403
    assert not friend.memberships.exists()


def test_no_role_of_an_office_is_granted_at_the_county(client, overseer):
    friend = make.user()
    client.force_login(overseer)

    client.post(
        reverse("admin:directories_membership_add"),
        membership_data(friend, county(), Role.EDITOR),
    )

    assert not friend.memberships.exists()


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "is_active", "password"])
def test_nobody_below_the_superuser_changes_accounts(client, overseer, field):
    victim = make.user(is_staff=False)
    client.force_login(overseer)
    before = User.objects.filter(pk=victim.pk).values().get()

    answer = client.post(
        reverse("admin:foundation_user_change", args=[victim.pk]),
        {"username": victim.username, "name": victim.name, field: "on"},
    )

    assert answer.status_code == 403
    assert User.objects.filter(pk=victim.pk).values().get() == before


def test_nobody_chooses_their_own_unit_or_drops_their_own_role(overseer, unit):
    row = Membership.objects.get(user=overseer)

    with pytest.raises(NotAllowed):
        employ(Employment(user=overseer, agency=unit), by=overseer)
    with pytest.raises(NotAllowed):
        revoke(row, by=overseer)

    assert Membership.objects.filter(pk=row.pk).exists()


def test_an_account_that_was_closed_holds_no_role(client, unit):
    person = make.member(Role.APPROVER, unit, is_staff=True)
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    answer = client.get("/desk/")

    assert answer.status_code == 302
    assert not has_role(User.objects.get(pk=person.pk), unit, Role.APPROVER)
