"""Who is accused reads nothing of the letter, by no door, in no role; those who must
handle it read it by the same doors (信访工作条例, art. 30)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directories.merging import merge
from directories.models import Agency, Employment, GroupMember, Role, WorkingGroup
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from feedback import accusing, answering, intake, joining, settling
from feedback.models import (
    READERS,
    Letter,
    LetterPublication,
    LetterStatus,
    PublicationState,
)
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    assigned_letter,
    handled_letter,
    mailbox,
    office_clerk,
    published_letter,
    reviewed_letter,
    submitted_letter,
    unit_clerk,
)
from tests.feedback.accused_doors import (
    DESK,
    REFUSED,
    TRAIL,
    TRAIL_FILE,
    WORDS,
    World,
    arrives,
    doors_of,
    kept,
    lists_for,
    said_by,
    traces,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    accused = agency("住建局")
    below = agency("质监站", parent=accused)
    return World(accused, below, *map(agency, ("政府办公室", "纪检组", "审计局")))


# --- People --------------------------------------------------------------------------

Who = Callable[[World], User]


def _employed(role: str, at: str, by: str = "accused") -> Who:
    """Works at the accused unit, or below it, and has a seat elsewhere."""

    def who(world: World) -> User:
        unit = county() if at == "county" else getattr(world, at)
        person = member(role, unit, is_staff=True)
        Employment.objects.create(user=person, agency=getattr(world, by))
        return person

    return who


def _seated(role: str, at: str, *more: tuple[str, str]) -> Who:
    def who(world: World) -> User:
        person = member(role, getattr(world, at), is_staff=True)
        for other, unit in more:
            place = county() if unit == "county" else getattr(world, unit)
            person.memberships.create(role=other, agency=place)
        return person

    return who


def _of_the_group(world: World) -> User:
    person = _employed(Role.READER, "below")(world)
    group = WorkingGroup.objects.create(
        agency=county(), kind="supervision", name="监督小组"
    )
    GroupMember.objects.create(group=group, user=person, name="张三")
    return person


def _almighty(world: World) -> User:
    person = user(is_superuser=True, is_staff=True)
    Employment.objects.create(user=person, agency=world.accused)
    return person


ACCUSED: dict[str, Who] = {
    **{f"{role} at the accused": _seated(role, "accused") for role in Role.values},
    **{f"{role} below": _seated(role, "below") for role in READERS},
    **{f"{role} of all, employed": _employed(role, "county") for role in READERS},
    "overseer of the office, employed": _employed(Role.OVERSEER, "office"),
    "clerk of the office, employed below": _employed(
        Role.MAILBOX_CLERK, "office", "below"
    ),
    "clerk of who handles it, employed": _employed(Role.MAILBOX_CLERK, "handling"),
    "clerk of who joins in, employed": _employed(Role.MAILBOX_CLERK, "joining"),
    "reader of the accused, overseer of all": _seated(
        Role.READER, "accused", (Role.OVERSEER, "county")
    ),
    "member of the group": _of_the_group,
    "superuser": _almighty,
}
HANDLING: dict[str, Who] = {
    "clerk of the office": _seated(Role.MAILBOX_CLERK, "office"),
    "overseer of the office": _seated(Role.OVERSEER, "office"),
    "overseer of all": lambda world: member(Role.OVERSEER, county(), is_staff=True),
    "clerk of who handles it": _seated(Role.MAILBOX_CLERK, "handling"),
    "signer of who handles it": _seated(Role.APPROVER, "handling"),
    "clerk of who joins in": _seated(Role.MAILBOX_CLERK, "joining"),
}


@pytest.mark.parametrize("who", ACCUSED)
def test_the_accused_find_every_door_shut(
    who: str, world: World, client: Client
) -> None:
    letter = arrives(world)
    client.force_login(ACCUSED[who](world))
    before, open_doors = kept(), []
    for method, address, data in doors_of(letter):
        response = getattr(client, method)(address, data)
        # Whoever knocks gets their own address back, whatever is behind it.
        told = said_by(response).replace(address, "").replace(letter.number, "")
        if response.status_code not in REFUSED or traces(letter, told):
            open_doors.append((method, address, response.status_code))

    assert open_doors == []
    assert kept() == before


@pytest.mark.parametrize("who", ACCUSED)
def test_the_accused_find_no_trace_in_any_list(
    who: str, world: World, client: Client
) -> None:
    letter = arrives(world)
    client.force_login(ACCUSED[who](world))
    found = []
    for address, data in lists_for(letter):
        response = client.get(address, data)
        # A search says again what was searched for.
        told = said_by(response).replace(data.get("q", "\0"), "")
        if response.status_code >= 500 or traces(letter, told):
            found.append((address, data, traces(letter, told)))

    assert found == []


def counts(client: Client, world: World) -> list[Any]:
    """What is counted for this person, and of the accused unit for everybody."""
    inbox = client.get(DESK, {"tab": "all"})
    tabs = [tab["count"] for tab in inbox.context["tabs"]] if inbox.context else []
    attention = client.get(f"{DESK}attention.csv").content
    rows = client.get("/letters/statistics/units.csv").content.decode().splitlines()
    figures = client.get("/api/v1/letter-figures/", {"year": _year()}).json()
    by_unit = next(table for table in figures["tables"] if table["code"] == "units")
    own = world.accused.label
    return [
        *(tabs, attention, [row for row in rows if own in row]),
        [row for row in by_unit["rows"] if row["name"] == own],
        client.get("/api/v1/letters/").json(),
    ]


def _year() -> int:
    newest = Letter.objects.order_by("-pk").first()
    assert newest is not None
    return newest.received_on.year


@pytest.mark.parametrize(
    "who",
    [
        *("mailbox_clerk at the accused", "overseer of all, employed"),
        *("overseer of the office, employed", "reader of the accused, overseer of all"),
    ],
)
def test_no_count_of_the_accused_changes(
    who: str, world: World, client: Client
) -> None:
    handled_letter(world.accused, box=mailbox(world.office))
    client.force_login(ACCUSED[who](world))
    before = counts(client, world)
    arrives(world)

    assert counts(client, world) == before


@pytest.mark.parametrize("who", HANDLING)
def test_those_who_handle_it_read_it(who: str, world: World, client: Client) -> None:
    letter = arrives(world)
    client.force_login(HANDLING[who](world))

    page = said_by(client.get(f"{DESK}{letter.pk}/"))
    inbox = said_by(client.get(DESK, {"tab": "all"}))

    assert letter.text in page
    assert letter.title in inbox
    assert ",1,0,1" in said_by(client.get(f"{DESK}attention.csv"))


def test_the_trail_tells_of_it_to_an_overseer_of_another_house(
    world: World, client: Client
) -> None:
    letter = arrives(world)
    client.force_login(HANDLING["overseer of all"](world))

    assert letter.number in said_by(client.get(TRAIL))
    assert letter.number in said_by(client.get(TRAIL_FILE))


def test_a_line_of_the_trail_is_not_opened_by_the_accused(
    world: World, client: Client
) -> None:
    letter = arrives(world)
    line = AuditEntry.objects.filter(target_name=letter.number).latest("pk")
    address = reverse("admin:foundation_auditentry_change", args=[line.pk])
    client.force_login(ACCUSED["overseer of all, employed"](world))
    assert letter.number not in said_by(client.get(address, follow=True))

    client.force_login(HANDLING["overseer of all"](world))
    assert letter.number in said_by(client.get(address))


# --- Ways around ---------------------------------------------------------------------


def test_bulk_deeds_leave_it_alone(world: World, client: Client) -> None:
    letter = accusing_letter(world.accused, mailbox(world.office), **WORDS)
    client.force_login(ACCUSED["overseer of the office, employed"](world))
    data = {"letter": [letter.pk], "do": "assign", "unit": "住建局"}
    response = client.post(f"{DESK}bulk/", data, follow=True)

    letter.refresh_from_db()
    assert letter.status == LetterStatus.SUBMITTED
    assert traces(letter, said_by(response)) == []


def test_joining_to_it_sounds_like_joining_to_a_letter_that_is_not_there(
    world: World, client: Client
) -> None:
    letter = arrives(world)
    own = accepted_letter(mailbox(world.accused))
    client.force_login(ACCUSED["mailbox_clerk at the accused"](world))
    answers = [
        client.post(f"{DESK}{own.pk}/join/", {"number": number})
        for number in (letter.number, "2099999999")
    ]

    first, second = (said_by(each).count("没有") for each in answers)
    assert (answers[0].status_code, first) == (answers[1].status_code, second)
    own.refresh_from_db()
    assert own.merged_into is None


def test_it_goes_to_no_unit_of_the_accused_branch(world: World) -> None:
    letter = accusing_letter(world.accused, mailbox(world.office), **WORDS)
    office = office_clerk(letter)
    intake.accept(letter, by=office)
    for unit in (world.accused, world.below):
        with pytest.raises(intake.WrongUnit):
            intake.assign(letter, unit, by=office)


def test_what_is_joined_is_hidden_together(world: World) -> None:
    box = mailbox(world.office)
    lead, joined = (assigned_letter(world.accused, box=box) for _number in range(2))
    joining.join(joined, lead, by=office_clerk(joined))
    clerk = unit_clerk(lead)
    assert Letter.objects.visible_to(clerk).count() == 2

    accusing.accuse(joined, world.accused, by=office_clerk(joined))
    assert not Letter.objects.visible_to(clerk).exists()
    lead.refresh_from_db()
    assert (lead.agency, lead.status) == (world.office, LetterStatus.ACCEPTED)


@pytest.mark.parametrize("stage", ["waiting", "review"])
def test_the_accused_lose_it_at_every_stage(stage: str, world: World) -> None:
    from_stage = {"waiting": _waiting, "review": reviewed_letter}[stage]
    letter = from_stage(world.accused)
    clerk = unit_clerk(letter)
    accusing.accuse(letter, world.accused, by=office_clerk(letter))

    letter.refresh_from_db()
    assert (letter.status, letter.paused_on) == (LetterStatus.ACCEPTED, None)
    assert not Letter.objects.visible_to(clerk).exists()


def _waiting(unit: Agency) -> Letter:
    letter = handled_letter(unit)
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    return letter


def test_what_was_public_of_it_is_taken_down(world: World, client: Client) -> None:
    letter = published_letter(world.handling).letter
    settling.reopen(letter, "答复不实", by=office_clerk(letter))
    assert client.get(f"/letters/{letter.number}/").status_code == 200

    accusing.accuse(letter, world.accused, by=office_clerk(letter))
    assert client.get(f"/letters/{letter.number}/").status_code == 404
    row = LetterPublication.objects.get(letter=letter)
    assert row.state == PublicationState.WITHDRAWN


def test_a_unit_that_takes_the_accused_over_is_accused_with_it(world: World) -> None:
    letter = arrives(world)
    heir = agency("城建局")
    clerk = _seated(Role.OVERSEER, "accused")
    overseer, today = member(Role.OVERSEER, county()), local_day(clock.now())
    merge(world.accused, into=heir, by=overseer, on=today)
    person = clerk(world._replace(accused=heir))
    person.memberships.create(role=Role.OVERSEER, agency=county())

    assert not Letter.objects.visible_to(person).filter(pk=letter.pk).exists()


def test_a_letter_that_accuses_nobody_is_read_by_all_of_the_branch(
    world: World,
) -> None:
    letter = submitted_letter(mailbox(world.accused))
    for role in READERS:
        person = member(role, world.accused)
        assert Letter.objects.visible_to(person).filter(pk=letter.pk).exists()
