"""What the portal repeats by itself, through the command that a timer calls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from disclosure_portal.foundation import clock, schedule
from disclosure_portal.foundation.models import ScheduledRun, SiteState
from notices.models import EditingPresence, Notice, NoticeStatus, Tally
from notices.tallying import recount
from tests.factories import (
    agency,
    approved_notice,
    draft_notice,
    published_notice,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


def test_the_apps_registered_their_duties():
    duties = {duty.name: duty.interval for duty in schedule.duties()}

    minute, day = timedelta(minutes=1), timedelta(days=1)
    assert duties["releases"] == duties["mail"] == minute
    assert duties["pruning"] == duties["presences"] == duties["tallies"] == day


def test_the_command_runs_what_is_due_and_says_so(morning, capsys):
    call_command("tick")

    lines = capsys.readouterr().out.splitlines()
    assert "releases: 0 notices released" in lines
    assert len(lines) == len(schedule.duties())


def test_no_duty_fails_on_an_empty_portal(morning):
    call_command("tick")

    results = ScheduledRun.objects.values_list("name", "result")
    assert not [name for name, result in results if result.startswith("failed")]


def test_a_second_tick_in_the_same_minute_says_nothing(morning, capsys):
    call_command("tick")
    capsys.readouterr()

    call_command("tick")

    assert capsys.readouterr().out == ""


def test_a_timed_notice_is_settled_by_the_next_tick(morning):
    approved_notice(release_at=clock.now() + timedelta(minutes=10))
    call_command("tick")
    morning.shift(timedelta(minutes=11))

    call_command("tick")

    assert Notice.objects.get().status == NoticeStatus.PUBLISHED


def test_editors_that_were_closed_long_ago_are_forgotten(morning):
    notice = draft_notice()
    for hours in (25, 1):
        EditingPresence.objects.create(
            notice=notice,
            user=draft_notice().author,
            seen_at=clock.now() - timedelta(hours=hours),
        )

    call_command("tick")

    assert EditingPresence.objects.count() == 1


# --- Tallies ------------------------------------------------------------------------


def stored():
    return dict(Tally.objects.exclude(count=0).values_list("key", "count"))


def test_deeds_count_exactly_what_counting_anew_counts():
    # One second for all: the tallies keep when a month changed last.
    with clock.frozen_at(clock.now()):
        above = agency()
        unit = agency(parent=above)
        published_notice(unit=unit)
        published_notice(unit=unit, kind="policy")
        published_notice(unit=above)
        withdrawn_notice(unit=unit)
        published_notice(unit=unit, audience="staff")
        kept = stored()
        Tally.objects.all().delete()

        recount()

    assert stored() == kept
    assert kept["all"] == 3
    assert kept[f"branch:{above.pk}"] == 3
    assert kept[f"agency:{above.pk}"] == 1


def test_wrong_tallies_are_put_right_and_counted():
    notice = published_notice()
    kept = stored()
    Tally.objects.filter(key="all").update(count=77)
    Tally.objects.filter(key=f"board:{notice.board_id}").delete()
    Tally.objects.create(key="kind:former", count=3)

    wrong = recount()

    assert wrong == 3
    assert stored() == kept


def test_right_tallies_leave_cached_pages_alone():
    published_notice()
    version = SiteState.objects.current().version

    assert recount() == 0
    assert SiteState.objects.current().version == version


def test_counting_costs_the_same_however_many_units(django_assert_num_queries):
    for _number in range(3):
        published_notice()
    recount()

    # Savepoint 2, lock, five kinds, units, first and last day, a month; for branches by
    # month, and by year, again the days, the units and the counts. PostgreSQL holds
    # the site's row.
    held = connection.features.has_select_for_update
    with django_assert_num_queries(17 + held):
        recount()
