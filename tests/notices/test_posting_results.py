"""The result of a posting period: when it may be given, by whom, and that a second
person makes it public."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.models import PostingPeriod, PostingResult, ProposedResult
from notices.posting_results import confirm_result, propose_result, return_result
from tests.factories import agency, member, published_notice
from tests.factories.postings import closed_posting, proposed
from tests.factories.structures import posted_notice

pytestmark = pytest.mark.django_db

NOTE = "收到异议1件，已核实并答复。"


@pytest.fixture
def posted():
    return posted_notice(days=5)


@pytest.fixture
def over(posted):
    """The day after its posting ended."""
    after = posted.posting_period.ends_on + timedelta(days=1)
    with clock.frozen_at(day_start(after)):
        yield posted


def result_of(notice):
    return PostingPeriod.objects.get(notice=notice).result


def approver(notice):
    return member(Role.APPROVER, notice.agency)


def test_the_result_stands_beside_a_posting_that_is_over(client, over):
    version = SiteState.objects.current().version

    closed_posting(over, result=PostingResult.HANDLED, note=NOTE)

    assert result_of(over) == PostingResult.HANDLED
    assert SiteState.objects.current().version == version + 1
    assert NOTE in client.get(over.get_absolute_url()).text
    assert not ProposedResult.objects.exists()


def test_what_one_person_says_is_public_nowhere(client, over):
    proposed(over, result=PostingResult.HANDLED, note=NOTE)

    assert result_of(over) == ""
    doors = (
        over.get_absolute_url(),
        f"/api/v1/notices/{over.pk}/",
        "/api/v1/postings/",
        "/postings/",
        "/api/v1/log/",
    )
    for door in doors:
        assert NOTE not in client.get(door).getvalue().decode(), door


def test_who_said_it_does_not_make_it_public(over):
    person = approver(over)
    propose_result(over, by=person, result=PostingResult.NONE)
    proposal = ProposedResult.objects.get()

    with pytest.raises(NotAllowed):
        confirm_result(over, by=person, proposal=proposal.pk)

    confirm_result(over, by=approver(over), proposal=proposal.pk)
    assert result_of(over) == PostingResult.NONE
    line = AuditEntry.objects.get(action="posting_closed")
    assert line.facts["proposed_by"] == str(person)
    assert line.actor != person


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPROVER])
def test_only_who_signs_makes_it_public(over, role):
    proposal = proposed(over)

    with pytest.raises(NotAllowed):
        confirm_result(over, by=member(role, over.agency), proposal=proposal.pk)
    stranger = member(Role.APPROVER, agency())
    with pytest.raises(NotAllowed):
        confirm_result(over, by=stranger, proposal=proposal.pk)


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (Role.EDITOR, Role.APPROVER)]
)
def test_only_editors_and_approvers_say_it(over, role):
    with pytest.raises(NotAllowed):
        propose_result(over, by=member(role, over.agency), result=PostingResult.NONE)


def test_a_running_posting_has_no_result_yet(posted):
    with (
        clock.frozen_at(day_start(posted.posting_period.ends_on)),
        pytest.raises(TransitionError),
    ):
        proposed(posted)


def test_a_result_is_said_and_given_once(over):
    proposed(over)
    with pytest.raises(TransitionError):
        proposed(over)

    proposal = ProposedResult.objects.get()
    confirm_result(over, by=approver(over), proposal=proposal.pk)

    with pytest.raises(TransitionError):
        proposed(over, result=PostingResult.HANDLED)
    with pytest.raises(TransitionError):
        confirm_result(over, by=approver(over), proposal=proposal.pk)


def test_what_was_sent_back_may_be_said_anew_and_is_not_confirmed_unseen(over):
    first = proposed(over)
    return_result(over, by=approver(over), reason="请写明异议件数。")
    second = proposed(over, result=PostingResult.HANDLED, note=NOTE)

    with pytest.raises(StaleStatusError):
        confirm_result(over, by=approver(over), proposal=second.pk + first.pk)

    line = AuditEntry.objects.get(action="result_returned")
    assert line.note == "请写明异议件数。"
    assert result_of(over) == ""


def test_who_said_it_may_take_it_back_and_a_colleague_may_not(over):
    clerk = proposed(over).by

    with pytest.raises(NotAllowed):
        return_result(over, by=member(Role.EDITOR, over.agency), reason="写错了。")
    return_result(over, by=clerk, reason="写错了。")

    assert not ProposedResult.objects.exists()


def test_a_notice_without_a_posting_takes_no_result():
    with pytest.raises(TransitionError):
        proposed(published_notice())


# --- At the desk --------------------------------------------------------------------


def desk(notice, name):
    return f"/desk/notices/{notice.pk}/{name}/"


def test_an_editor_says_it_and_an_approver_makes_it_public(client, over):
    clerk, signer = member(Role.EDITOR, over.agency), approver(over)
    words = {"result": "handled", "note": NOTE}

    client.force_login(clerk)
    assert client.get("/desk/").context["desk"].to_close.rows == [over]
    said = client.post(desk(over, "posting-result"), words)
    assert said.status_code == 302
    page = client.get(f"/desk/notices/{over.pk}/").text
    assert NOTE in page
    assert desk(over, "confirm-result") not in page
    assert not client.get("/desk/").context["desk"].to_close.rows

    client.force_login(signer)
    assert client.get("/desk/").context["desk"].to_close.rows == [over]
    page = client.get(f"/desk/notices/{over.pk}/")
    assert NOTE in page.text
    proposal = ProposedResult.objects.get()
    assert f'name="proposal" value="{proposal.pk}"' in page.text
    done = client.post(desk(over, "confirm-result"), {"proposal": proposal.pk})

    assert done.status_code == 302
    assert result_of(over) == PostingResult.HANDLED


@pytest.mark.parametrize("proposal", ["", "x", "999999"])
def test_a_form_without_what_was_read_confirms_nothing(client, over, proposal):
    proposed(over)
    client.force_login(approver(over))

    answer = client.post(desk(over, "confirm-result"), {"proposal": proposal})

    assert answer.status_code in (400, 409)
    assert result_of(over) == ""


def test_who_said_it_finds_no_button_to_make_it_public(client, over):
    signer = approver(over)
    propose_result(over, by=signer, result=PostingResult.NONE)
    proposal = ProposedResult.objects.get()
    client.force_login(signer)

    assert (
        desk(over, "confirm-result") not in client.get(f"/desk/notices/{over.pk}/").text
    )
    answer = client.post(desk(over, "confirm-result"), {"proposal": proposal.pk})

    assert answer.status_code == 403
    assert result_of(over) == ""
