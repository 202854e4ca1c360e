"""Orders of a hotline come in once, are told in order, and belong to their system."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from feedback import accusing, answering, intake, joining, settling, work_orders
from feedback.api import order_documents
from feedback.contacts import contact_for_sending
from feedback.models import (
    Channel,
    Letter,
    LetterNotification,
    RefusalGround,
    WorkOrder,
    WorkOrderStep,
)
from tests.factories import agency, member
from tests.factories.letters import ANSWER, office_clerk, submitted_letter, unit_clerk

from .hotline import Hotline

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotline():
    return Hotline()


def take_up(letter, unit=None):
    intake.accept(letter, by=office_clerk(letter))
    intake.assign(letter, unit or agency("住建局"), by=office_clerk(letter))
    intake.take_up(letter, by=unit_clerk(letter))
    return letter


def answer(letter, text=ANSWER):
    clerk = unit_clerk(letter)
    version = answering.open_reply(letter).content_version
    answering.keep_reply(letter, text, "", version=version, by=clerk)
    answering.hand_in(letter, by=clerk)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
    return letter


# --- In -------------------------------------------------------------------------------


def test_an_order_becomes_a_letter_of_the_hotline(hotline):
    told = hotline.post(sent=hotline.order(place_words="幸福路"))

    letter = Letter.objects.get()
    assert told.status_code == 201
    assert told.json()["number"] == letter.number
    assert (told.json()["status"], told.json()["answers"]) == ("submitted", [])
    assert (letter.channel, letter.intake) == (Channel.HOTLINE, hotline.box.agency)
    assert contact_for_sending(letter).telephone == "13800138000"
    assert told.headers["Cache-Control"] == "no-store"
    line = AuditEntry.objects.get(action="received")
    assert (line.actor, line.note) == (hotline.token.system.user, "W-1")


def test_the_same_order_again_is_the_same_letter_whatever_it_says(hotline):
    first = hotline.post(sent=hotline.order())
    again = hotline.post(sent=hotline.order(title="另一个标题", mailbox="gone"))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (Letter.objects.count(), WorkOrder.objects.count()) == (1, 1)
    assert Letter.objects.get().title == "路灯不亮"


def test_of_two_requests_at_once_one_makes_the_letter(hotline, monkeypatch):
    """The second looked before the first was there."""
    known = work_orders.order_of
    answers = iter([None])

    def too_early(system, source_id):
        return next(answers, known(system, source_id))

    first = hotline.letter()
    before = Letter.objects.order_by("-number").first()
    monkeypatch.setattr("feedback.api.work_orders.order_of", lambda *_asked: None)
    monkeypatch.setattr(work_orders, "order_of", too_early)
    second = hotline.post(sent=hotline.order())

    assert (second.status_code, second.json()["number"]) == (200, first.number)
    assert list(Letter.objects.all()) == [before]
    assert AuditEntry.objects.filter(action="received").count() == 1


def test_two_systems_may_use_the_same_number(hotline):
    other = Hotline(agency("应急热线"))
    assert hotline.letter() != other.letter()


def test_what_the_caller_said_earlier_counts_from_then(hotline):
    heard = clock.now() - timedelta(days=3)
    letter = hotline.letter(received_at=heard.isoformat())
    assert abs(letter.received_at - heard) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("fields", "attr", "code"),
    [
        ({"mailbox": "nowhere"}, "mailbox", "unknown_value"),
        ({"unit": "nowhere"}, "unit", "unknown_value"),
        ({"place": "nowhere"}, "place", "unknown_value"),
        ({"kind": "praise"}, "kind", "invalid_choice"),
        ({"title": ""}, "title", "blank"),
        ({"title": "长" * 101}, "title", "max_length"),
        ({"text": "长" * 2001}, "text", "max_length"),
        ({"source_id": "steps"}, "source_id", "invalid"),
        ({"source_id": "热线1"}, "source_id", "invalid"),
        ({"code": "12345678"}, "code", "unknown_field"),
        ({"received_at": "2099-01-01T00:00:00+08:00"}, "received_at", "out_of_range"),
        ({"received_at": "2006-01-01T00:00:00+08:00"}, "received_at", "out_of_range"),
        ({"email": "nobody"}, "email", "invalid"),
    ],
)
def test_what_can_not_be_taken_is_named(hotline, fields, attr, code):
    told = hotline.post(sent=hotline.order(**fields))
    (error,) = told.json()["errors"]
    assert (told.status_code, error["attr"], error["code"]) == (400, attr, code)
    assert not Letter.objects.exists()


def test_a_mailbox_takes_its_kinds_only_and_none_when_shut(hotline):
    hotline.box.kinds = ["consultation"]
    hotline.box.save()
    told = hotline.post(sent=hotline.order())
    assert told.json()["errors"][0]["code"] == "wrong_mailbox"

    hotline.box.is_open = False
    hotline.box.save()
    told = hotline.post(sent=hotline.order(kind="consultation"))
    assert told.json()["errors"][0]["attr"] == "mailbox"


# --- Whose ----------------------------------------------------------------------------


def test_without_the_right_nothing_is_taken_nor_told():
    shut = Hotline(may_handle_letters=False)
    doors = [shut.post(sent=shut.order()), shut.get("W-1/"), shut.get("steps/")]
    doors += [shut.post("W-1/rating/", {"grade": 5}), shut.post("W-1/supplement/")]
    assert [door.status_code for door in doors] == [403] * 5
    assert {door.json()["errors"][0]["code"] for door in doors} == {"scope_missing"}


def test_another_system_finds_nothing_of_it(hotline):
    letter = answer(take_up(hotline.letter()))
    other = Hotline(agency("应急热线"))

    assert other.get("W-1/").status_code == 404
    assert other.post("W-1/rating/", {"grade": 1, "reason": "差"}).status_code == 404
    assert other.post("W-1/supplement/", {"text": "补充"}).status_code == 404
    assert other.steps() == []
    assert not letter.ratings.exists()


def test_of_a_letter_by_another_door_the_hotline_is_told_nothing(hotline):
    letter = take_up(submitted_letter(channel=Channel.HOTLINE))
    assert hotline.steps() == []
    assert letter.steps.count() == 4


# --- Accusations ----------------------------------------------------------------------


def test_an_accusation_goes_past_the_accused_and_no_unit_is_named(hotline):
    accused = hotline.box.agency
    letter = hotline.letter(unit=accused.code, kind="report")
    assert letter.is_accusation
    assert letter.intake != accused

    overseer = member(Role.MAILBOX_CLERK, letter.intake)
    assert not Letter.objects.visible_to(unit_clerk_of(accused)).exists()
    intake.accept(letter, by=overseer)

    (row,) = hotline.steps()
    assert (row["kind"], row["unit"]) == ("accepted", "")


def unit_clerk_of(unit):
    return member(Role.MAILBOX_CLERK, unit)


def test_a_system_of_the_accused_keeps_its_receipt_and_reads_nothing_more(hotline):
    house = hotline.token.system.agency
    first = hotline.post(sent=hotline.order(unit=house.code, accuses=True))
    letter = Letter.objects.get()
    answer(take_up(letter))

    assert first.status_code == 201
    assert hotline.post(sent=hotline.order()).json() == first.json()
    assert hotline.get("W-1/").json() == first.json()
    assert hotline.steps() == []
    assert hotline.post("W-1/rating/", {"grade": 5}).status_code == 404
    assert WorkOrderStep.objects.exists()


def test_once_the_office_sees_whom_it_accuses_the_accused_reads_no_further(hotline):
    letter = hotline.letter()
    intake.accept(letter, by=office_clerk(letter))
    assert hotline.kinds() == ["accepted"]

    house = hotline.token.system.agency
    accusing.accuse(letter, house, by=office_clerk(letter))

    assert hotline.kinds() == []
    assert hotline.get("W-1/").json()["status"] == "submitted"


# --- Out ------------------------------------------------------------------------------


def test_the_feed_tells_what_happened_in_order(hotline):
    letter = take_up(hotline.letter())
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    hotline.post("W-1/supplement/", {"text": "东头第三盏。"})
    letter.refresh_from_db()
    answer(letter)
    hotline.post("W-1/rating/", {"grade": 2, "reason": "没有修好。"})

    rows = hotline.steps()
    assert [row["kind"] for row in rows] == [
        *("accepted", "asked", "supplemented", "answered", "rated", "reopened")
    ]
    assert [row["seq"] for row in rows] == sorted(row["seq"] for row in rows)
    assert rows[1]["message"] == "哪一盏？"
    assert (rows[3]["answer"]["text"], rows[3]["unit"]) == (ANSWER, "住建局")
    assert rows[4]["grade"] == 2
    assert {row["source_id"] for row in rows} == {"W-1"}


def test_the_feed_goes_on_where_it_stopped(hotline):
    take_up(hotline.letter("W-1"))
    answer(take_up(hotline.letter("W-2")))

    first = hotline.get("steps/", limit=1).json()
    rest = hotline.get("steps/", after=first["last"]).json()
    end = hotline.get("steps/", after=rest["last"]).json()

    assert [row["source_id"] for row in rest["results"]] == ["W-2", "W-2"]
    assert (end["results"], end["last"]) == ([], rest["last"])


def test_a_refusal_tells_ground_and_where_to_turn(hotline):
    letter = hotline.letter()
    intake.refuse(
        letter, RefusalGround.COURT, turn_to="请向法院反映。", by=office_clerk(letter)
    )
    (row,) = hotline.steps()
    assert (row["kind"], row["ground"]) == ("refused", "court")
    assert "请向法院反映" in row["message"]


def test_notes_of_staff_are_not_told(hotline):
    letter = take_up(hotline.letter())
    intake.send_back(letter, "不是我局的职责。", by=unit_clerk(letter))
    whole = hotline.get("steps/").content.decode()
    assert hotline.kinds()[-1] == "returned"
    assert "不是我局" not in whole


def test_an_order_joined_to_another_letter_gets_the_answer_given_there(hotline):
    into, joined = take_up(submitted_letter()), hotline.letter()
    person = office_clerk(joined)
    Membership.objects.create(user=person, agency=into.intake, role=Role.MAILBOX_CLERK)
    person.__dict__.pop("_seats", None)
    joining.join(joined, into, by=person)
    answer(into)

    row = hotline.steps()[-1]
    assert (row["kind"], row["number"]) == ("answered", joined.number)
    assert row["answer"]["text"] == ANSWER
    state = hotline.get("W-1/").json()
    assert (state["status"], len(state["answers"])) == ("merged", 1)


def test_a_page_of_the_feed_costs_the_same_for_one_row_as_for_many(hotline):
    answer(take_up(hotline.letter("W-1")))
    hotline.get("steps/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(hotline.steps()) == 2
    for number in range(2, 6):
        answer(take_up(hotline.letter(f"W-{number}")))
    with CaptureQueriesContext(connection) as many:
        assert len(hotline.steps()) == 10
    assert len(few) == len(many)


@pytest.mark.parametrize("after", ["-1", "x", "９", "1" * 19])
def test_a_strange_place_in_the_feed_is_refused(hotline, after):
    told = hotline.get("steps/", after=after)
    assert (told.status_code, told.json()["errors"][0]["attr"]) == (400, "after")


# --- What the caller says -------------------------------------------------------------


def test_the_callers_rating_settles_the_letter_and_the_same_again_is_one(hotline):
    answer(take_up(hotline.letter()))
    first = hotline.post("W-1/rating/", {"grade": 5})
    again = hotline.post("W-1/rating/", {"grade": 5})

    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["status"], first.json()["grade"]) == ("closed", 5)
    assert hotline.kinds()[-2:] == ["rated", "closed"]
    line = AuditEntry.objects.get(action="rated")
    assert line.actor == hotline.token.system.user


def test_a_bad_rating_takes_the_letter_up_again_once_however_often_it_is_sent(hotline):
    letter = answer(take_up(hotline.letter()))
    bad = {"grade": 1, "reason": "没有修好。"}
    assert hotline.post("W-1/rating/", {"grade": 1}).status_code == 400
    told = [hotline.post("W-1/rating/", bad).status_code for _each in range(2)]
    assert told == [201, 200]
    letter.refresh_from_db()
    assert letter.status == "handling"

    answer(letter, "您好！已更换灯具。")
    assert hotline.post("W-1/rating/", bad).status_code == 201
    letter.refresh_from_db()
    assert (letter.status, letter.ratings.count()) == ("closed", 2)


def test_another_grade_for_the_same_answer_is_refused(hotline):
    answer(take_up(hotline.letter()))
    hotline.post("W-1/rating/", {"grade": 5})
    other = hotline.post("W-1/rating/", {"grade": 4})
    assert other.json()["errors"][0]["code"] == "rated_already"


def test_nothing_is_rated_that_was_not_answered(hotline):
    hotline.letter()
    assert hotline.post("W-1/rating/", {"grade": 5}).status_code == 409


def test_what_was_asked_is_added_once(hotline):
    letter = take_up(hotline.letter())
    assert hotline.post("W-1/supplement/", {"text": "没人问"}).status_code == 409
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    added = [
        hotline.post("W-1/supplement/", {"text": "东头第三盏。"}).status_code
        for _each in range(2)
    ]
    assert added == [201, 200]
    assert AuditEntry.objects.filter(action="supplemented").count() == 1


def test_the_caller_is_not_told_by_the_portal_too(hotline):
    answer(take_up(hotline.letter(email="wang@example.org")))
    assert not LetterNotification.objects.exists()


def test_a_letter_that_nobody_rates_is_settled_in_the_feed_too(hotline, time_machine):
    answer(take_up(hotline.letter()))
    days = timedelta(days=settling.RATING_DAYS + 1)
    time_machine.move_to(clock.now() + days, tick=False)
    settling.settle_silent()
    assert hotline.kinds()[-1] == "closed"


def test_what_the_examples_send_is_taken(hotline):
    letter = take_up(hotline.letter())
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    added = hotline.post("W-1/supplement/", order_documents.ADDED)
    letter.refresh_from_db()
    answer(letter)
    rated = hotline.post("W-1/rating/", order_documents.RATED)
    assert (added.status_code, rated.status_code) == (201, 201)
