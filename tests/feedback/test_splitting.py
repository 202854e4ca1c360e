"""A letter that asks two things becomes two, which one code opens."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from feedback import accusing, answering, helping, intake, settling
from feedback.contacts import contact_for_sending
from feedback.models import Letter, LetterFile, LetterKind, LetterStatus, StepKind
from feedback.splitting import Second, split
from feedback.tracking_page import letter_of
from tests.factories import agency, member
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    answered_letter,
    assigned_letter,
    handled_letter,
    mailbox,
    office_clerk,
    receipt,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db

SECOND = Second(LetterKind.CONSULTATION, "医保怎么转？", "另外请问医保怎么转移？")


def divided(letter: Letter, second: Second = SECOND) -> Letter:
    return split(letter, second, by=office_clerk(letter))


def with_file(letter: Letter) -> Letter:
    LetterFile.objects.create(
        letter=letter, title="照片", file_name="照片.png", media_type="image/png",
        size=1, original_digest="0" * 64, public_digest="0" * 64,
        uploaded_at=letter.received_at,
    )  # fmt: skip
    return letter


def test_the_second_has_a_number_of_its_own_and_the_first_keeps_its_words() -> None:
    letter = submitted_letter()
    words = letter.text
    other = divided(letter)

    letter.refresh_from_db()
    assert (letter.text, letter.status) == (words, LetterStatus.SUBMITTED)
    assert other.number != letter.number
    assert (other.title, other.kind) == (SECOND.title, LetterKind.CONSULTATION)
    assert other.split_from == letter


def test_its_time_runs_from_the_day_on_which_the_first_came() -> None:
    letter = accepted_letter()
    other = divided(letter)

    assert (other.received_at, other.received_on) == (
        letter.received_at,
        letter.received_on,
    )
    assert other.promised_on == letter.promised_on
    assert (other.status, other.agency) == (LetterStatus.ACCEPTED, letter.intake)


def test_the_writers_code_opens_both() -> None:
    got = receipt()
    other = divided(got.letter)

    assert letter_of(got.letter.number, got.code) == got.letter
    assert letter_of(other.number, got.code) == other
    assert letter_of(other.number, "00000000") is None


def test_a_code_of_its_own_opens_the_second_alone_and_ends_the_first_ones() -> None:
    got = receipt()
    other = divided(got.letter)
    code = helping.renew_code(other, "电话核对", by=office_clerk(other))

    assert letter_of(other.number, code) == other
    assert letter_of(other.number, got.code) is None
    assert letter_of(got.letter.number, code) is None


def test_a_new_code_for_the_first_opens_both() -> None:
    got = receipt()
    other = divided(got.letter)
    code = helping.renew_code(got.letter, "电话核对", by=office_clerk(other))

    assert letter_of(other.number, code) == other
    assert letter_of(other.number, got.code) is None


def test_what_is_divided_once_more_is_opened_by_the_code_of_the_first() -> None:
    got = receipt()
    third = divided(divided(got.letter))

    assert letter_of(third.number, got.code) == third


def test_its_writer_reads_on_each_page_the_number_of_the_other(client: Client) -> None:
    got = receipt()
    other = divided(got.letter)
    pages = [
        client.post("/letters/track/", {"number": number, "code": got.code}).text
        for number in (got.letter.number, other.number)
    ]

    assert other.number in pages[0]
    assert got.letter.number in pages[1]


def test_the_writer_is_reached_for_both() -> None:
    letter = submitted_letter()
    other = divided(letter)

    assert contact_for_sending(other) == contact_for_sending(letter)
    assert letter.contact.masked_name == other.contact.masked_name


@pytest.mark.parametrize("taken", [True, False], ids=["files", "no-files"])
def test_files_go_along_where_the_clerk_says_so(taken: bool) -> None:
    letter = with_file(submitted_letter())
    other = divided(letter, SECOND.__class__(*_words(), with_files=taken))

    assert (letter.files.count(), other.files.count()) == (1, int(taken))


def _words() -> tuple[str, str, str]:
    return SECOND.kind, SECOND.title, SECOND.text


def test_both_have_a_step_and_a_line_in_the_trail_without_words() -> None:
    letter = submitted_letter()
    other = divided(letter)

    for each in (letter, other):
        assert each.steps.filter(kind=StepKind.DIVIDED).count() == 1
        line = AuditEntry.objects.filter(target_id=each.pk, after="divided").get()
        assert SECOND.title not in repr(line.__dict__)


def test_the_second_accuses_whom_the_first_accuses() -> None:
    accused = agency("住建局")
    letter = accusing_letter(accused, mailbox(agency("政府办公室")))
    clerk = member(Role.MAILBOX_CLERK, accused)
    other = divided(letter, Second(LetterKind.REPORT, "另一件事", "另一件事情"))

    assert other.is_accusation
    assert not Letter.objects.visible_to(clerk).filter(pk=other.pk).exists()


def test_who_handles_the_second_reads_no_trace_of_a_first_that_accuses_them(
    client: Client,
) -> None:
    unit = agency("住建局")
    letter = accepted_letter(mailbox(agency("政府办公室")))
    other = divided(letter)
    intake.assign(other, unit, by=office_clerk(other))
    accusing.accuse(letter, unit, by=office_clerk(letter))
    clerk = member(Role.MAILBOX_CLERK, unit)
    client.force_login(clerk)
    page = client.get(reverse("desk-letter", args=[other.pk])).content.decode()

    assert other.number in page
    assert letter.number not in page


def test_the_office_reads_the_other_number_on_each_page(client: Client) -> None:
    letter = accepted_letter()
    other = divided(letter)
    client.force_login(office_clerk(letter))
    for one, another in ((letter, other), (other, letter)):
        page = client.get(reverse("desk-letter", args=[one.pk])).content.decode()
        assert another.number in page


@pytest.mark.parametrize("stage", [assigned_letter, handled_letter])
def test_one_that_lies_at_a_unit_is_divided_by_the_office(stage) -> None:
    letter = stage(agency("住建局"))
    other = divided(letter)
    letter.refresh_from_db()

    assert (other.agency, other.status) == (letter.intake, LetterStatus.ACCEPTED)
    assert letter.agency.name == "住建局"


def test_the_unit_itself_does_not_divide_it() -> None:
    letter = handled_letter(agency("住建局"))
    with pytest.raises(NotAllowed):
        split(letter, SECOND, by=unit_clerk(letter))


def test_what_was_answered_stays_one() -> None:
    letter = answered_letter()
    with pytest.raises(TransitionError):
        divided(letter)

    settling.reopen(letter, "答复不全", by=office_clerk(letter))
    with pytest.raises(TransitionError):
        divided(letter)


def test_one_that_waits_for_its_writer_is_not_divided() -> None:
    letter = handled_letter()
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    with pytest.raises(TransitionError):
        divided(letter)


@pytest.mark.parametrize("kind", [LetterKind.REPORT, LetterKind.OBJECTION])
def test_a_second_letter_becomes_no_report_and_no_objection(kind: str) -> None:
    with pytest.raises(TransitionError):
        divided(submitted_letter(), Second(kind, "另一件事", "另一件事情"))
    assert Letter.objects.count() == 1


def test_the_desk_divides_with_a_form_that_holds_the_words(client: Client) -> None:
    letter = accepted_letter()
    client.force_login(office_clerk(letter))
    address = reverse("desk-letter-deed", args=[letter.pk, "split"])
    empty = client.post(address, {"kind": LetterKind.HELP, "title": "。", "text": ""})
    assert empty.status_code == 400

    client.post(address, {"kind": LetterKind.HELP, "title": "求助", "text": "请帮助"})
    assert letter.split_off.get().title == "求助"
