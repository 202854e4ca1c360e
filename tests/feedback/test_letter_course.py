"""A letter goes its way by deeds, each by those whom it belongs to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from feedback import (
    answering,
    extending,
    intake,
    joining,
    letter_clock,
    letter_codes,
    settling,
)
from feedback.models import (
    Letter,
    LetterContact,
    LetterStatus,
    LetterStep,
    RefusalGround,
    StepKind,
)
from feedback.submitting import submit
from tests.factories import agency, member
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    answered_letter,
    given,
    handled_letter,
    mailbox,
    office_clerk,
    published_letter,
    receipt,
    reviewed_letter,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db


def test_a_receipt_names_a_number_of_ten_digits_and_a_code_of_eight() -> None:
    got = receipt()
    assert (len(got.letter.number), len(got.code)) == (10, 8)
    assert (got.letter.number + got.code).isdigit()


def test_the_code_itself_is_kept_nowhere() -> None:
    got = receipt()
    row = Letter.objects.filter(pk=got.letter.pk).values().get()
    assert got.code not in repr(row)
    assert letter_codes.is_code_of(got.letter, got.letter.number, got.code)


def test_the_same_token_shows_the_same_receipt_and_makes_no_second_letter() -> None:
    token, what = letter_codes.new_token(), given()
    first, second = submit(what, token=token), submit(what, token=token)
    assert first.letter == second.letter
    assert (first.code, second.is_new) == (second.code, False)
    assert Letter.objects.count() == 1


def test_what_leads_to_the_writer_lies_encrypted() -> None:
    letter = submitted_letter()
    row = repr(LetterContact.objects.filter(letter=letter).values().get())
    assert "13800138000" not in row
    assert "王小明" not in row
    assert "王**" in row


def test_a_letter_is_answered_by_two_hands_and_settled_by_its_writer() -> None:
    letter = answered_letter()
    settling.rate(letter, 4, "")
    letter.refresh_from_db()
    assert letter.status == LetterStatus.CLOSED
    assert letter.was_in_time is True
    assert [step.kind for step in letter.steps.all()] == [
        *(StepKind.SUBMITTED, StepKind.ACCEPTED, StepKind.ASSIGNED),
        *(StepKind.TAKEN_UP, StepKind.DRAFTED, StepKind.ANSWERED),
        *(StepKind.RATED, StepKind.CLOSED),
    ]


def test_who_wrote_an_answer_does_not_sign_it() -> None:
    letter = handled_letter()
    both = member(Role.MAILBOX_CLERK, letter.agency)
    both.memberships.create(agency=letter.agency, role=Role.APPROVER)
    answering.keep_reply(letter, "已修好。", "", version=0, by=both)
    answering.hand_in(letter, by=both)
    with pytest.raises(NotAllowed):
        answering.sign_reply(letter, by=both)


def test_a_refused_letter_says_where_to_turn() -> None:
    letter = submitted_letter()
    with pytest.raises(intake.NeedsReason):
        intake.refuse(letter, RefusalGround.COURT, turn_to=" ", by=office_clerk(letter))
    intake.refuse(
        letter, RefusalGround.COURT, turn_to="请等待法院判决。", by=office_clerk(letter)
    )
    assert "请等待法院判决。" in letter.steps.get(kind=StepKind.REFUSED).message


def test_a_bad_rating_takes_the_letter_up_again_once() -> None:
    letter = answered_letter()
    settling.rate(letter, 1, "路灯还是不亮")
    assert (letter.status, letter.is_reopened) == (LetterStatus.HANDLING, True)
    answering.keep_reply(letter, "再次修好。", "", version=0, by=unit_clerk(letter))
    answering.hand_in(letter, by=unit_clerk(letter))
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
    settling.rate(letter, 2, "仍不满意")
    letter.refresh_from_db()
    assert letter.status == LetterStatus.CLOSED


def test_more_time_is_granted_once_by_somebody_else() -> None:
    letter = handled_letter()
    letter.kind = "complaint"
    from_limit = letter_clock.limit_of(letter)
    from_limit.kind, from_limit.extension_days = "complaint", 5
    from_limit.save()
    before = letter.due_on
    extending.ask_extension(letter, 5, "需要现场勘查", by=unit_clerk(letter))
    extending.decide_extension(
        letter, is_granted=True, message="需要现场勘查。", by=office_clerk(letter)
    )
    assert letter.due_on - before >= timedelta(days=5)
    with pytest.raises(TransitionError):
        extending.ask_extension(letter, 5, "再等等", by=unit_clerk(letter))


def test_the_accused_and_their_branch_see_nothing_of_a_letter() -> None:
    office = agency("政府办公室")
    accused = agency("某局")
    station = agency("某站", parent=accused)
    letter = accusing_letter(accused, mailbox(office))
    for unit in (accused, station):
        for role in Role.values:
            reader = member(role, unit)
            assert not Letter.objects.visible_to(reader).exists()
    assert Letter.objects.visible_to(office_clerk(letter)).get() == letter


def test_an_accusation_of_the_mailbox_s_own_unit_goes_past_it() -> None:
    office = agency("政府办公室")
    letter = accusing_letter(office, mailbox(office))
    assert letter.agency.parent is None
    assert not Letter.objects.visible_to(member(Role.MAILBOX_CLERK, office)).exists()


def test_no_letter_is_passed_on_to_whom_it_accuses() -> None:
    accused = agency("某局")
    letter = accusing_letter(accused)
    intake.accept(letter, by=office_clerk(letter))
    with pytest.raises(intake.WrongUnit):
        intake.assign(letter, agency("某站", parent=accused), by=office_clerk(letter))


def test_joined_letters_are_parted_again_with_the_time_they_had() -> None:
    box = mailbox()
    first, second = accepted_letter(box), accepted_letter(box)
    due = second.due_on
    clerk = office_clerk(first)
    joining.join(second, first, by=clerk)
    assert second.status == LetterStatus.MERGED
    joining.part(second, "不是同一件事", by=clerk)
    assert (second.status, second.due_on) == (LetterStatus.ACCEPTED, due)


def test_a_letter_is_published_by_consent_and_two_people() -> None:
    publication = published_letter()
    assert publication.published_at is not None
    assert publication.proposed_by_id != publication.decided_by_id


def test_a_step_can_not_be_rewritten() -> None:
    letter = submitted_letter()
    with pytest.raises(Exception, match="append-only"):
        LetterStep.objects.filter(letter=letter).update(note="anders")


def test_an_answer_in_review_waits_for_those_who_sign() -> None:
    letter = reviewed_letter()
    with pytest.raises(NotAllowed):
        answering.sign_reply(letter, by=unit_clerk(letter))


def test_the_trail_tells_who_did_what_and_no_word_of_the_letter() -> None:
    letter = handled_letter()
    extending.urge(letter, "请尽快处理某某的信", by=office_clerk(letter))
    lines = AuditEntry.objects.filter(target_type="feedback.letter")
    assert "letter_step" in lines.values_list("action", flat=True)
    told = "".join(f"{line.target_name}{line.note}{line.facts}" for line in lines)
    assert letter.number in told
    assert letter.title not in told
    assert "某某" not in told
