"""Who can be named to which role, and where."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from directories.models import Agency, Employment, Membership, Role
from tests.factories import agency, member, user
from tests.factories.directories import county

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.EDITOR, False),
        (Role.REVIEWER, False),
        (Role.AUDITOR, False),
        (Role.APPROVER, True),
        (Role.MAILBOX_CLERK, False),
        (Role.INSPECTOR, True),
        (Role.OVERSEER, True),
        (Role.READER, False),
    ],
)
def test_the_county_itself_is_no_office(role, allowed):
    membership = Membership(user=user(), agency=county(), role=role)

    if allowed:
        membership.full_clean()
        return

    with pytest.raises(ValidationError) as refused:
        membership.full_clean()
    assert set(refused.value.message_dict) == {"role"}


@pytest.mark.parametrize("role", Role.values)
def test_every_role_exists_at_an_office(role):
    Membership(user=user(), agency=agency(), role=role).full_clean()


def test_a_role_is_held_once_at_a_unit():
    unit = agency()
    person = member(Role.EDITOR, unit)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, agency=unit, role=Role.EDITOR)


def test_a_person_has_one_employer():
    person = user()
    Employment.objects.create(user=person, agency=agency())

    with pytest.raises(IntegrityError), transaction.atomic():
        Employment.objects.create(user=person, agency=agency())


def test_people_and_units_on_record_are_not_deleted():
    unit = agency()
    person = member(Role.EDITOR, unit)

    with pytest.raises(ProtectedError):
        person.delete()
    with pytest.raises(ProtectedError):
        unit.delete()


def test_posts_of_deactivated_people_can_be_left_out():
    unit = agency()
    active = member(Role.APPROVER, unit)
    member(Role.APPROVER, unit, is_active=False)

    posts = Membership.objects.of_active_users()

    assert [post.user for post in posts] == [active]


def test_there_is_one_county():
    county()

    with pytest.raises(ValidationError):
        Agency(code="2", name="另一个县").full_clean()


@pytest.mark.parametrize("code", ["有", "a b", "", "-a", "a/b", "a\n"])
def test_a_code_can_stand_in_an_address(code):
    with pytest.raises(ValidationError):
        Agency(code=code, name="单位", parent=county()).clean_fields()
