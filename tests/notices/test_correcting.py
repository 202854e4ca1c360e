"""Nothing public is altered quietly: a correction is a draft beside the notice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from directories.merging import merge
from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.correcting import (
    CorrectionOpen,
    explain_correction,
    open_correction,
    open_correction_of,
)
from notices.correction_rules import FixedByCorrection, NothingCorrected
from notices.discarding import discard
from notices.drafting import save_draft
from notices.leak_check import PersonalDataInWords
from notices.models import (
    LineSet,
    Notice,
    NoticeStatus,
    Tally,
    Tick,
)
from notices.publication import archive, sign, withdraw
from notices.review import Incomplete, send_back, submit
from notices.signals import notice_corrected
from notices.tallying import recount
from tests.factories import (
    agency,
    approved_notice,
    board,
    corrected_notice,
    correction_of,
    county,
    draft_notice,
    member,
    published_notice,
    submitted_correction,
    submitted_notice,
    withdrawn_notice,
)
from tests.factories.structures import (
    guide_draft,
    publish,
)
from tests.factories.subsidies import published_subsidy

pytestmark = pytest.mark.django_db


def editor(notice):
    return member(Role.EDITOR, notice.agency)


def approver(notice):
    return member(Role.APPROVER, notice.agency)


def record(revision):
    return json.loads(revision.content)["record"]


# --- Opening --------------------------------------------------------------------------


def test_a_correction_begins_as_what_is_public():
    notice = published_notice(title="收费公告", keywords="收费")

    correction = open_correction(notice, by=editor(notice))

    assert (correction.status, correction.corrects) == (NoticeStatus.DRAFT, notice)
    assert (correction.title, correction.body) == (notice.title, notice.body)
    assert (correction.keywords, correction.board) == ("收费", notice.board)
    assert (correction.index_number, correction.published_at) == ("", None)


def test_only_what_is_public_can_be_corrected():
    for notice in (
        draft_notice(),
        submitted_notice(),
        approved_notice(),
        withdrawn_notice(),
    ):
        with pytest.raises(TransitionError):
            open_correction(notice, by=editor(notice))


def test_a_release_that_has_come_is_settled_first(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    notice = approved_notice()
    time_machine.shift(timedelta(days=1, seconds=1))

    open_correction(notice, by=editor(notice))

    notice.refresh_from_db()
    assert notice.status == NoticeStatus.PUBLISHED
    assert notice.index_number


@pytest.mark.parametrize("role", [Role.APPROVER, Role.READER, Role.OVERSEER])
def test_only_editors_of_the_unit_open_corrections(role):
    notice = published_notice()

    with pytest.raises(NotAllowed):
        open_correction(notice, by=member(role, notice.agency))
    with pytest.raises(NotAllowed):
        open_correction(notice, by=member(Role.EDITOR, agency()))


def test_the_second_to_correct_is_told_who_began_and_when():
    notice = published_notice()
    first = editor(notice)
    correction = open_correction(notice, by=first)

    with pytest.raises(CorrectionOpen) as refused:
        open_correction(notice, by=editor(notice))

    opened_on = local_day(correction.correction.opened_at)
    assert str(first) in str(refused.value)
    assert f"{opened_on.year}" in str(refused.value)
    assert open_correction_of(notice) == correction


def test_the_database_holds_one_open_correction_of_a_notice():
    correction = correction_of(published_notice())

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            corrects=correction.corrects,
            agency=correction.agency,
            board=correction.board,
            author=correction.author,
            title="第二个更正",
        )


@pytest.mark.parametrize("status", ["approved", "published", "withdrawn", "archived"])
def test_the_database_keeps_corrections_from_the_public(status):
    correction = correction_of(published_notice())

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=correction.pk).update(
            status=status,
            published_at=clock.now(),
            recorded_at=clock.now(),
            withdrawn_at=clock.now(),
            withdrawal_ground="wrong",
            index_number="X/1",
        )


# --- What it must say, and what it can't change ---------------------------------------


def test_a_correction_without_a_change_note_is_not_submitted():
    notice = published_notice()
    correction = open_correction(notice, by=editor(notice))
    correction.title = "新标题"
    save_draft(correction, by=correction.author)

    with pytest.raises(Incomplete, match="修改说明"):
        submit(correction, by=correction.author)


def test_a_correction_that_corrects_nothing_is_not_submitted():
    correction = correction_of(publish(guide_draft()))

    with pytest.raises(NothingCorrected):
        submit(correction, by=correction.author)


def test_a_change_note_holds_no_number_of_a_person():
    correction = correction_of(published_notice())

    with pytest.raises(PersonalDataInWords):
        explain_correction(
            correction, by=correction.author, change_note="原号码13812345678有误"
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda it: setattr(it, "kind", "policy"),
        lambda it: setattr(it, "release_at", clock.now() + timedelta(days=1)),
        lambda it: setattr(it, "audience_branch", it.agency),
    ],
    ids=["kind", "time of release", "branch"],
)
def test_what_would_make_it_another_notice_is_refused_with_words(change):
    correction = correction_of(published_notice())
    change(correction)

    with pytest.raises(FixedByCorrection, match="更正"):
        save_draft(correction, by=correction.author)


def test_a_correction_stays_with_its_unit():
    correction = correction_of(published_notice())
    both, other = editor(correction), agency()
    correction.agency = other
    Membership.objects.create(user=both, agency=other, role=Role.EDITOR)

    with pytest.raises(FixedByCorrection, match="单位"):
        save_draft(correction, by=both)


# --- Merging --------------------------------------------------------------------------


def test_a_signed_correction_becomes_the_next_revision():
    notice = published_notice(title="原标题")
    before = (notice.index_number, notice.published_at, notice.recorded_at)

    correction = corrected_notice(
        notice, title="新标题", change_note="更正标题。", reason="笔误"
    )

    notice.refresh_from_db()
    revision = notice.revisions.get(number=2)
    assert correction.status == NoticeStatus.MERGED
    assert (notice.title, notice.status) == ("新标题", NoticeStatus.PUBLISHED)
    assert (notice.index_number, notice.published_at, notice.recorded_at) == before
    assert (revision.change_note, revision.reason) == ("更正标题。", "笔误")
    assert record(revision)["title"] == "新标题"
    assert record(notice.revisions.get(number=1))["title"] == "原标题"


def test_a_correction_is_on_the_record_of_its_notice():
    notice = published_notice()

    corrected_notice(notice, title="新标题", change_note="更正标题。")

    actions = AuditEntry.objects.filter(target_id=notice.pk).values_list(
        "action", "note"
    )
    assert ("corrected", "更正标题。") in actions
    assert "correction_opened" in [action for action, _note in actions]


def test_corrections_follow_one_another():
    notice = published_notice()

    for number in (2, 3):
        corrected_notice(notice, title=f"第{number}版标题")

    numbers = list(notice.revisions.values_list("number", flat=True))
    assert numbers == [1, 2, 3]


def test_readers_get_the_corrected_text_with_the_next_request(client):
    notice = published_notice(title="原标题")
    address = notice.get_absolute_url()
    assert "原标题" in client.get(address).text
    version = SiteState.objects.current().version

    corrected_notice(notice, title="新标题")

    assert "新标题" in client.get(address).text
    assert SiteState.objects.current().version > version


def test_a_correction_that_moves_a_notice_to_another_board_is_counted():
    old, new = board("旧栏目"), board("新栏目")
    notice = published_notice(board=old)

    corrected_notice(notice, board=new)

    assert Tally.objects.under(f"board:{old.pk}") == 0
    assert Tally.objects.under(f"board:{new.pk}") == 1
    assert recount() == 0


def test_who_listens_hears_of_the_correction_with_its_revision():
    heard = []

    def listen(notice, revision, **_more):
        heard.append((notice.title, revision.number))

    notice_corrected.connect(listen)
    corrected_notice(published_notice(), title="新标题")
    notice_corrected.disconnect(listen)

    assert heard == [("新标题", 2)]


def test_nobody_signs_a_correction_that_they_wrote():
    correction = submitted_correction(published_notice())
    Membership.objects.create(
        user=correction.author, agency=correction.agency, role=Role.APPROVER
    )

    with pytest.raises(NotAllowed):
        sign(correction, by=correction.author, ticks=Tick.values)


def test_a_returned_correction_is_changed_and_submitted_again():
    notice = published_notice()
    correction = submitted_correction(notice, title="新标题")
    send_back(correction, by=approver(notice), reason="再核对。")
    correction.title = "更新的标题"
    save_draft(correction, by=correction.author)
    submit(correction, by=correction.author)

    sign(correction, by=approver(notice), ticks=Tick.values)

    notice.refresh_from_db()
    assert notice.title == "更新的标题"


@pytest.mark.parametrize("take_down", ["withdraw", "archive"])
def test_what_was_taken_down_meanwhile_is_not_corrected(take_down):
    notice = published_notice(title="原标题")
    correction = submitted_correction(notice, title="新标题")
    if take_down == "withdraw":
        withdraw(notice, by=approver(notice), ground="wrong", reason="内容有误。")
    else:
        archive(notice, by=approver(notice), reason="机构撤销。")

    with pytest.raises(TransitionError):
        sign(correction, by=approver(notice), ticks=Tick.values)

    notice.refresh_from_db()
    assert (notice.title, notice.revisions.count()) == ("原标题", 1)
    assert not correction.decisions.exists()


def test_what_was_changed_after_the_correction_began_is_not_overwritten():
    notice = published_notice()
    correction = submitted_correction(notice)
    Notice.objects.filter(pk=notice.pk).update(content_version=99)

    with pytest.raises(StaleStatusError):
        sign(correction, by=approver(notice), ticks=Tick.values)

    assert notice.revisions.count() == 1


def test_a_correction_never_submitted_can_be_thrown_away():
    notice = published_subsidy()
    correction = open_correction(notice, by=editor(notice))

    discard(correction, by=correction.author)

    assert open_correction_of(notice) is None
    assert LineSet.objects.filter(facts__notice=notice).exists()


def test_earlier_versions_can_be_withheld_from_then_on():
    notice = published_notice()

    corrected_notice(notice, title="新标题", withholds_earlier=True)

    flags = notice.revisions.values_list("number", "is_withheld")
    assert list(flags) == [(1, True), (2, False)]


def test_what_a_merged_unit_published_is_corrected_by_its_successor():
    notice = published_notice(title="原标题")
    correction = submitted_correction(notice, title="新标题")
    into, overseer = agency(), member(Role.OVERSEER, county())

    merge(notice.agency, into=into, by=overseer, on=local_day(clock.now()))
    sign(
        Notice.objects.get(pk=correction.pk),
        by=member(Role.APPROVER, into),
        ticks=Tick.values,
    )
    notice.refresh_from_db()
    again = correction_of(notice, title="更新的标题")
    submit(again, by=again.author)

    assert (notice.title, again.status) == ("新标题", NoticeStatus.IN_REVIEW)
