"""Objections to a posting are counted in its result and closed with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.workflow import TransitionError
from feedback import accusing, answering, intake, joining, settling
from feedback.intake import NeedsReason
from feedback.models import Finding, Letter, LetterStatus, StepKind
from notices.drafting import set_posting_period
from notices.models import Notice, PostingPeriod, PostingResult, Tick
from notices.posting_objections import Objections, objections_to
from notices.publication import sign
from notices.review import submit
from tests.factories import agency, draft_notice, member
from tests.factories.letters import (
    ANSWER,
    answered_letter,
    handled_letter,
    mailbox,
    objection,
    office_clerk,
    reviewed_letter,
    submitted_letter,
    unit_clerk,
)
from tests.factories.postings import closed_posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted() -> Notice:
    """A posting that runs from today."""
    notice = draft_notice()
    period = PostingPeriod(
        starts_on=local_day(clock.now()), length=5, objection_unit="纪检组"
    )
    set_posting_period(notice, period)
    submit(notice, by=notice.author)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return notice


def after(notice: Notice):
    return clock.frozen_at(day_start(notice.posting_period.ends_on + timedelta(days=1)))


def close(notice: Notice, result: str = PostingResult.HANDLED, note: str = "") -> str:
    """The result as the public reads it."""
    with after(notice):
        closed_posting(notice, result=result, note=note)
    return PostingPeriod.objects.get(notice=notice).result_note


def refused(notice: Notice) -> Letter:
    letter = submitted_letter(**objection(notice))
    intake.refuse(letter, "elsewhere", turn_to="县法院", by=office_clerk(letter))
    return letter


def joined_to(lead: Letter, notice: Notice) -> Letter:
    letter = submitted_letter(lead.mailbox, **objection(notice))
    joining.join(letter, lead, by=office_clerk(letter))
    return letter


def test_the_result_says_how_many_objected_and_what_came_of_it(posted: Notice) -> None:
    answered_letter(finding=Finding.UPHELD, **objection(posted))
    answered_letter(finding=Finding.PARTLY, **objection(posted))
    answered_letter(finding=Finding.DENIED, **objection(posted))
    refused(posted)

    assert close(posted, note="名单已更正。") == (
        "名单已更正。 公示期间通过本站收到异议4件：成立2件，不成立1件，不予受理1件。"
    )


def test_a_posting_without_objections_by_this_site_ends_in_the_officers_words(
    posted: Notice,
) -> None:
    answered_letter()

    assert close(posted, PostingResult.NONE, "公示期满。") == "公示期满。"


def test_no_result_while_an_objection_waits_for_its_answer(posted: Notice) -> None:
    letter = reviewed_letter(**objection(posted))
    with pytest.raises(TransitionError, match="1件"):
        close(posted)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))

    assert "收到异议1件" in close(posted)


def test_a_posting_with_objections_does_not_end_without_any(posted: Notice) -> None:
    answered_letter(**objection(posted))

    with pytest.raises(TransitionError):
        close(posted, PostingResult.NONE)
    assert PostingPeriod.objects.get(notice=posted).result == ""


def test_answered_objections_are_settled_with_the_posting(posted: Notice) -> None:
    letter = answered_letter(**objection(posted))
    close(posted, note="名单不变。")

    letter.refresh_from_db()
    step = letter.steps.get(kind=StepKind.CLOSED)
    assert letter.status == LetterStatus.CLOSED
    assert "异议已处理" in step.message
    assert "名单不变。" in step.message


def test_one_that_its_writer_settled_is_counted_and_left_as_it_is(
    posted: Notice,
) -> None:
    letter = answered_letter(**objection(posted))
    settling.rate(letter, 5, "")
    close(posted)

    assert letter.steps.filter(kind=StepKind.CLOSED).count() == 1


def test_a_joined_objection_counts_and_its_writer_reads_how_it_ended(
    posted: Notice,
) -> None:
    lead = handled_letter(box=mailbox(), **objection(posted))
    joined = joined_to(lead, posted)
    assert objections_to(posted) == Objections(received=2, waiting=2)
    clerk = unit_clerk(lead)
    answering.keep_reply(lead, ANSWER, "", version=0, by=clerk, finding=Finding.UPHELD)
    answering.hand_in(lead, by=clerk)
    answering.sign_reply(lead, by=member(Role.APPROVER, lead.agency))

    assert "收到异议2件：成立2件" in close(posted)
    assert joined.steps.get(kind=StepKind.CLOSED).message


def test_an_objection_is_joined_to_objections_to_its_posting_alone(
    posted: Notice,
) -> None:
    letter = submitted_letter(**objection(posted))
    office = office_clerk(letter)
    for fields in ({}, objection(draft_notice())):
        other = submitted_letter(letter.mailbox, **fields)
        for one, into in ((letter, other), (other, letter)):
            with pytest.raises(TransitionError):
                joining.join(one, into, by=office)


def test_an_accusation_is_neither_counted_nor_waited_for(posted: Notice) -> None:
    letter = handled_letter(agency("审计局"), **objection(posted))
    accusing.accuse(letter, posted.agency, by=office_clerk(letter))

    assert close(posted, PostingResult.NONE) == ""
    letter.refresh_from_db()
    assert letter.status == LetterStatus.HANDLING


def test_objections_to_another_posting_are_not_counted(posted: Notice) -> None:
    answered_letter(**objection(draft_notice()))

    assert objections_to(posted) == Objections()


def test_an_answer_to_an_objection_says_whether_it_is_upheld(posted: Notice) -> None:
    letter = handled_letter(**objection(posted))
    clerk = unit_clerk(letter)
    answering.keep_reply(letter, ANSWER, "", version=0, by=clerk)

    with pytest.raises(NeedsReason):
        answering.hand_in(letter, by=clerk)


def test_a_letter_that_objects_to_nothing_keeps_no_finding() -> None:
    letter = handled_letter()
    reply = answering.keep_reply(
        letter, ANSWER, "", version=0, by=unit_clerk(letter), finding=Finding.UPHELD
    )

    assert reply.finding == ""


def test_the_clerk_chooses_the_finding_on_the_page_of_an_objection(
    posted: Notice, client: Client
) -> None:
    letter = handled_letter(**objection(posted))
    client.force_login(unit_clerk(letter))
    page = client.get(reverse("desk-letter", args=[letter.pk])).content.decode()
    assert "异议是否成立" in page

    sent = {"text": ANSWER, "version": 0, "finding": Finding.PARTLY, "go": "keep"}
    client.post(reverse("desk-letter-reply", args=[letter.pk]), sent)
    assert letter.replies.get().finding == Finding.PARTLY


def test_the_approver_reads_how_many_objections_wait(
    posted: Notice, client: Client
) -> None:
    handled_letter(**objection(posted))
    with after(posted):
        client.force_login(member(Role.APPROVER, posted.agency))
        page = client.get(reverse("desk-notice", args=[posted.pk])).content.decode()

    assert "收到的1件异议中还有1件" in page
