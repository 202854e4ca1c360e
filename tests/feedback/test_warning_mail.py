"""Who is warned before a letter's time ends, and when: through a real mail server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directories.models import Employment, GroupMember, Role, WorkingGroup
from disclosure_portal.foundation.models import OutgoingMail, User
from feedback import answering, intake
from feedback.models import (
    AccusationDesk,
    Letter,
    LetterKind,
    LetterLimit,
    LetterWarning,
)
from feedback.warning_mail import LISTED, warn
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.letters import (
    accusing_letter,
    handled_letter,
    mailbox,
    office_clerk,
    submitted_letter,
    unit_clerk,
)
from tests.mail_server import listening

pytestmark = pytest.mark.django_db

RECEIVED = "2026-03-02T09:00:00+08:00"
# Five working days after Monday, 2 March 2026.
DUE = "2026-03-09"


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = "disclosure_portal.foundation.mail.OutboxBackend"
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5
    with listening(settings) as letters:
        yield letters


@pytest.fixture
def day(time_machine):
    """Go to a day's hour and warn."""

    def go(day: str, hour: int = 9) -> str:
        time_machine.move_to(f"{day}T{hour:02}:00:00+08:00", tick=False)
        return warn()

    time_machine.move_to(RECEIVED, tick=False)
    return go


@pytest.fixture
def letter(day) -> Letter:
    """At a unit that handles it; its writer left no mail address."""
    letter = handled_letter(agency("住建局"), box=mailbox(agency("政府办公室")))
    assert letter.due_on.isoformat() == DUE
    return letter


@pytest.fixture
def people(letter: Letter) -> dict[str, Any]:
    """The clerk and the head of the unit, and the office that took it in."""
    return {
        "clerk": member(Role.MAILBOX_CLERK, letter.agency, email="clerk@example.org"),
        "head": member(Role.APPROVER, letter.agency, email="head@example.org"),
        "office": member(Role.OVERSEER, letter.intake, email="office@example.org"),
        "other": member(Role.MAILBOX_CLERK, agency("水利局"), email="o@example.org"),
    }


def told(server) -> set[str]:
    """Who got mail, of those whom the test names."""
    names = {letter["To"].partition("@")[0] for letter in server.arrived}
    server.arrived.clear()
    return {name for name in names if not name.startswith("user")}


COURSE = [
    ("2026-03-05", set()),
    ("2026-03-06", {"clerk"}),  # the working day before
    ("2026-03-09", {"clerk", "head"}),  # the day
    ("2026-03-10", {"clerk", "head"}),  # late by a working day: △
    ("2026-03-11", set()),
    ("2026-03-12", {"office"}),  # by three: ■
    ("2026-03-13", set()),
    ("2026-05-01", set()),
    ("2026-05-02", {"clerk", "head", "office"}),  # two months
    ("2026-05-03", set()),
]


@pytest.mark.usefixtures("people")
def test_the_clerk_then_the_head_then_the_office_are_warned_each_once(
    server, day, letter: Letter
) -> None:
    by_day = []
    for on, _wanted in COURSE:
        day(on)
        assert day(on, 10).startswith("0 warnings")
        by_day.append((on, told(server)))

    assert by_day == COURSE


@pytest.mark.usefixtures("people")
def test_each_warning_is_kept_with_whom_it_went_to(day, letter: Letter) -> None:
    for on, _wanted in COURSE:
        day(on)

    kept = list(letter.warnings.values_list("rung", "recipients"))
    assert [rung for rung, _people in kept] == [
        *("clerk_ahead", "clerk_due", "head_due", "clerk_late", "head_late"),
        *("office_late", "alarm"),
    ]
    assert all(people for _rung, people in kept)


@pytest.mark.usefixtures("people")
def test_the_desk_shows_which_warnings_went_out(
    day, letter: Letter, client: Client
) -> None:
    clerk = unit_clerk(letter)
    day("2026-03-06")
    client.force_login(clerk)
    page = client.get(reverse("desk-letter", args=[letter.pk])).content.decode()

    assert "邮件提醒记录" in page
    assert "2026年3月6日" in page


