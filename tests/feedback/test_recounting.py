"""Days off that are announced late move what is open, and both days are kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import CalendarOverride, ConfirmedYear
from feedback import answering, recounting
from feedback.models import Letter, LetterKind, LetterLimit, StepKind
from feedback.recounting import recount_open
from feedback.tracking_page import steps_told
from tests.factories.letters import (
    answered_letter,
    handled_letter,
    mailbox,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _announced() -> None:
    ConfirmedYear.objects.create(year=2026, source="国办发明电〔2025〕7号")


def on(text: str):
    return clock.frozen_at(datetime.fromisoformat(f"2026-{text}T09:00+08:00"))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def announce_off(*texts: str) -> None:
    CalendarOverride.objects.bulk_create(
        CalendarOverride(day=day(text), is_working=False, note="省政府办公厅通知")
        for text in texts
    )


def test_late_days_off_move_open_letters_and_tell_both_days() -> None:
    with on("03-02"):
        letter, answered = handled_letter(), answered_letter()
    announce_off("03-05", "03-06")
    with on("03-04"):
        assert recount_open() == (1, 1)

    letter.refresh_from_db()
    answered.refresh_from_db()
    assert (letter.due_on, letter.promised_on) == (day("03-11"), day("03-09"))
    assert answered.due_on == day("03-09")
    step = letter.steps.get(kind=StepKind.RECOUNTED)
    assert step.facts == {
        "before": "2026-03-09",
        "after": "2026-03-11",
        "reason": "calendar",
    }
    (told,) = [row for row in steps_told(letter) if row["title"] == "期限重新计算"]
    assert "由2026年3月9日（星期一）变更为2026年3月11日（星期三）" in told["message"]


def test_counted_once_nothing_is_left_to_count() -> None:
    with on("03-02"):
        handled_letter()
        announce_off("03-05")
        assert recount_open() == (1, 1)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert recount_open() == (0, 0)
    assert not any("feedback_letterstep" in query["sql"] for query in asked)


def test_the_day_to_accept_by_moves_too() -> None:
    with on("03-02"):
        letter = submitted_letter()
        announce_off("03-03")
        recount_open()

    letter.refresh_from_db()
    assert letter.accept_due_on == day("03-04")


def test_the_day_is_provisional_until_its_year_is_announced() -> None:
    with clock.frozen_at(datetime.fromisoformat("2026-12-30T09:00+08:00")):
        letter = handled_letter()
        assert letter.is_provisional
        ConfirmedYear.objects.create(year=2027, source="国办发明电〔2026〕9号")
        assert recount_open()[0] == 1

    letter.refresh_from_db()
    assert not letter.is_provisional
    assert not letter.steps.filter(kind=StepKind.RECOUNTED).exists()


def test_who_is_waited_for_moves_day_by_day_and_leaves_one_step() -> None:
    with on("03-02"):
        letter = handled_letter()
    with on("03-04"):
        answering.ask_writer(letter, "哪一盏灯？", by=unit_clerk(letter))
    for text, due in (("03-05", "03-10"), ("03-06", "03-11"), ("03-09", "03-12")):
        with on(text):
            recount_open()
        letter.refresh_from_db()
        assert letter.due_on == day(due)
    with on("03-10"):
        answering.supplement(letter, "路口那盏。")

    (step,) = letter.steps.filter(kind=StepKind.RECOUNTED)
    assert (step.facts["before"], step.facts["after"]) == ("2026-03-09", "2026-03-13")


def test_a_limit_that_the_office_changed_moves_nothing() -> None:
    with on("03-02"):
        letter = handled_letter()
        LetterLimit.objects.create(kind=LetterKind.COMPLAINT, days=2)
        announce_off("03-05")
        recount_open()

    letter.refresh_from_db()
    assert letter.due_on == day("03-10")


def test_batches_take_in_all_and_ask_no_more_for_more(monkeypatch) -> None:
    box = mailbox()
    with on("03-02"):
        letters = [submitted_letter(box) for _number in range(6)]
        announce_off("03-05")
        with CaptureQueriesContext(connection) as asked:
            assert recount_open() == (6, 6)
        announce_off("03-06")
        letters += [submitted_letter(box) for _number in range(3)]
        Letter.objects.update(calendar_version="")
        with CaptureQueriesContext(connection) as again:
            assert recount_open() == (9, 6)
        assert len(again) <= len(asked) + 1

        monkeypatch.setattr(recounting, "BATCH", 2)
        announce_off("03-09")
        assert recount_open() == (9, 9)


def test_the_command_says_what_it_did(capsys) -> None:
    with on("03-02"):
        handled_letter()
        announce_off("03-05")
        call_command("recount_letters")

    out = capsys.readouterr().out
    assert out.splitlines() == [
        "1 letters counted anew, 1 last days moved",
        "0 settled letters counted",
    ]
