"""Repeated duties: each at its interval, never twice at once, whatever fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from disclosure_portal.foundation import schedule
from disclosure_portal.foundation.models import ScheduledRun
from disclosure_portal.foundation.ticking import run_due

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def duties(monkeypatch):
    """Only the duties of the test."""
    table: dict[str, schedule.Duty] = {}
    monkeypatch.setattr(schedule, "_duties", table)
    return table


@pytest.fixture
def morning(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    return time_machine


def test_a_duty_runs_at_its_interval_and_says_what_it_did(morning):
    schedule.register("count", 5 * MINUTE, lambda: "3 counted")
    first = run_due()
    morning.shift(4 * MINUTE)
    early = run_due()
    morning.shift(MINUTE)

    late = run_due()

    assert (first, early, late) == (["count: 3 counted"], [], ["count: 3 counted"])


def test_the_last_run_is_on_record(morning):
    schedule.register("count", MINUTE, lambda: "3 counted")

    run_due()

    run = ScheduledRun.objects.get()
    assert (run.name, run.result) == ("count", "3 counted")
    assert run.finished_at is not None


def test_a_duty_that_fails_keeps_no_other_from_running(morning):
    def fail():
        raise RuntimeError("no disk")

    schedule.register("a", MINUTE, fail)
    schedule.register("b", MINUTE, lambda: "done")

    lines = run_due()

    assert lines == ["a: failed: no disk", "b: done"]
    assert ScheduledRun.objects.get(name="a").result == "failed: no disk"


def test_a_duty_that_failed_is_tried_again(morning):
    outcomes = iter([RuntimeError("no disk"), "done"])

    def duty():
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    schedule.register("a", MINUTE, duty)
    run_due()
    morning.shift(MINUTE)

    assert run_due() == ["a: done"]


def test_a_duty_that_never_ended_is_begun_again_at_its_time(morning):
    schedule.register("a", MINUTE, lambda: "done")
    run_due()
    ScheduledRun.objects.update(finished_at=None)
    morning.shift(MINUTE)

    assert run_due() == ["a: done"]


def test_a_tick_within_a_tick_does_not_run_the_duty_again(morning):
    inner = []

    def duty():
        inner.extend(run_due())
        return "done"

    schedule.register("a", MINUTE, duty)

    assert run_due() == ["a: done"]
    assert inner == []


def test_the_name_is_the_duty():
    schedule.register("a", MINUTE, lambda: "old")
    schedule.register("a", MINUTE, lambda: "new")

    assert run_due() == ["a: new"]


def test_very_long_results_are_cut(morning):
    schedule.register("a", MINUTE, lambda: "x" * 1000)

    run_due()

    assert len(ScheduledRun.objects.get().result) == 500


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one memory can't be shared by two threads"
)
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_the_same_time_run_a_duty_once():
    start = Barrier(2)
    runs = []

    def tick(_number):
        try:
            start.wait(5)
            return run_due()
        finally:
            connections.close_all()

    def duty():
        runs.append(1)
        return "done"

    schedule.register("a", MINUTE, duty)
    with ThreadPoolExecutor(2) as pool:
        lines = [line for some in pool.map(tick, range(2)) for line in some]

    assert lines == ["a: done"]
    assert len(runs) == 1