@pytest.mark.usefixtures("people")
def test_a_mail_names_number_and_day_and_no_word_of_the_letter(
    server, day, letter: Letter
) -> None:
    day("2026-03-06")
    (mail,) = [each for each in server.arrived if each["To"] == "clerk@example.org"]
    text = mail.get_content()

    assert letter.number in text
    assert "2026年3月9日" in text
    assert letter.title not in text
    assert letter.text[:8] not in text


@pytest.mark.usefixtures("people")
def test_after_a_standstill_each_hears_the_latest_alone(
    server, day, letter: Letter
) -> None:
    day("2026-03-12")

    assert told(server) == {"clerk", "head", "office"}
    assert set(letter.warnings.values_list("rung", flat=True)) == {
        *("clerk_late", "head_late", "office_late")
    }


@pytest.mark.usefixtures("people")
def test_nothing_goes_out_before_the_office_opens(server, day, letter: Letter) -> None:
    assert day("2026-03-06", 7) == "0 warnings"
    assert told(server) == set()


@pytest.mark.usefixtures("people")
def test_an_answered_letter_warns_nobody(server, day, letter: Letter) -> None:
    clerk = unit_clerk(letter)
    answering.keep_reply(letter, "已修好。", "", version=0, by=clerk)
    answering.hand_in(letter, by=clerk)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
    for on, _wanted in COURSE:
        day(on)

    assert told(server) == set()


@pytest.mark.usefixtures("people")
def test_one_that_waits_for_its_writer_is_told_of_by_the_alarm_alone(
    server, day, letter: Letter
) -> None:
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    by_day = {}
    for on, _wanted in COURSE:
        day(on)
        by_day[on] = told(server)

    assert by_day.pop("2026-05-02") == {"clerk", "head", "office"}
    assert set().union(*by_day.values()) == set()


@pytest.mark.usefixtures("people")
def test_a_last_day_that_moves_is_warned_of_anew(server, day, letter: Letter) -> None:
    day("2026-03-06")
    told(server)
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    day("2026-03-10")
    answering.supplement(letter, "第三盏")
    letter.refresh_from_db()
    assert letter.due_on.isoformat() == "2026-03-11"
    day("2026-03-10", 15)

    assert told(server) == {"clerk"}


def test_one_that_nobody_passed_on_is_the_offices(server, day) -> None:
    letter = submitted_letter(mailbox(agency("政府办公室")))
    member(Role.MAILBOX_CLERK, letter.intake, email="desk@example.org")
    day("2026-03-06")

    assert told(server) == {"desk"}


def test_whom_a_letter_accuses_is_not_warned_of_it(server, day) -> None:
    accused, office = agency("住建局"), agency("政府办公室")
    letter = accusing_letter(
        accused, mailbox(office), kind=LetterKind.COMPLAINT, accuses=True
    )
    letter = Letter.objects.get(pk=letter.pk)
    moved = member(Role.MAILBOX_CLERK, office, email="moved@example.org")
    Employment.objects.create(user=moved, agency=accused)
    member(Role.MAILBOX_CLERK, office, email="desk@example.org")
    day(_before(letter))

    assert told(server) == {"desk"}
    names = [str(each) for each in User.objects.filter(email="desk@example.org")]
    ahead = LetterWarning.objects.get(rung="clerk_ahead")
    assert ahead.recipients == names


def _before(letter: Letter) -> str:
    return (letter.due_on - timedelta(days=1)).isoformat()


def test_a_letter_of_the_group_is_told_to_its_members(server, day) -> None:
    group = WorkingGroup.objects.create(
        agency=county(), kind="supervision", name="监督小组"
    )
    AccusationDesk.objects.create(group=group)
    member(Role.OVERSEER, county(), email="overseer@example.org")
    person = member(Role.READER, agency("纪委"), email="group@example.org")
    GroupMember.objects.create(group=group, user=person, name="张三")
    office = agency("政府办公室")
    letter = accusing_letter(
        office, mailbox(office), kind=LetterKind.COMPLAINT, accuses=True
    )
    assert letter.group == group
    day(_before(letter))

    assert told(server) == {"group"}


@pytest.mark.usefixtures("people")
def test_a_person_gets_one_mail_for_many_letters(server, day, letter: Letter) -> None:
    others = [submitted_letter(letter.mailbox) for _number in range(LISTED)]
    for other in others:
        office = office_clerk(other)
        intake.accept(other, by=office)
        intake.assign(other, letter.agency, by=office)
    OutgoingMail.objects.all().delete()
    day("2026-03-06")

    (mail,) = [each for each in server.arrived if each["To"] == "clerk@example.org"]
    text = mail.get_content()
    assert "另有1项" in text


