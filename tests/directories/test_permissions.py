"""Rights come from memberships and reach the branch below; nothing else gives any."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from directories.models import Role
from directories.permissions import (
    Seat,
    branches,
    has_role,
    in_branches,
    require_role,
    seats,
)
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed
from notices.models import Notice
from tests.factories import agency, board, draft_notice, member, user
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

PLACES = {
    "above": True,
    "same": True,
    "below": False,
    "beside": False,
    "outside": False,
}


@pytest.fixture
def units():
    above = agency()
    same = agency(parent=above)
    return {
        "above": above,
        "same": same,
        "below": agency(parent=same),
        "beside": agency(parent=above),
        "outside": agency(),
    }


# --- Roles in branches --------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", Role.values)
def test_a_role_reaches_its_unit_and_those_below(role, place, units):
    person = member(role, units[place])
    unit = units["same"]

    assert has_role(person, unit, role) is PLACES[place]
    assert not any(
        has_role(person, unit, other) for other in Role.values if other != role
    )


@pytest.mark.parametrize("place", PLACES)
def test_who_lacks_the_role_is_told_which_one_it_takes(place, units):
    person = member(Role.APPROVER, units[place])

    if PLACES[place]:
        require_role(person, units["same"], Role.EDITOR, Role.APPROVER)
        return

    with pytest.raises(NotAllowed, match=str(units["same"])):
        require_role(person, units["same"], Role.EDITOR, Role.APPROVER)


def test_a_neighbour_with_a_longer_number_is_outside(units):
    # 00010001 must not contain 00010001x of another level by mere resemblance.
    seat = Seat(role=Role.EDITOR, agency_id=1, path="00010001")

    assert seat.reaches("000100010001")
    assert not seat.reaches("00010002")
    assert not seat.reaches("0001")


@pytest.mark.parametrize(
    "make",
    [
        AnonymousUser,
        pytest.param(user, id="no membership"),
        pytest.param(lambda: user(is_superuser=True), id="superuser"),
    ],
)
def test_these_have_no_seat(make):
    assert seats(make()) == ()


def test_a_deactivated_person_has_no_seat(units):
    person = member(Role.EDITOR, units["same"])
    person.is_active = False

    assert seats(person) == ()


def test_seats_are_read_once(units, django_assert_num_queries):
    person = User.objects.get(pk=member(Role.EDITOR, units["same"]).pk)

    with django_assert_num_queries(1):
        for unit in units.values():
            has_role(person, unit, Role.EDITOR)
        branches(person)


def test_no_branch_matches_no_row(units):
    draft_notice(unit=units["same"])

    assert not Notice.objects.filter(in_branches([])).exists()


# --- Django's permissions -----------------------------------------------------------

# Role → what it may do with a notice, a unit and a board in the admin.
RIGHTS: dict[str, dict[str, set[str]]] = {
    "editor": {
        "notice": {"view", "add", "change", "delete"},
        "agency": {"view", "change"},
        "board": {"view"},
        "membership": set(),
    },
    "overseer": {
        "notice": {"view"},
        "agency": {"view", "add", "change"},
        "board": {"view", "add", "change"},
        "membership": {"view", "add", "change", "delete"},
    },
    **{
        role: {
            "notice": {"view"},
            "agency": {"view"},
            "board": {"view"},
            "membership": set(),
        }
        for role in ("reviewer", "auditor", "approver")
    },
    **{
        role: {"notice": set(), "agency": set(), "board": set(), "membership": set()}
        for role in ("mailbox_clerk", "inspector", "reader")
    },
}
APPS = {
    "notice": "notices",
    "board": "notices",
    "agency": "directories",
    "membership": "directories",
}


@pytest.mark.parametrize("model", APPS)
@pytest.mark.parametrize("role", Role.values)
def test_each_role_has_these_rights_in_the_admin(role, model, units):
    person = member(role, units["same"])

    rights = {
        verb
        for verb in ("view", "add", "change", "delete")
        if person.has_perm(f"{APPS[model]}.{verb}_{model}")
    }

    assert rights == RIGHTS[role][model]


@pytest.mark.parametrize("place", PLACES)
def test_a_right_over_one_record_asks_where_it_belongs(place, units):
    person = member(Role.EDITOR, units[place])
    notice = draft_notice(unit=units["same"])

    assert person.has_perm("notices.change_notice", notice) is PLACES[place]
    assert person.has_perm("directories.change_agency", units["same"]) is PLACES[place]


def test_groups_and_single_permissions_give_nothing():
    person = user()
    right = Permission.objects.get(codename="change_notice")
    person.user_permissions.add(right)
    group = Group.objects.create(name="老组")
    group.permissions.add(right)
    person.groups.add(group)

    assert not person.has_perm("notices.change_notice")
    assert not person.has_module_perms("notices")


def test_a_superuser_may_open_everything_in_the_admin():
    person = user(is_superuser=True, is_staff=True)

    assert person.has_perm("notices.change_notice")
    assert person.has_module_perms("foundation")


def test_a_deactivated_person_has_no_right(units):
    person = member(Role.OVERSEER, units["same"])
    person.is_active = False

    assert not person.has_perm("notices.view_notice")


def test_an_app_is_shown_to_those_with_a_right_in_it(units):
    editor = member(Role.EDITOR, units["same"])
    reader = member(Role.READER, units["same"])

    assert editor.has_module_perms("notices")
    assert not editor.has_module_perms("foundation")
    assert not reader.has_module_perms("notices")


@pytest.mark.parametrize(
    "right", ["change_sitestate", "add_calendaroverride", "view_auditentry"]
)
def test_what_is_of_the_whole_county_is_for_its_overseer(right, units):
    of_a_branch = member(Role.OVERSEER, units["above"])
    of_the_county = member(Role.OVERSEER, county())

    assert not of_a_branch.has_perm(f"foundation.{right}")
    assert of_the_county.has_perm(f"foundation.{right}")


def test_a_board_of_all_units_is_changed_by_who_may_change_boards(units):
    person = member(Role.OVERSEER, units["same"])

    assert person.has_perm("notices.change_board", board())
