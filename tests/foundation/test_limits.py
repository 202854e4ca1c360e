"""Counters that protect persons: exact, shared by all servers, and telling nobody."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.jobs import prune
from disclosure_portal.foundation.limits import DAY, Attempt, count, network_of
from disclosure_portal.foundation.models import LimitCounter


@pytest.mark.django_db
def test_so_many_attempts_pass_and_no_more():
    attempt = Attempt("test", "somebody", 3)

    waits = [count([attempt]) for _turn in range(5)]

    assert waits[:3] == [0, 0, 0]
    assert all(0 < wait <= 3600 for wait in waits[3:])


@pytest.mark.django_db
def test_one_limit_that_is_used_up_is_enough():
    narrow, wide = Attempt("narrow", "x", 1), Attempt("wide", "x", 9)
    count([wide, narrow])

    assert count([wide, narrow]) > 0
    assert count([wide]) == 0


@pytest.mark.django_db
def test_subjects_and_scopes_are_counted_apart():
    assert count([Attempt("a", "x", 1)]) == 0
    assert count([Attempt("b", "x", 1)]) == 0
    assert count([Attempt("a", "y", 1)]) == 0


@pytest.mark.django_db
def test_each_hour_begins_anew_and_under_another_key():
    attempt = Attempt("test", "somebody", 1)
    with clock.frozen_at(clock.now().replace(minute=59, second=30, microsecond=0)):
        count([attempt])
        assert count([attempt]) == 30
        later = clock.now() + timedelta(seconds=30)

    with clock.frozen_at(later):
        assert count([attempt]) == 0

    assert LimitCounter.objects.count() == 2
    assert LimitCounter.objects.filter(key__contains="somebody").count() == 0


@pytest.mark.django_db
def test_who_is_stopped_by_an_earlier_limit_uses_up_none_of_a_later_one():
    place, name = Attempt("place", "x", 1), Attempt("name", "x", 2)
    for _turn in range(5):
        count([place, name])

    assert count([Attempt("place", "y", 1), name]) == 0
    assert count([Attempt("place", "z", 1), name]) > 0


@pytest.mark.django_db
def test_a_day_ends_at_the_countys_midnight():
    attempt = Attempt("test", "somebody", 1, DAY)
    evening = datetime(2026, 11, 25, 15, 59, 30, 500_000, tzinfo=UTC)
    with clock.frozen_at(evening):
        count([attempt])
        assert count([attempt]) == 30

    with clock.frozen_at(evening + timedelta(seconds=30)):
        assert count([attempt]) == 0


@pytest.mark.django_db
def test_the_wait_is_that_of_the_limit_that_is_used_up():
    hourly, daily = Attempt("hour", "x", 9), Attempt("day", "x", 1, DAY)
    with clock.frozen_at(datetime(2026, 11, 25, 4, 30, tzinfo=UTC)):
        count([hourly, daily])

        assert count([hourly, daily]) == 11.5 * 3600


@pytest.mark.django_db
def test_statements_are_the_same_whichever_limit_is_used_up(
    django_assert_max_num_queries,
):
    def statements(*limits):
        attempts = [
            Attempt(f"{number}", "x", limit) for number, limit in enumerate(limits)
        ]
        with django_assert_max_num_queries(50) as captured:
            count(attempts)
        return [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in captured]

    passed = statements(9, 9, 9)

    assert statements(1, 9, 9) == passed
    assert statements(9, 1, 9) == passed
    assert statements(9, 9, 1) == passed


@pytest.mark.django_db
@pytest.mark.parametrize("before", [0, 1, 5])
def test_counting_costs_the_same_whatever_was_counted(
    django_assert_num_queries, before
):
    attempts = [Attempt("a", "x", 3), Attempt("b", "x", 3)]
    for _turn in range(before):
        count(attempts)

    # A savepoint, the rows, one UPDATE each.
    with django_assert_num_queries(5):
        count(attempts)


@pytest.mark.django_db
def test_counters_of_hours_that_are_over_are_pruned():
    count([Attempt("test", "x", 1)])

    prune()
    assert LimitCounter.objects.count() == 1

    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        prune()
    assert LimitCounter.objects.count() == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections")
@pytest.mark.django_db(transaction=True)
def test_of_attempts_at_the_same_moment_no_more_pass_than_may():
    attempts = [Attempt("place", "x", 100), Attempt("name", "x", 5)]

    def attempt(_turn):
        try:
            return count(attempts)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(attempt, range(20)))

    assert sum(wait == 0 for wait in waits) == 5


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_what_counts_as_one_place(address, network):
    assert network_of(address) == network
