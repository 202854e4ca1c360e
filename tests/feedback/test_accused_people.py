"""A person whom a letter accuses reads nothing of it by any door, whatever seats their
account has; nor does the unit where they serve (信访工作条例, art. 30)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from directories.models import (
    Agency,
    Employment,
    GroupMember,
    Official,
    Role,
    WorkingGroup,
)
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from feedback import accusing, joining, settling
from feedback.accused_people import NoSuchPerson, named_person
from feedback.answering_questions import (
    begun_from,
    hand_in_question,
    keep_question,
    publish_question,
    rewrite_question,
)
from feedback.intake import WrongUnit
from feedback.models import (
    AccusationDesk,
    Letter,
    LetterStatus,
    Question,
    QuestionStatus,
)
from feedback.splitting import Second, split
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.letters import (
    accepted_letter,
    answered_letter,
    handled_letter,
    mailbox,
    office_clerk,
    submitted_letter,
    unit_clerk,
)
from tests.feedback.accused_doors import (
    REFUSED,
    WORDS,
    World,
    doors_of,
    goes_round,
    kept,
    lists_for,
    said_by,
    traces,
)

pytestmark = pytest.mark.django_db

NAME = "钱大有"


@pytest.fixture
def world() -> World:
    accused = agency("住建局")
    below = agency("质监站", parent=accused)
    return World(accused, below, *map(agency, ("政府办公室", "纪检组", "审计局")))


def called(person: User, works_at: Agency | None = None) -> User:
    person.name, person.is_staff = NAME, True
    person.save()
    if works_at:
        Employment.objects.create(user=person, agency=works_at)
    return person


def _of_the_group(world: World) -> User:
    person = called(member(Role.READER, world.below), world.below)
    group = WorkingGroup.objects.create(
        agency=county(), kind="supervision", name="监督小组"
    )
    GroupMember.objects.create(group=group, user=person, name=NAME)
    return person


PEOPLE: dict[str, Callable[[World], User]] = {
    "clerk of who handles it": lambda world: called(
        member(Role.MAILBOX_CLERK, world.handling), world.below
    ),
    "signer of who handles it": lambda world: called(
        member(Role.APPROVER, world.handling), world.accused
    ),
    "clerk of who joins in": lambda world: called(
        member(Role.MAILBOX_CLERK, world.joining), world.accused
    ),
    "clerk of the office": lambda world: called(
        member(Role.MAILBOX_CLERK, world.office), world.accused
    ),
    "overseer of all": lambda world: called(
        member(Role.OVERSEER, county()), world.accused
    ),
    "county leader, of no unit": lambda world: called(member(Role.APPROVER, county())),
    "member of the group": _of_the_group,
    "superuser": lambda world: called(
        user(is_superuser=True, is_staff=True), world.accused
    ),
}


def arrives_against(world: World) -> Letter:
    """It came as a complaint about nobody; the office saw whom it accuses."""
    letter = submitted_letter(mailbox(world.office), **WORDS)
    goes_round(letter, world)
    accusing.accuse(
        letter,
        None,
        by=member(Role.MAILBOX_CLERK, world.office),
        person=named_person(NAME, None),
    )
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize("who", PEOPLE)
def test_every_door_is_shut_to_the_accused_person(
    who: str, world: World, client: Client
) -> None:
    person = PEOPLE[who](world)
    letter = arrives_against(world)
    client.force_login(person)
    before, open_doors = kept(), []
    for method, address, data in doors_of(letter):
        response = getattr(client, method)(address, data)
        told = said_by(response).replace(address, "").replace(letter.number, "")
        if response.status_code not in REFUSED or traces(letter, told):
            open_doors.append((method, address, response.status_code))

    assert open_doors == []
    assert kept() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_no_list_shows_it_to_the_accused_person(
    who: str, world: World, client: Client
) -> None:
    person = PEOPLE[who](world)
    letter = arrives_against(world)
    client.force_login(person)
    found = []
    for address, data in lists_for(letter):
        told = said_by(client.get(address, data)).replace(data.get("q", "\0"), "")
        if traces(letter, told):
            found.append((address, data))

    assert found == []


def test_colleagues_at_who_handles_it_go_on_reading_it(world: World) -> None:
    PEOPLE["clerk of who handles it"](world)
    letter = arrives_against(world)

    assert letter.status == LetterStatus.HANDLING
    for role, unit in ((Role.MAILBOX_CLERK, world.handling), (Role.OVERSEER, county())):
        seen = Letter.objects.visible_to(member(role, unit))
        assert seen.filter(pk=letter.pk).exists()


@pytest.mark.parametrize("at", ["accused", "below"])
def test_the_unit_that_pays_the_person_reads_nothing(at: str, world: World) -> None:
    called(member(Role.MAILBOX_CLERK, world.handling), world.accused)
    letter = arrives_against(world)
    colleague = member(Role.OVERSEER, county())
    Employment.objects.create(user=colleague, agency=getattr(world, at))

    assert not Letter.objects.visible_to(colleague).filter(pk=letter.pk).exists()


def test_a_county_leader_is_barred_alone(world: World) -> None:
    leader = PEOPLE["county leader, of no unit"](world)
    letter = arrives_against(world)
    other = member(Role.APPROVER, county())

    assert not Letter.objects.visible_to(leader).exists()
    assert Letter.objects.visible_to(other).filter(pk=letter.pk).exists()
    assert not letter.accusations.exists()


def test_an_official_without_an_account_bars_the_unit_and_is_named_at_the_desk(
    world: World, client: Client
) -> None:
    Official.objects.create(agency=world.below, name=NAME, post="站长")
    letter = arrives_against(world)
    assert letter.accusations.get().agency == world.below

    client.force_login(member(Role.MAILBOX_CLERK, world.office))
    page = client.get(reverse("desk-letter", args=[letter.pk])).content.decode()
    assert f"质监站、{NAME} 站长" in page


def test_one_that_lies_at_the_persons_unit_is_called_back(world: World) -> None:
    letter = handled_letter(world.accused, box=mailbox(world.office))
    clerk = unit_clerk(letter)
    called(member(Role.READER, world.accused))
    accusing.accuse(
        letter, None, by=office_clerk(letter), person=named_person(NAME, world.accused)
    )

    letter.refresh_from_db()
    assert (letter.agency, letter.status) == (world.office, LetterStatus.ACCEPTED)
    assert not Letter.objects.visible_to(clerk).exists()


def test_two_people_of_one_name_are_told_apart_by_their_unit(world: World) -> None:
    first = called(member(Role.READER, world.accused))
    called(member(Role.READER, world.joining))

    with pytest.raises(NoSuchPerson):
        named_person(NAME, None)
    assert named_person(NAME, world.accused).users == (first,)


def test_nobody_of_that_name_is_no_person(world: World) -> None:
    with pytest.raises(NoSuchPerson):
        named_person("无此人", world.accused)


def test_the_accused_do_not_say_it_themselves(world: World) -> None:
    person = PEOPLE["clerk of the office"](world)
    letter = submitted_letter(mailbox(world.office))

    with pytest.raises(NotAllowed):
        accusing.accuse(letter, None, by=person, person=named_person(NAME, None))


def test_the_unit_that_took_it_in_is_accused_by_its_superior_alone(
    world: World,
) -> None:
    AccusationDesk.objects.create(
        group=WorkingGroup.objects.create(
            agency=county(), kind="supervision", name="监督小组"
        )
    )
    letter = accepted_letter(mailbox(world.below))
    with pytest.raises(WrongUnit):
        accusing.accuse(letter, world.below, by=office_clerk(letter))
    accusing.accuse(letter, world.below, by=member(Role.OVERSEER, world.accused))

    letter.refresh_from_db()
    assert (letter.intake, letter.agency) == (world.accused, world.accused)
    clerk = member(Role.MAILBOX_CLERK, world.below)
    assert not Letter.objects.visible_to(clerk).exists()


def test_letters_that_accuse_different_people_of_one_unit_are_not_joined(
    world: World,
) -> None:
    box, office = mailbox(world.office), member(Role.MAILBOX_CLERK, world.office)
    first, second = submitted_letter(box), submitted_letter(box)
    called(member(Role.READER, world.accused))
    accusing.accuse(first, None, by=office, person=named_person(NAME, world.accused))
    accusing.accuse(second, world.accused, by=office)

    with pytest.raises(TransitionError):
        joining.join(second, first, by=office)


def test_what_is_split_off_accuses_the_person_too(world: World) -> None:
    leader = PEOPLE["county leader, of no unit"](world)
    letter = submitted_letter(mailbox(world.office))
    office = office_clerk(letter)
    accusing.accuse(letter, None, by=office, person=named_person(NAME, None))
    split(letter, Second(letter.kind, "另一件事", "另一件事情"), by=office)

    assert not Letter.objects.visible_to(leader).exists()


def test_the_desk_names_the_person_and_says_where_nobody_is_called_so(
    world: World, client: Client
) -> None:
    person = PEOPLE["clerk of who handles it"](world)
    letter = submitted_letter(mailbox(world.office))
    client.force_login(office_clerk(letter))
    address = reverse("desk-letter-deed", args=[letter.pk, "accuse"])

    assert client.post(address, {"unit": "", "person": ""}).status_code == 400
    wrong = client.post(address, {"person": "无此人"})
    assert (wrong.status_code, "没有查到该人员" in said_by(wrong)) == (400, True)
    assert client.post(address, {"person": NAME}).status_code == 302
    assert letter.accused_people.get().user == person


# --- What was public ------------------------------------------------------------------


def asked_question(letter: Letter) -> Question:
    """A common question begun from the letter, which another hand made public."""
    question = begun_from(letter)
    keep_question(question, by=unit_clerk(letter))
    hand_in_question(question, by=unit_clerk(letter))
    publish_question(question, by=member(Role.APPROVER, letter.agency))
    return question


def test_a_common_question_begun_from_it_leaves_the_public_side(
    world: World, client: Client
) -> None:
    letter = answered_letter(world.handling)
    question = asked_question(letter)
    address = question.get_absolute_url()
    assert client.get(address).status_code == 200
    settling.reopen(letter, "另有隐情", by=office_clerk(letter))
    accusing.accuse(letter, world.accused, by=office_clerk(letter))

    question.refresh_from_db()
    assert question.status == QuestionStatus.WITHDRAWN
    assert client.get(address).status_code == 404
    assert address not in said_by(client.get("/questions/"))
    assert address not in said_by(client.get("/search/", {"q": question.title}))


def test_it_is_not_made_public_again_nor_read_by_the_accused(
    world: World, client: Client
) -> None:
    letter = answered_letter(world.accused)
    question = asked_question(letter)
    settling.reopen(letter, "另有隐情", by=office_clerk(letter))
    accusing.accuse(letter, world.accused, by=office_clerk(letter))
    question.refresh_from_db()
    clerk = member(Role.MAILBOX_CLERK, world.accused)
    rewrite_question(question, by=clerk)
    with pytest.raises(TransitionError):
        hand_in_question(question, by=clerk)

    client.force_login(clerk)
    assert question.title not in said_by(client.get("/desk/questions/"))
    assert client.get(f"/desk/questions/{question.pk}/").status_code == 404


def test_one_in_review_goes_back(world: World) -> None:
    letter = answered_letter(world.handling)
    question = begun_from(letter)
    keep_question(question, by=unit_clerk(letter))
    hand_in_question(question, by=unit_clerk(letter))
    settling.reopen(letter, "另有隐情", by=office_clerk(letter))
    accusing.accuse(letter, world.accused, by=office_clerk(letter))

    question.refresh_from_db()
    assert question.status == QuestionStatus.DRAFT


@pytest.mark.parametrize("table", ["units", "categories"])
def test_no_public_figure_of_who_handles_it_tells_of_an_accusation(
    table: str, world: World, client: Client
) -> None:
    PEOPLE["county leader, of no unit"](world)
    answered_letter(world.handling)
    address = f"/letters/statistics/{table}.csv"
    before = said_by(client.get(address))
    arrives_against(world)

    assert said_by(client.get(address)) == before
