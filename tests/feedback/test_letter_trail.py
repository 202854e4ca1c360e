"""Deeds on a letter that move no status leave their line in the trail, which names the
letter by its number and tells none of its words."""

from __future__ import annotations

import pytest

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from feedback import extending, helping
from feedback.models import Complexity, LetterKind, LetterLimit
from tests.factories import member
from tests.factories.letters import handled_letter, office_clerk, unit_clerk

pytestmark = pytest.mark.django_db

# Accepted, passed on, taken up.
BEFORE = 3


@pytest.fixture
def letter():
    LetterLimit.objects.update_or_create(
        kind=LetterKind.COMPLAINT,
        complexity=Complexity.ORDINARY,
        defaults={"days": 5, "acceptance_days": 1, "extension_days": 5},
    )
    return handled_letter()


def lines(letter):
    rows = AuditEntry.objects.filter(target_type="feedback.letter", target_id=letter.pk)
    steps = rows.filter(action="letter_step").order_by("pk")
    return [(row.after, row.actor) for row in steps][BEFORE:]


def decided(letter, *, is_granted):
    extending.ask_extension(letter, 2, "等配件。", by=unit_clerk(letter))
    office = member(Role.MAILBOX_CLERK, letter.intake)
    extending.decide_extension(
        letter, is_granted=is_granted, message="等配件。", by=office
    )
    return office


def test_more_time_is_granted_or_refused_by_somebody(letter):
    other = handled_letter()
    first = decided(letter, is_granted=False)
    second = decided(other, is_granted=True)
    assert lines(letter)[1:] == [("not_extended", first)]
    assert lines(other)[1:] == [("extended", second)]


def test_a_unit_is_urged_and_supervised_by_somebody(letter):
    office = office_clerk(letter)
    extending.urge(letter, "请抓紧。", by=office)
    extending.supervise(letter, "请抓紧。", by=office)
    assert lines(letter) == [("urged", office), ("supervised", office)]


def test_a_new_code_is_given_by_somebody_and_stands_nowhere(letter):
    office = office_clerk(letter)
    code = helping.renew_code(letter, "核对了身份证。", by=office)
    assert lines(letter) == [("code_renewed", office)]
    row = AuditEntry.objects.values().get(after="code_renewed")
    assert code not in repr(row)


def test_no_line_tells_words_of_the_letter(letter):
    extending.urge(letter, "请抓紧。", by=office_clerk(letter))
    rows = repr(list(AuditEntry.objects.filter(target_id=letter.pk).values()))
    assert letter.title not in rows
    assert letter.number in rows
