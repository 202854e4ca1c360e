"""The clock on a letter's row follows what is done with the letter."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from directories.models import Role
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.models import ConfirmedYear
from feedback import answering, extending, helping, intake, joining, settling
from feedback.desk_inbox import standing_of
from feedback.letter_clock import limit_of
from feedback.models import (
    Complexity,
    DayUnit,
    Letter,
    LetterKind,
    LetterLimit,
    StepKind,
)
from tests.factories import member
from tests.factories.letters import (
    accepted_letter,
    assigned_letter,
    handled_letter,
    mailbox,
    office_clerk,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _announced() -> None:
    ConfirmedYear.objects.create(year=2026, source="国办发明电〔2025〕7号")


def on(text: str, hour: int = 9) -> AbstractContextManager[None]:
    return clock.frozen_at(datetime.fromisoformat(f"2026-{text}T{hour:02}:00+08:00"))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def handled_on(text: str) -> Letter:
    with on(text):
        return handled_letter()


def moves(letter: Letter) -> list[tuple[str, str]]:
    """The days between which steps say that it moved."""
    steps = letter.steps.filter(kind=StepKind.RECOUNTED)
    return [(step.facts["before"][5:], step.facts["after"][5:]) for step in steps]


def reload(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_receipt_at_night_is_of_the_local_day() -> None:
    with on("02-13", hour=23):
        letter = submitted_letter()

    assert letter.received_on == day("02-13")
    assert (letter.due_on, letter.promised_on) == (day("02-27"), day("02-27"))
    assert letter.accept_due_on == day("02-14")


def test_what_is_accepted_at_once_and_comes_on_a_day_off_waits_for_a_working_day() -> (
    None
):
    LetterLimit.objects.create(kind=LetterKind.COMPLAINT, days=5, acceptance_days=0)
    with on("02-18"):
        assert submitted_letter().accept_due_on == day("02-24")


def test_the_time_stands_still_while_the_writer_is_asked() -> None:
    letter = handled_on("03-02")
    with on("03-04"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))
    with on("03-06"):
        answering.supplement(letter, "路口那盏。")

    assert reload(letter).due_on == day("03-11")
    assert moves(letter) == [("03-09", "03-11")]


def test_whom_the_unit_no_longer_waits_for_stops_the_time_no_longer() -> None:
    letter = handled_on("03-02")
    clerk = unit_clerk(letter)
    with on("03-04"):
        answering.ask_writer(letter, "哪一盏灯？", by=clerk)
    with on("03-10"):
        answering.stop_waiting(letter, by=clerk)

    assert reload(letter).due_on == day("03-13")


def test_who_is_asked_on_the_last_day_is_overdue_the_day_after() -> None:
    letter = handled_on("03-02")
    with on("03-09"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))

    assert Letter.objects.overdue(day("03-10")).get() == letter
    assert not Letter.objects.overdue(day("03-09")).exists()


def test_one_that_waits_is_not_overdue() -> None:
    letter = handled_on("03-02")
    with on("03-06"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))

    assert not Letter.objects.overdue(day("03-20")).exists()


def test_a_letter_that_takes_another_in_goes_on_waiting() -> None:
    box = mailbox()
    with on("03-02"):
        letter = handled_letter(None, box=box)
        other = accepted_letter(box)
    with on("03-04"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))
    with on("03-05"):
        joining.join(other, letter, by=office_clerk(letter))
    with on("03-10"):
        answering.supplement(letter, "路口那盏。")

    assert reload(letter).due_on == day("03-13")


def test_more_time_is_counted_on_from_the_last_day() -> None:
    LetterLimit.objects.create(kind=LetterKind.COMPLAINT, days=5, extension_days=5)
    letter = handled_on("03-02")
    with on("03-05"):
        extending.ask_extension(letter, 3, "须现场勘查", by=unit_clerk(letter))
        extending.decide_extension(
            letter, is_granted=True, message="须现场勘查。", by=office_clerk(letter)
        )

    assert reload(letter).due_on == day("03-12")
    assert letter.promised_on == day("03-09")


def test_a_harder_letter_has_its_own_limit_from_receipt() -> None:
    LetterLimit.objects.create(
        kind=LetterKind.COMPLAINT, complexity=Complexity.COMPLEX, days=10
    )
    with on("03-02"):
        letter = submitted_letter()
    with on("03-03"):
        intake.accept(letter, by=office_clerk(letter), complexity=Complexity.COMPLEX)

    assert reload(letter).due_on == day("03-16")


def test_a_limit_changed_by_the_office_binds_no_letter_under_way() -> None:
    limit = LetterLimit.objects.create(kind=LetterKind.COMPLAINT, days=5)
    letter = handled_on("03-02")
    limit.days = 2
    limit.save()
    with on("03-03"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))
        answering.supplement(letter, "路口那盏。")
    assert reload(letter).due_on == day("03-09")

    with on("03-04"):
        helping.classify(letter, None, Complexity.ORDINARY, by=office_clerk(letter))
    assert reload(letter).due_on == day("03-04")


def test_the_limit_of_a_follow_up_is_the_office_s() -> None:
    LetterLimit.objects.create(kind=LetterKind.COMPLAINT, days=5, follow_up_days=3)
    letter = handled_on("03-02")
    _answer(letter, "03-04")
    with on("03-12"):
        settling.rate(letter, 1, "灯还是不亮")

    found = reload(letter)
    assert (found.due_on, found.limit_days) == (day("03-17"), 3)
    assert (found.days_taken, found.was_in_time) == (2, True)


def test_the_first_answer_keeps_how_long_it_took_and_whether_it_was_late() -> None:
    letter = handled_on("03-02")
    with on("03-04"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))
    with on("03-06"):
        answering.supplement(letter, "路口那盏。")
    _answer(letter, "03-12")

    found = reload(letter)
    assert (found.days_taken, found.was_in_time) == (6, False)


def test_calendar_days_are_the_unit_of_some_limits() -> None:
    LetterLimit.objects.create(
        kind=LetterKind.COMPLAINT, days=10, unit=DayUnit.CALENDAR
    )
    assert handled_on("03-04").due_on == day("03-16")


def test_a_letter_without_any_answer_for_two_months_sounds_the_alarm() -> None:
    silent, answered = handled_on("01-05"), handled_on("01-05")
    _answer(answered, "01-07")
    with on("01-20"):
        settling.rate(answered, 1, "灯还是不亮")

    assert not Letter.objects.silent(day("03-04")).exists()
    assert Letter.objects.silent(day("03-05")).get() == silent


def test_the_desk_shows_the_alarm_and_the_card_of_the_office_s_grades(
    settings: Any,
) -> None:
    letter = handled_on("03-02")

    def shown(text: str) -> tuple[str, bool]:
        row = standing_of(letter, work_calendar.current(), day(text))
        return row["stands"], row["is_silent"]

    with on("03-02"):
        assert shown("03-10") == ("late", False)
        assert shown("05-02") == ("very_late", True)
        settings.LETTER_YELLOW_DAYS = 2
        assert shown("03-10") == ("over", False)


def test_one_that_nobody_accepted_in_time_is_marked() -> None:
    with on("03-02"):
        letter = submitted_letter()

    def shown(text: str) -> str:
        return str(
            standing_of(letter, work_calendar.current(), day(text))["accept_late"]
        )

    assert letter.accept_due_on == day("03-03")
    assert shown("03-03") == ""
    assert shown("03-04") == "2026年3月3日"
    with on("03-05"):
        intake.accept(letter, by=office_clerk(letter))
    assert shown("03-06") == ""


def test_the_inbox_and_the_page_show_the_missed_day(client: Client) -> None:
    with on("03-02"):
        letter = submitted_letter()
    with on("03-05"):
        client.force_login(office_clerk(letter))
        inbox = client.get("/desk/letters/", {"tab": "new"}).content.decode()
        page = client.get(f"/desk/letters/{letter.pk}/").content.decode()

    for text in (inbox, page):
        assert "■" in text
        assert "逾期未受理（应于2026年3月3日前）" in text


def test_a_kind_without_a_limit_has_five_days() -> None:
    with on("03-02"):
        letter = assigned_letter()

    assert (limit_of(letter).days, letter.due_on) == (5, day("03-09"))


def _answer(letter: Letter, text: str) -> None:
    with on(text):
        clerk = unit_clerk(letter)
        answering.keep_reply(letter, "已修好。", "", version=0, by=clerk)
        answering.hand_in(letter, by=clerk)
        answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
