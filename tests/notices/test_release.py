"""Timed releases: public to the second, settled once, recalled before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.workflow import TransitionError
from notices.models import Notice, NoticeStatus, Revision, Tally, Tick, WithdrawalGround
from notices.publication import archive, recall, release, sign, withdraw
from notices.release import settle_due
from notices.review import Incomplete, submit
from tests.factories import (
    agency,
    approved_notice,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


@pytest.fixture
def timed():
    """Signed at nine, to be released at ten."""
    return approved_notice(release_at=clock.now() + HOUR)


def state():
    return SiteState.objects.current()


def test_signing_with_a_later_release_publishes_nothing_yet(timed):
    assert timed.status == NoticeStatus.APPROVED
    assert timed.published_at == timed.release_at
    assert timed.index_number is None or timed.index_number == ""
    assert not Revision.objects.exists()
    assert Tally.objects.under("all") == 0
    assert not Notice.objects.public().exists()


def test_it_is_public_at_its_time_though_nobody_settled_it(timed, morning):
    morning.shift(HOUR)

    assert Notice.objects.public().get() == timed
    assert Notice.objects.get().is_released


def test_the_pages_change_at_that_time_by_themselves(timed, morning):
    before = state().is_change_due
    morning.shift(HOUR)

    assert not before
    assert state().is_change_due


def test_settling_completes_it_in_the_name_of_who_signed(timed, morning):
    signer = timed.decisions.get().by
    morning.shift(HOUR + timedelta(seconds=40))
    version = state().version

    line = settle_due()

    notice = Notice.objects.get()
    assert line == "1 notices released"
    assert notice.status == NoticeStatus.PUBLISHED
    assert notice.published_at == timed.release_at
    assert notice.recorded_at == clock.now()
    assert notice.index_number
    assert Revision.objects.get().by == signer
    assert Tally.objects.under("all") == 1
    assert state().version > version
    assert not state().is_change_due


def test_settling_again_does_nothing(timed, morning):
    morning.shift(HOUR)
    settle_due()
    version = state().version

    line = settle_due()

    assert line == "0 notices released"
    assert state().version == version
    assert Revision.objects.count() == 1
    assert Tally.objects.under("all") == 1


def test_what_is_not_due_waits(timed, morning):
    morning.shift(HOUR - timedelta(seconds=1))

    settle_due()

    assert Notice.objects.get().status == NoticeStatus.APPROVED


def test_settling_one_notes_when_the_next_is_due(timed, morning):
    later = approved_notice(release_at=clock.now() + 5 * HOUR)
    morning.shift(HOUR)

    settle_due()

    assert state().next_change_at == later.release_at


def test_the_earliest_release_is_the_next_change(timed):
    approved_notice(release_at=timed.release_at + HOUR)
    earlier = approved_notice(release_at=timed.release_at - HOUR / 2)

    assert state().next_change_at == earlier.release_at


def test_one_that_fails_does_not_hold_up_the_others(timed, morning, monkeypatch):
    other = approved_notice(release_at=timed.release_at)
    morning.shift(HOUR)

    def fail_for_the_first(notice):
        if notice == timed:
            raise RuntimeError("broken")
        release(notice)

    monkeypatch.setattr("notices.release.release", fail_for_the_first)
    settle_due()

    assert Notice.objects.get(pk=other.pk).status == NoticeStatus.PUBLISHED
    assert Notice.objects.get(pk=timed.pk).status == NoticeStatus.APPROVED


def test_a_release_can_be_recalled_before_its_time(timed):
    recall(timed, by=member(Role.APPROVER, timed.agency), reason="会议改期。")

    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.DRAFT
    assert notice.published_at is None
    assert notice.step == ""


def test_what_is_public_is_withdrawn_and_not_recalled(timed, morning):
    morning.shift(HOUR)

    with pytest.raises(TransitionError):
        recall(timed, by=member(Role.APPROVER, timed.agency), reason="会议改期。")


def test_a_recalled_release_is_never_settled(timed, morning):
    recall(timed, by=member(Role.APPROVER, timed.agency), reason="会议改期。")
    morning.shift(HOUR)

    settle_due()

    assert Notice.objects.get().status == NoticeStatus.DRAFT


def take_down(notice, by):
    withdraw(notice, by=by, ground=WithdrawalGround.WRONG, reason="数字有误。")


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (take_down, NoticeStatus.WITHDRAWN),
        (lambda notice, by: archive(notice, by=by, reason="改革。"), "archived"),
    ],
    ids=["withdraw", "archive"],
)
def test_what_readers_see_is_taken_down_though_tick_stands_still(
    deed, status, timed, morning
):
    morning.shift(HOUR)

    deed(timed, member(Role.APPROVER, timed.agency))

    notice = Notice.objects.get()
    assert notice.status == status
    assert notice.index_number
    assert Revision.objects.count() == 1
    assert Tally.objects.under("all") == 0


def test_a_time_that_is_past_is_not_accepted():
    notice = draft_notice(release_at=clock.now() - HOUR)

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


def test_a_time_that_passed_during_review_means_at_once(morning):
    notice = submitted_notice(release_at=clock.now() + HOUR)
    morning.shift(3 * HOUR)

    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)

    assert notice.status == NoticeStatus.PUBLISHED
    assert notice.published_at == clock.now()


def test_the_year_of_the_index_number_is_that_of_the_release_day(morning):
    morning.move_to("2026-12-31T23:30:00+08:00", tick=False)
    unit = agency(code="441700")
    approved_notice(unit=unit, release_at=clock.now() + HOUR)
    morning.shift(2 * HOUR)

    settle_due()

    assert Notice.objects.get().index_number == "441700/2027-00001"


def test_index_numbers_count_per_unit_and_are_never_given_twice():
    first, second = agency(code="A1"), agency(code="B2")

    numbers = [
        published_notice(unit=unit).index_number for unit in (first, first, second)
    ]

    assert numbers == ["A1/2026-00001", "A1/2026-00002", "B2/2026-00001"]