@pytest.mark.usefixtures("people")
def test_a_county_of_letters_takes_as_many_queries_as_one(
    day, letter: Letter, django_assert_max_num_queries
) -> None:
    for _number in range(20):
        handled_letter(letter.agency, box=letter.mailbox)
    # Of those whom the factories named, none gets mail.
    User.objects.filter(email__startswith="user").update(email="")
    day("2026-03-05")
    with django_assert_max_num_queries(40):
        day("2026-03-06")
    assert LetterWarning.objects.count() == 21


# --- The day by which it is to be accepted --------------------------------------------

TO_ACCEPT = [
    ("2026-03-02", set()),  # the day of receipt
    ("2026-03-03", {"clerk"}),  # the day to accept it by
    ("2026-03-04", {"clerk", "head"}),  # missed by a working day
    ("2026-03-05", set()),
    ("2026-03-06", {"clerk", "office"}),  # by three; and the answer's day is near
]


@pytest.fixture
def desk(day) -> Letter:
    """A letter that nobody has looked at, at an office with its people."""
    letter = submitted_letter(mailbox(agency("政府办公室")))
    assert letter.accept_due_on.isoformat() == "2026-03-03"
    for role, name in (
        (Role.MAILBOX_CLERK, "clerk"),
        (Role.APPROVER, "head"),
        (Role.OVERSEER, "office"),
    ):
        member(role, letter.intake, email=f"{name}@example.org")
    return letter


def test_a_missed_day_of_acceptance_is_told_to_the_clerk_the_head_and_the_office(
    server, day, desk: Letter
) -> None:
    by_day = []
    for on, _wanted in TO_ACCEPT:
        day(on)
        assert day(on, 10).startswith("0 warnings")
        by_day.append((on, told(server)))

    assert by_day == TO_ACCEPT
    kept = desk.warnings.filter(rung__startswith="accept_")
    assert [(row.rung, row.due_on) for row in kept] == [
        (rung, desk.accept_due_on)
        for rung in (
            *("accept_clerk_due", "accept_clerk_late", "accept_head_late"),
            "accept_office_late",
        )
    ]


def test_where_acceptance_has_days_the_clerk_is_warned_on_the_working_day_before(
    server, day
) -> None:
    LetterLimit.objects.create(
        kind=LetterKind.COMPLAINT, complexity="ordinary", days=10, acceptance_days=3
    )
    letter = submitted_letter(mailbox(agency("政府办公室")))
    member(Role.MAILBOX_CLERK, letter.intake, email="clerk@example.org")
    by_day = {}
    for on in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"):
        day(on)
        by_day[on] = [each.get_content() for each in server.arrived]
        server.arrived.clear()

    assert by_day["2026-03-02"] == by_day["2026-03-03"] == []
    (ahead,), (due,) = by_day["2026-03-04"], by_day["2026-03-05"]
    assert f"{letter.number}：请于2026年3月5日前决定是否受理" in ahead
    assert f"{letter.number}：受理期限今日到期" in due


@pytest.mark.parametrize("deed", ["accept", "refuse"])
def test_what_was_accepted_or_refused_is_not_reminded_of(
    deed: str, server, day, desk: Letter
) -> None:
    day("2026-03-03")
    told(server)
    if deed == "accept":
        intake.accept(desk, by=office_clerk(desk))
    else:
        intake.refuse(desk, "advertising", turn_to="—", by=office_clerk(desk))
    day("2026-03-04")

    assert told(server) == set()


def test_a_mail_of_a_missed_acceptance_says_so_and_the_letters_page_too(
    server, day, desk: Letter, client: Client
) -> None:
    day("2026-03-04")
    (mail,) = [each for each in server.arrived if each["To"] == "head@example.org"]
    client.force_login(office_clerk(desk))
    page = client.get(reverse("desk-letter", args=[desk.pk])).content.decode()

    said = f"{desk.number}：应于2026年3月3日前决定是否受理，已逾期"
    assert said in mail.get_content()
    assert "受理期限 2026年3月3日" in page
