"""Two people pressing at once, in two connections to a real server.

SQLite lets one writer in at a time (test_numbering.py shows it with two processes);
its memory can't be shared by two threads of a test.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from directories.merging import move
from directories.models import Agency, Role
from disclosure_portal.foundation.clock import now
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState, User
from disclosure_portal.foundation.workflow import StaleStatusError
from notices.deciding import agree
from notices.models import Notice, NoticeStatus, ReviewDecision, Revision, Tally, Tick
from notices.publication import override, sign
from notices.review import send_back, submit
from notices.tallying import recount
from tests.factories import agency, member, submitted_notice
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    county_leader,
    notice_at,
)
from tests.factories.directories import county
from tests.factories.structures import warning_draft

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]


def at_once(*deeds):
    """Run each deed in a thread of its own, all from the same moment; the failures."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(5)
            deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [error for error in pool.map(run, deeds) if error is not None]


def signing(notice, approver):
    def deed():
        fresh = Notice.objects.select_related("agency", "board").get(pk=notice.pk)
        sign(fresh, by=User.objects.get(pk=approver.pk), ticks=Tick.values)

    return deed


@pytest.mark.parametrize("turn", range(3))
def test_of_two_signatures_one_counts(turn):
    notice = submitted_notice()
    one, other = (member(Role.APPROVER, notice.agency) for _officer in range(2))
    copies = [Notice.objects.get(pk=notice.pk) for _officer in range(2)]

    failures = at_once(
        lambda: sign(copies[0], by=one, ticks=Tick.values),
        lambda: sign(copies[1], by=other, ticks=Tick.values),
    )

    assert [type(error) for error in failures] == [StaleStatusError]
    assert ReviewDecision.objects.count() == 1
    assert Revision.objects.count() == 1
    assert Tally.objects.under("all") == 1


@pytest.mark.parametrize("turn", range(3))
def test_of_a_signature_and_a_return_one_counts(turn):
    notice = submitted_notice()
    one, other = (member(Role.APPROVER, notice.agency) for _officer in range(2))
    copies = [Notice.objects.get(pk=notice.pk) for _officer in range(2)]

    failures = at_once(
        lambda: sign(copies[0], by=one, ticks=Tick.values),
        lambda: send_back(copies[1], by=other, reason="请补充。"),
    )

    assert [type(error) for error in failures] == [StaleStatusError]
    status = Notice.objects.get().status
    assert status in (NoticeStatus.PUBLISHED, NoticeStatus.DRAFT)
    assert Tally.objects.under("all") == (status == NoticeStatus.PUBLISHED)


@pytest.mark.parametrize("turn", range(3))
def test_of_two_reviewers_one_hands_it_on(turn):
    notice = notice_at("review", audited_unit())
    people = [member(Role.REVIEWER, notice.agency) for _officer in range(2)]
    copies = [Notice.objects.get(pk=notice.pk) for _officer in range(2)]

    failures = at_once(
        lambda: agree(copies[0], by=people[0], ticks=ALL_TICKS),
        lambda: agree(copies[1], by=people[1], ticks=ALL_TICKS),
    )

    assert [type(error) for error in failures] == [StaleStatusError]
    assert ReviewDecision.objects.filter(step="review").count() == 1
    assert Notice.objects.get().step == "agreement"


def test_an_override_and_a_step_at_once_leave_one_outcome():
    notice = notice_at("review", audited_unit())
    reviewer, leader = member(Role.REVIEWER, notice.agency), county_leader()
    copies = [Notice.objects.get(pk=notice.pk) for _officer in range(2)]

    failures = at_once(
        lambda: agree(copies[0], by=reviewer, ticks=ALL_TICKS),
        lambda: override(copies[1], by=leader, reason="防汛急需。"),
    )

    assert [type(error) for error in failures] == [StaleStatusError]
    assert ReviewDecision.objects.filter(step="review").count() == 1


def test_publications_at_once_get_numbers_and_counts_of_their_own():
    unit = agency()
    approver = member(Role.APPROVER, unit)
    notices = [submitted_notice(unit=unit) for _number in range(6)]

    failures = at_once(*(signing(notice, approver) for notice in notices))

    assert failures == []
    numbers = set(Notice.objects.values_list("index_number", flat=True))
    assert len(numbers) == 6
    assert Tally.objects.under("all") == 6
    assert recount() == 0


def test_warnings_signed_at_once_all_stand_on_top():
    unit = agency()
    approver = member(Role.APPROVER, unit)
    notices = [warning_draft(unit=unit) for _number in range(4)]
    for notice in notices:
        submit(notice, by=notice.author)

    assert at_once(*(signing(notice, approver) for notice in notices)) == []

    urls = {entry["url"] for entry in SiteState.objects.current().warnings}
    assert urls == {notice.get_absolute_url() for notice in notices}


def test_counting_anew_during_publications_loses_none():
    unit = agency()
    approver = member(Role.APPROVER, unit)
    notices = [submitted_notice(unit=unit) for _number in range(4)]

    failures = at_once(
        *(signing(notice, approver) for notice in notices), recount, recount
    )

    assert failures == []
    assert Tally.objects.under("all") == 4
    assert recount() == 0


def test_two_moves_at_once_keep_the_tree_whole():
    overseer = member(Role.OVERSEER, county())
    one, other = agency(), agency()
    agency(parent=one)
    target = agency()
    today = local_day(now())

    def moving(unit):
        who = User.objects.get(pk=overseer.pk)
        return lambda: move(unit, to=target, by=who, on=today)

    failures = at_once(moving(one), moving(other))

    assert failures == []
    rows = Agency.objects.exclude(parent=None).values_list("path", "parent__path")
    assert all(path[:-4] == above for path, above in rows)


def test_two_units_can_not_be_moved_beneath_each_other():
    overseer = member(Role.OVERSEER, county())
    one, other = agency(), agency()
    today = local_day(now())
    copies = Agency.objects.get(pk=one.pk), Agency.objects.get(pk=other.pk)

    def moving(unit, to):
        who = User.objects.get(pk=overseer.pk)
        return lambda: move(unit, to=to, by=who, on=today)

    failures = at_once(moving(one, other), moving(copies[1], copies[0]))

    assert len(failures) == 1
    rows = Agency.objects.exclude(parent=None).values_list("path", "parent__path")
    assert all(path[:-4] == above for path, above in rows)
