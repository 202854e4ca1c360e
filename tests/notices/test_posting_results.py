"""The result of a posting period: when it may be given, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.drafting import set_posting_period
from notices.models import Notice, PostingPeriod, PostingResult, Tick
from notices.posting_results import record_result
from notices.publication import sign
from notices.review import submit
from tests.factories import draft_notice, member, published_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted() -> Notice:
    notice = draft_notice()
    today = local_day(clock.now())
    period = PostingPeriod(starts_on=today, length=5, objection_unit="纪检组")
    set_posting_period(notice, period)
    submit(notice, by=notice.author)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return notice


def test_the_result_stands_beside_a_posting_that_is_over(posted: Notice) -> None:
    approver = member(Role.APPROVER, posted.agency)
    version = SiteState.objects.current().version

    with clock.frozen_at(day_start(posted.posting_period.ends_on + timedelta(days=1))):
        record_result(posted, by=approver, result=PostingResult.NONE)

    assert PostingPeriod.objects.get(notice=posted).result == PostingResult.NONE
    assert SiteState.objects.current().version == version + 1


def test_a_running_posting_has_no_result_yet(posted: Notice) -> None:
    approver = member(Role.APPROVER, posted.agency)

    with (
        clock.frozen_at(day_start(posted.posting_period.ends_on)),
        pytest.raises(TransitionError),
    ):
        record_result(posted, by=approver, result=PostingResult.NONE)


def test_a_result_is_given_once(posted: Notice) -> None:
    approver = member(Role.APPROVER, posted.agency)

    with clock.frozen_at(day_start(posted.posting_period.ends_on + timedelta(days=1))):
        record_result(posted, by=approver, result=PostingResult.NONE)
        with pytest.raises(TransitionError):
            record_result(posted, by=approver, result=PostingResult.HANDLED)


def test_only_who_signs_may_give_the_result(posted: Notice) -> None:
    editor = member(Role.EDITOR, posted.agency)

    with (
        clock.frozen_at(day_start(posted.posting_period.ends_on + timedelta(days=1))),
        pytest.raises(NotAllowed),
    ):
        record_result(posted, by=editor, result=PostingResult.NONE)


def test_a_notice_without_a_posting_takes_no_result() -> None:
    notice = published_notice()
    approver = member(Role.APPROVER, notice.agency)

    with pytest.raises(TransitionError):
        record_result(notice, by=approver, result=PostingResult.NONE)
