"""How a writer is reached is forgotten in time, and held where the office says why."""

from __future__ import annotations

import pytest

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from feedback import contact_erasing, intake, joining, settling
from feedback.contacts import Contact, contact_for_sending
from feedback.intake import NeedsReason
from feedback.models import LetterContact, LetterStep, RefusalGround, StepKind
from tests.factories import member
from tests.factories.letters import (
    accepted_letter,
    handled_letter,
    office_clerk,
    reviewed_letter,
    settled_letter,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db

SETTLED_ON = "2024-02-29T15:00:00+08:00"
DAY_BEFORE = "2026-02-27T23:00:00+08:00"


@pytest.fixture
def leap_day(time_machine):
    time_machine.move_to(SETTLED_ON, tick=False)
    return time_machine


def is_left(letter):
    return contact_for_sending(letter) != Contact()


def test_two_years_after_settling_nothing_leads_to_the_writer(leap_day):
    letter = settled_letter()
    leap_day.move_to(DAY_BEFORE, tick=False)
    contact_erasing.erase_due()
    assert is_left(letter)

    leap_day.move_to("2026-03-01T00:30:00+08:00", tick=False)
    assert contact_erasing.erase_due().startswith("1 ")

    assert not is_left(letter)
    row = LetterContact.objects.values().get(letter=letter)
    assert (row["sealed"], row["phone_key"], row["email_key"]) == ("", "", "")
    assert (row["masked_name"], row["erased_at"]) == ("", clock.now())
    assert AuditEntry.objects.filter(action="contact_erased").count() == 1


def test_the_months_are_those_of_the_site(leap_day, settings):
    settings.LETTER_CONTACT_MONTHS = 6
    letter = settled_letter()
    leap_day.move_to("2024-08-28T12:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert is_left(letter)

    leap_day.move_to("2024-08-29T12:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert not is_left(letter)


def test_a_second_run_finds_nothing_more(leap_day):
    settled_letter()
    leap_day.move_to("2027-01-01T00:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert contact_erasing.erase_due().startswith("0 ")


def test_many_are_erased_in_one_run_though_in_small_parts(leap_day, monkeypatch):
    monkeypatch.setattr(contact_erasing, "BATCH", 2)
    letters = [settled_letter() for _each in range(3)]
    leap_day.move_to("2027-01-01T00:00:00+08:00", tick=False)
    assert contact_erasing.erase_due().startswith("3 ")
    assert not any(is_left(letter) for letter in letters)


def test_an_open_letter_keeps_its_contact_however_old(leap_day):
    reopened = settled_letter()
    settling.reopen(reopened, "没有修好。", by=office_clerk(reopened))
    open_one = handled_letter()
    leap_day.move_to("2030-01-01T00:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert is_left(reopened)
    assert is_left(open_one)


def test_a_refused_letter_is_settled_unless_it_is_taken_on_after_all(leap_day):
    refused, taken_on = submitted_letter(), submitted_letter()
    for letter in (refused, taken_on):
        intake.refuse(
            letter, RefusalGround.COURT, turn_to="法院。", by=office_clerk(letter)
        )
    intake.accept(taken_on, by=office_clerk(taken_on))
    leap_day.move_to("2027-01-01T00:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert (is_left(refused), is_left(taken_on)) == (False, True)


def test_a_joined_letter_is_settled_with_the_other(leap_day):
    into, joined = reviewed_letter(), accepted_letter()
    person = office_clerk(joined)
    Membership.objects.create(user=person, agency=into.intake, role=Role.MAILBOX_CLERK)
    person.__dict__.pop("_seats", None)
    joining.join(joined, into, by=person)
    leap_day.move_to("2027-01-01T00:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert is_left(joined)

    type(into).objects.filter(pk=into.pk).update(
        status="closed", settled_at="2024-03-01T00:00:00Z"
    )
    contact_erasing.erase_due()
    assert not is_left(joined)


def test_what_the_office_holds_stays_until_it_is_released(leap_day, client):
    letter = settled_letter()
    client.force_login(office_clerk(letter))
    client.post(f"/desk/letters/{letter.pk}/hold/", {"reason": "行政诉讼。"})
    leap_day.move_to("2027-01-01T00:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    assert is_left(letter)

    client.force_login(office_clerk(letter))  # three years later
    client.post(f"/desk/letters/{letter.pk}/release/", {"reason": "已结案。"})
    contact_erasing.erase_due()

    assert not is_left(letter)
    deeds = AuditEntry.objects.filter(action__startswith="contact_").order_by("pk")
    assert [entry.action for entry in deeds] == [
        *("contact_held", "contact_released", "contact_erased"),
    ]
    notes = LetterStep.objects.filter(letter=letter, kind=StepKind.NOTED)
    assert [step.note for step in notes] == ["行政诉讼。", "已结案。"]


def test_only_the_office_holds_and_it_says_why():
    letter = handled_letter()
    office = office_clerk(letter)
    for stranger in (unit_clerk(letter), member(Role.APPROVER, letter.intake)):
        with pytest.raises(NotAllowed):
            contact_erasing.hold(letter, "诉讼。", by=stranger)
    with pytest.raises(NeedsReason):
        contact_erasing.hold(letter, " ", by=office)
    with pytest.raises(TransitionError):
        contact_erasing.release(letter, "结案。", by=office)

    contact_erasing.hold(letter, "诉讼。", by=office)

    with pytest.raises(TransitionError):
        contact_erasing.hold(letter, "诉讼。", by=office)
    with pytest.raises(NeedsReason):
        contact_erasing.release(letter, "", by=office)


def test_what_is_erased_already_is_not_held(leap_day):
    letter = settled_letter()
    leap_day.move_to("2027-01-01T00:00:00+08:00", tick=False)
    contact_erasing.erase_due()
    with pytest.raises(TransitionError):
        contact_erasing.hold(letter, "诉讼。", by=office_clerk(letter))
