"""Common questions: by two hands, found by words, marked when their policy changes."""

from __future__ import annotations

import pytest
from django.test import Client

from directories.models import Role
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from feedback.answering_questions import (
    begun_from,
    hand_in_question,
    keep_question,
    publish_question,
    rewrite_question,
    withdraw_question,
)
from feedback.models import Question, QuestionStatus
from notices.publication import withdraw
from tests.factories import agency, member, published_notice
from tests.factories.letters import accusing_letter, answered_letter

pytestmark = pytest.mark.django_db


def written(**fields) -> Question:
    unit = fields.pop("unit", None) or agency("医保局")
    question = Question(
        agency=unit,
        title=fields.pop("title", "灵活就业人员怎样参加医保"),
        answer="带身份证到医保窗口办理。",
        **fields,
    )
    clerk = member(Role.MAILBOX_CLERK, unit)
    keep_question(question, by=clerk)
    hand_in_question(question, by=clerk)
    return question


def published(**fields) -> Question:
    question = written(**fields)
    publish_question(question, by=member(Role.APPROVER, question.agency))
    return question


def test_who_wrote_a_question_does_not_publish_it() -> None:
    question = written()
    writer = question.written_by
    assert writer is not None
    writer.memberships.create(agency=question.agency, role=Role.APPROVER)
    with pytest.raises(NotAllowed):
        publish_question(question, by=writer)


def test_a_published_one_is_found_by_its_words_and_a_withdrawn_one_is_not(
    client: Client,
) -> None:
    question = published()
    address = question.get_absolute_url()
    assert address in client.get("/questions/").content.decode()
    assert address in client.get("/questions/?q=医保").content.decode()
    assert address in client.get("/search/?q=灵活就业人员医保").content.decode()
    withdraw_question(question, "政策已变", by=member(Role.APPROVER, question.agency))
    assert client.get(address).status_code == 404
    assert address not in client.get("/questions/?q=医保").content.decode()


def test_it_is_marked_when_its_policy_is_taken_down(client: Client) -> None:
    policy = published_notice()
    question = published(policy=policy)
    withdraw(
        policy,
        by=member(Role.APPROVER, policy.agency),
        ground="outdated",
        reason="已失效",
    )
    question.refresh_from_db()
    assert question.flagged_at is not None
    page = client.get(question.get_absolute_url()).content.decode()
    assert "正在核对" in page
    assert policy.get_absolute_url() not in page


def test_an_answered_letter_gives_a_question_and_an_accusation_never() -> None:
    letter = answered_letter()
    assert begun_from(letter).answer == letter.replies.get().text
    with pytest.raises(TransitionError):
        begun_from(accusing_letter(agency()))


def test_one_that_is_written_anew_is_public_no_more(client: Client) -> None:
    question = published()
    rewrite_question(question, by=member(Role.MAILBOX_CLERK, question.agency))
    assert question.status == QuestionStatus.DRAFT
    assert client.get(question.get_absolute_url()).status_code == 404


def test_a_clerk_writes_and_hands_in_at_the_desk(client: Client) -> None:
    unit = agency("民政局")
    client.force_login(member(Role.MAILBOX_CLERK, unit))
    form = {"agency": unit.pk, "title": "怎样申请低保", "answer": "到镇上申请。"}
    client.post("/desk/questions/new/", form)
    question = Question.objects.get()
    client.post(f"/desk/questions/{question.pk}/hand-in/")
    question.refresh_from_db()
    assert question.status == QuestionStatus.WAITING
    client.force_login(member(Role.APPROVER, agency("别的局")))
    assert client.get(f"/desk/questions/{question.pk}/").status_code == 404
