"""A letter followed by a program: what the page shows, to whoever has both numbers."""

from __future__ import annotations

import pytest

from directories.models import Role
from feedback import answering, intake
from feedback.submitting import About
from tests.factories import agency, member
from tests.factories.letters import (
    ANSWER,
    office_clerk,
    receipt,
    unit_clerk,
)

pytestmark = pytest.mark.django_db

DOOR = "/api/v1/letters/track/"


def track(client, number, code, **more):
    sent = {"number": number, "code": code}
    return client.post(DOOR, sent, content_type="application/json", **more)


def test_number_and_code_open_what_the_page_shows(client):
    got = receipt()
    letter = got.letter
    intake.accept(letter, by=office_clerk(letter))
    intake.assign(letter, agency("住建局"), by=office_clerk(letter))
    intake.take_up(letter, by=unit_clerk(letter))
    clerk = unit_clerk(letter)
    answering.keep_reply(letter, ANSWER, "可申请复议。", version=0, by=clerk)
    answering.hand_in(letter, by=clerk)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))

    told = track(client, letter.number, got.code)
    page = client.post("/letters/track/", {"number": letter.number, "code": got.code})

    found = told.json()
    assert told.status_code == 200
    assert [step["title"] for step in found["steps"]] == [
        str(step["title"]) for step in page.context["steps"]
    ]
    (answer,) = found["answers"]
    assert (answer["text"], answer["remedies"]) == (ANSWER, "可申请复议。")
    assert found["clock"] == [str(line) for line in page.context["clock"]]
    assert (found["may_rate"], found["is_asked"], found["is_open"]) == (
        *(True, False, False),
    )


def test_the_answer_is_kept_by_no_cache_and_read_by_no_other_site(client):
    got = receipt()
    told = track(client, got.letter.number, got.code)
    assert told.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in told.headers
    assert "ETag" not in told.headers


def test_numbers_are_read_as_people_write_them(client):
    got = receipt()
    number = f" {got.letter.number[:4]} {got.letter.number[4:]} "
    assert track(client, number, f"{got.code[:4]} {got.code[4:]}").status_code == 200


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client):
    got = receipt()
    wrong_code = f"{(int(got.code) + 1) % 10**8:08d}"
    answers = [
        track(client, got.letter.number, wrong_code),
        track(client, "2026999999", got.code),
        track(client, "no number", "no code"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_tries_are_counted_together_with_those_on_the_page(client, settings):
    settings.TRACKS_A_NUMBER_AN_HOUR = 3
    got = receipt()
    number = got.letter.number
    for _each in range(2):
        client.post("/letters/track/", {"number": number, "code": "00000000"})
    assert track(client, number, "00000000").status_code == 404

    told = track(client, number, got.code)

    assert told.status_code == 429
    assert int(told.headers["Retry-After"]) > 0
    page = client.post("/letters/track/", {"number": number, "code": got.code})
    assert page.status_code == 429


def test_of_an_accusation_no_unit_is_named(client):
    got = receipt(kind="report", about=About(agency=agency("城管局")))
    intake.accept(got.letter, by=office_clerk(got.letter))

    told = track(client, got.letter.number, got.code).json()

    assert [step["kind"] for step in told["steps"]] == ["submitted", "accepted"]
    assert {step["unit"] for step in told["steps"]} == {""}


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_there_is_no_other_way_to_ask(client, method):
    assert getattr(client, method)(DOOR).status_code == 405


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), ({"number": "1"}, 400), ({"number": "1", "code": "2", "x": 1}, 400)],
)
def test_half_a_receipt_is_refused(client, sent, status):
    answer = client.post(DOOR, sent, content_type="application/json")
    assert answer.status_code == status


def test_a_code_in_the_address_is_refused(client):
    got = receipt()
    answer = client.post(
        f"{DOOR}?code={got.code}",
        {"number": got.letter.number, "code": got.code},
        content_type="application/json",
    )
    assert answer.status_code == 400
