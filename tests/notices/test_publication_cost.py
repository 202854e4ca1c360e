"""What a publication asks of the database, while every other one waits for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.models import Role
from notices.models import Tally, Tick
from notices.publication import sign
from tests.factories import member, submitted_notice

pytestmark = pytest.mark.django_db


@pytest.fixture(name="signed")
def queries_of_a_second_signature():
    """The first one makes the counter of the unit and its tallies."""
    first = submitted_notice()
    approver = member(Role.APPROVER, first.agency)
    sign(first, by=approver, ticks=Tick.values)
    second = submitted_notice(unit=first.agency, board=first.board)
    with CaptureQueriesContext(connection) as queries:
        sign(second, by=approver, ticks=Tick.values)
    return [query["sql"] for query in queries]


def test_a_signature_costs_a_fixed_number_of_queries(signed):
    # PostgreSQL locks the site's row; SQLite lets in one writer anyway.
    locks = int(connection.features.has_select_for_update)

    # For search: what stands there, a place between two savepoint marks, the text; and
    # its terms, which on SQLite may have to stand in two tables.
    search = 7 if connection.vendor == "sqlite" else 6

    # The last one looks whether it is in the file of a matter that goes by stages.
    assert len(signed) == 27 + search + locks
    assert Tally.objects.under("all") == 2


def test_all_tallies_are_counted_in_one(signed):
    assert sum(sql.startswith("UPDATE") and "_tally" in sql for sql in signed) == 1


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="few rows need no index there"
)
def test_whether_an_index_number_is_new_is_looked_up_by_its_index(signed):
    asked = [sql for sql in signed if '"index_number" =' in sql and "SELECT 1" in sql]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
        plan = str(cursor.fetchall())

    assert "notice_index_number_once" in plan
