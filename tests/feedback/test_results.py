"""The result of what many wrote about becomes a notice, tied to their letters; never to
one that accuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directories.models import Membership, Role
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from feedback import accusing, joining
from feedback.models import Letter, LetterCategory, LetterResult
from feedback.results import begin_result_of_group, begin_result_of_month
from notices.models import ColumnType, Notice, NoticeStatus, Tick
from notices.publication import sign, withdraw
from notices.review import submit
from tests.factories import agency, board, member
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    handled_letter,
    mailbox,
    office_clerk,
    published_letter,
    receipt,
)

pytestmark = pytest.mark.django_db
SAID = "处理结果已公开"


def this_month() -> Any:
    return local_day(timezone.now()).replace(day=1)


def lamps(*letters: Letter) -> LetterCategory:
    found, _new = LetterCategory.objects.get_or_create(code="1", name="市政设施")
    Letter.objects.filter(pk__in=[each.pk for each in letters]).update(category=found)
    return found


def writer(unit: Any) -> User:
    """A clerk of the letters of a unit who writes its notices, too."""
    person = member(Role.MAILBOX_CLERK, unit)
    Membership.objects.create(user=person, agency=unit, role=Role.EDITOR)
    return person


def published(notice: Notice) -> Notice:
    submit(notice, by=notice.author)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return notice


@pytest.fixture
def box() -> Any:
    board("县长信箱回应", column_type=ColumnType.RESPONSE, position=9)
    board(column_type=ColumnType.POLICY, position=0)
    return mailbox(agency("政府办公室"))


def test_a_draft_is_begun_with_counts_and_days_and_no_word_of_a_letter(
    box: Any,
) -> None:
    letters = [accepted_letter(box) for _number in range(3)]
    by = writer(box.agency)
    notice = begin_result_of_month(lamps(*letters), this_month(), by=by)
    assert (notice.status, notice.author) == (NoticeStatus.DRAFT, by)
    assert (notice.agency, notice.board.name) == (box.agency, "县长信箱回应")
    assert "市政设施" in notice.title
    assert "来信3件" in notice.body
    for letter in letters:
        secrets = (
            letter.title,
            letter.text[:8],
            letter.number,
            "王小明",
            "13800138000",
        )
        assert not any(each in notice.title + notice.body for each in secrets)
    assert LetterResult.objects.filter(notice=notice).count() == 3
    entry = AuditEntry.objects.get(action="result_begun")
    assert (entry.action, entry.facts) == ("result_begun", {"letters": 3})


def test_a_letter_that_accuses_is_never_tied(box: Any) -> None:
    letter = accepted_letter(box)
    accuser = accusing_letter(agency("某局"), box)
    notice = begin_result_of_month(
        lamps(letter, accuser), this_month(), by=writer(box.agency)
    )
    assert [row.letter for row in LetterResult.objects.all()] == [letter]
    assert "来信1件" in notice.body


def test_pressed_twice_one_draft_is_made(box: Any) -> None:
    category, by = lamps(accepted_letter(box)), writer(box.agency)
    begin_result_of_month(category, this_month(), by=by)
    with pytest.raises(TransitionError):
        begin_result_of_month(category, this_month(), by=by)
    assert Notice.objects.count() == 1


def test_after_a_withdrawal_the_result_may_be_told_again(box: Any) -> None:
    category, by = lamps(accepted_letter(box)), writer(box.agency)
    first = published(begin_result_of_month(category, this_month(), by=by))
    approver = member(Role.APPROVER, first.agency)
    withdraw(first, by=approver, ground="wrong", reason="内容有误。")
    assert begin_result_of_month(category, this_month(), by=by) != first


def test_whoever_writes_no_notices_begins_none(box: Any) -> None:
    letter = accepted_letter(box)
    with pytest.raises(NotAllowed):
        begin_result_of_month(lamps(letter), this_month(), by=office_clerk(letter))
    assert not Notice.objects.exists()


def test_only_letters_that_the_person_may_read_are_tied(box: Any) -> None:
    category = lamps(accepted_letter(box))
    stranger = writer(agency("水利局"))
    with pytest.raises(TransitionError):
        begin_result_of_month(category, this_month(), by=stranger)
    assert not LetterResult.objects.exists()


def test_once_public_the_pages_of_the_letters_and_of_the_notice_say_so(
    box: Any, client: Client
) -> None:
    got = receipt(box)
    publication = published_letter(agency("住建局"), box=box)
    category = lamps(got.letter, publication.letter)
    notice = begin_result_of_month(category, this_month(), by=writer(box.agency))
    track = {"number": got.letter.number, "code": got.code}
    pages = {
        "letter": lambda: client.get(publication.get_absolute_url()),
        "track": lambda: client.post("/letters/track/", track),
    }
    before = {name: page().content.decode() for name, page in pages.items()}
    published(notice)
    after = {name: page().content.decode() for name, page in pages.items()}
    assert not any(SAID in page or notice.title in page for page in before.values())
    for page in after.values():
        assert SAID in page
        assert f'href="{notice.get_absolute_url()}"' in page
    assert "答复群众来信2件" in client.get(notice.get_absolute_url()).content.decode()


def test_those_joined_to_a_letter_are_tied_and_read_of_it_with_it(
    box: Any, client: Client
) -> None:
    first, later = handled_letter(box=box), receipt(box)
    clerk = office_clerk(first)
    joining.join(later.letter, first, by=clerk)
    Membership.objects.create(user=clerk, agency=box.agency, role=Role.EDITOR)
    client.force_login(clerk)
    page = client.post(f"/desk/letters/{first.pk}/result/", follow=True)
    notice = Notice.objects.get()
    assert notice.title in page.content.decode()
    assert LetterResult.objects.filter(notice=notice).count() == 2
    published(notice)
    posted = {"number": later.letter.number, "code": later.code}
    assert SAID in client.post("/letters/track/", posted).content.decode()


def test_one_that_turns_out_to_accuse_is_untied_at_once(
    box: Any, client: Client
) -> None:
    letter, other = accepted_letter(box), accepted_letter(box)
    category = lamps(letter, other)
    notice = published(
        begin_result_of_month(category, this_month(), by=writer(box.agency))
    )
    accusing.accuse(letter, agency("某局"), by=office_clerk(letter))
    assert [row.letter for row in LetterResult.objects.all()] == [other]
    assert "答复群众来信1件" in client.get(notice.get_absolute_url()).content.decode()


def test_the_page_of_attention_offers_it_to_who_writes_notices_only(
    box: Any, client: Client
) -> None:
    letters = [accepted_letter(box) for _number in range(3)]
    category = lamps(*letters)
    client.force_login(office_clerk(letters[0]))
    assert not client.get("/desk/letters/attention/").context["hot"]
    client.force_login(writer(box.agency))
    page = client.get("/desk/letters/attention/")
    assert [row.category for row in page.context["hot"]] == [category]
    asked = {"month": page.context["month"], "category": category.code}
    answer = client.post("/desk/letters/attention/result/", asked)
    assert answer.headers["Location"] == f"/desk/notices/{Notice.objects.get().pk}/"
    again = client.post("/desk/letters/attention/result/", asked, follow=True)
    assert "已有处理结果" in again.content.decode()


@pytest.mark.parametrize("posted", [{}, {"category": "9"}, {"category": "\x00"}])
def test_an_unknown_category_is_not_found(
    posted: dict[str, str], box: Any, client: Client
) -> None:
    client.force_login(writer(box.agency))
    answer = client.post("/desk/letters/attention/result/", posted)
    assert answer.status_code == 404


def test_a_group_with_an_accusation_makes_no_notice(box: Any) -> None:
    letter = accusing_letter(agency("某局"), box)
    with pytest.raises(TransitionError):
        begin_result_of_group(letter, by=writer(box.agency))
