"""Whoever is accused finds nothing of the letter at any address that has a name: doors
that come later are knocked at, too, without being listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from directories.models import Employment, Role
from disclosure_portal.foundation.models import SiteState, User
from feedback import extending, helping
from feedback.models import Letter
from feedback.similar import similar_to
from feedback.warning_mail import warn
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.letters import office_clerk, unit_clerk
from tests.portal.test_addresses import address, named

from .accused_doors import WORDS, World, arrives, said_by, traces

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


def _overseer_of_all(world: World) -> User:
    person = member(Role.OVERSEER, county(), is_staff=True)
    person.memberships.create(role=Role.INSPECTOR, agency=county())
    Employment.objects.create(user=person, agency=world.accused)
    return person


PEOPLE: dict[str, Callable[[World], User]] = {
    "all roles at the accused": _clerk,
    "overseer of all, employed there": _overseer_of_all,
}


def addresses(letter: Letter) -> Iterator[str]:
    """Each that has a name, of the letter and of the unit that has it in hand."""
    unit = letter.agency
    values = {"pk": letter.pk, "object_id": letter.pk, "number": letter.number}
    values |= {"slug": unit.slug, "code": unit.code, "app_label": "feedback"}
    for name, names in sorted(set(named(get_resolver()))):
        yield address(name, names, values)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_address_that_has_a_name_tells_of_it(
    who: str, world: World, client: Client
) -> None:
    letter = arrives(world)
    # Examples in the documents of the API have numbers like those of tests.
    letter.number = "2026987654"
    letter.save(update_fields=["number"])
    extending.urge(letter, "请抓紧", by=office_clerk(letter))
    helping.note(letter, "已核对账目", by=unit_clerk(letter))
    client.force_login(PEOPLE[who](world))
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


def test_nothing_of_it_is_offered_to_who_writes_in_the_same_words(
    world: World,
) -> None:
    arrives(world)

    offered = similar_to(str(WORDS["title"]), SiteState.objects.current())

    assert not any(offered.values())


def test_no_mail_of_it_reaches_the_accused(
    world: World, time_machine, mailoutbox
) -> None:
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)
    own = [
        member(role, world.accused, email=f"{role}@accused.example.org")
        for role in Role.values
    ]
    member(Role.MAILBOX_CLERK, world.handling, email="handling@example.org")
    letter = arrives(world)
    for on in ("2026-03-06", "2026-03-10", "2026-03-31", "2026-05-04"):
        time_machine.move_to(f"{on}T09:00:00+08:00", tick=False)
        warn()
        call_command("tick")

    told = {address for mail in mailoutbox for address in mail.to}
    assert "handling@example.org" in told
    assert told.isdisjoint(person.email for person in own)
    assert letter.warnings.exists()
