"""Letters that may be on one incident, named to who may read both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation.workflow import NotAllowed
from feedback import intake, joining
from feedback.models import Letter
from feedback.similar_letters import similar_letters
from tests.factories import agency, member
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    mailbox,
    office_clerk,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db

QUERIES = 6

FIRST = {
    "title": "香樟小区电梯停运",
    "text": "香樟小区三号楼的电梯坏了半个月，高层老人下不了楼。",
}
AGAIN = {
    "title": "香樟小区三栋电梯",
    "text": "香樟小区三栋电梯停运十多天了，住高层的老人出不了门。",
}


@pytest.fixture
def box():
    return mailbox()


@pytest.fixture
def others(box):
    """Letters on other matters, so that some words are common."""
    return [submitted_letter(box) for _number in range(6)]


def found(letter, clerk=None):
    clerk = clerk or office_clerk(letter)
    return [each.letter for each in similar_letters(letter, by=clerk)]


def test_a_letter_on_the_same_incident_is_named_with_its_words(box, others):
    first, again = submitted_letter(box, **FIRST), submitted_letter(box, **AGAIN)

    (similar,) = similar_letters(again, by=office_clerk(again))

    assert similar.letter == first
    assert any("香樟" in word for word in similar.likeness.words)


def test_letters_on_other_matters_are_not_named(box, others):
    assert found(submitted_letter(box, **FIRST)) == []


def test_a_letter_of_long_ago_is_not_named(box, others):
    first, again = submitted_letter(box, **FIRST), submitted_letter(box, **AGAIN)
    long_ago = again.received_at - timedelta(days=61)
    Letter.objects.filter(pk=first.pk).update(received_at=long_ago)

    assert found(again) == []


def test_a_letter_that_is_joined_already_is_not_named(box, others):
    first, again = accepted_letter(box, **FIRST), accepted_letter(box, **AGAIN)
    joining.join(first, again, by=office_clerk(first))

    assert found(again) == []


def test_a_clerk_is_named_no_letter_that_they_may_not_read(box, others):
    first = accepted_letter(mailbox(agency("别的局")), **FIRST)
    again = accepted_letter(box, **AGAIN)

    assert found(again) == []
    intake.assign(first, agency("住建局"), by=office_clerk(first))
    intake.take_up(first, by=unit_clerk(first))
    intake.share(first, again.intake, "电梯", by=unit_clerk(first))
    assert found(again) == [first]


def test_an_accusation_is_never_named_beside_another_letter(box, others):
    accused = agency("住建局")
    first = accusing_letter(accused, box, **FIRST)
    again = submitted_letter(box, **AGAIN)

    assert found(again) == []
    assert found(first) == []


def test_accusations_of_one_unit_are_named_together_and_of_two_never(box, others):
    accused = agency("住建局")
    first = accusing_letter(accused, box, **FIRST)
    again = accusing_letter(accused, box, **AGAIN)
    other = accusing_letter(agency("城管局"), box, **AGAIN)

    assert found(again) == [first]
    assert found(other) == []


def test_who_may_not_read_the_letter_is_told_nothing(box):
    letter = submitted_letter(box, **FIRST)
    stranger = member(Role.MAILBOX_CLERK, agency("别的局"))

    with pytest.raises(NotAllowed):
        similar_letters(letter, by=stranger)


def test_many_letters_take_no_more_queries(box, others, django_assert_num_queries):
    letter, _again = submitted_letter(box, **FIRST), submitted_letter(box, **AGAIN)
    clerk = office_clerk(letter)
    similar_letters(letter, by=clerk)  # the clerk's seats are known from now on
    with django_assert_num_queries(QUERIES):
        similar_letters(letter, by=clerk)
    for _number in range(5):
        submitted_letter(box, **AGAIN)

    with django_assert_num_queries(QUERIES):
        assert len(similar_letters(letter, by=clerk)) == 5
