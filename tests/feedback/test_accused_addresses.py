"""Whoever is accused finds nothing of the letter at any address that has a name: doors
that come later are knocked at, too, without being listed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from directories.models import Role
from disclosure_portal.foundation.models import User
from feedback import extending, helping
from feedback.models import Letter
from tests.factories import agency, member
from tests.factories.letters import office_clerk, unit_clerk
from tests.portal.test_addresses import address, named

from .accused_doors import World, arrives, said_by, traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    accused = agency("住建局")
    below = agency("质监站", parent=accused)
    return World(accused, below, *map(agency, ("政府办公室", "纪检组", "审计局")))


def _clerk(world: World) -> User:
    person = member(Role.MAILBOX_CLERK, world.accused, is_staff=True)
    for role in (Role.EDITOR, Role.APPROVER, Role.OVERSEER):
        person.memberships.create(role=role, agency=world.accused)
    return person


def addresses(letter: Letter) -> Iterator[str]:
    """Each that has a name, of the letter and of the unit that has it in hand."""
    unit = letter.agency
    values = {"pk": letter.pk, "object_id": letter.pk, "number": letter.number}
    values |= {"slug": unit.slug, "code": unit.code, "app_label": "feedback"}
    for name, names in sorted(set(named(get_resolver()))):
        yield address(name, names, values)


def test_no_address_that_has_a_name_tells_of_it(world: World, client: Client) -> None:
    letter = arrives(world)
    # Examples in the documents of the API have numbers like those of tests.
    letter.number = "2026987654"
    letter.save(update_fields=["number"])
    extending.urge(letter, "请抓紧", by=office_clerk(letter))
    helping.note(letter, "已核对账目", by=unit_clerk(letter))
    client.force_login(_clerk(world))
    session, found = client.cookies["sessionid"].value, []
    for here in dict.fromkeys(addresses(letter)):
        response = client.get(here)
        # Whoever knocks gets their own address back, and what they named in it.
        told = said_by(response).replace(here, "")
        if letter.number in here:
            told = told.replace(letter.number, "")
        if own := traces(letter, told):
            found.append((here, own))
        client.cookies["sessionid"] = session

    assert found == []
