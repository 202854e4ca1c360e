"""The trail and the decisions take new rows only: the database itself sees to it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from disclosure_portal.foundation import append_only
from disclosure_portal.foundation.models import AuditEntry
from notices.models import Notice, ReviewDecision
from tests.factories import published_notice, user

MODELS = [AuditEntry, ReviewDecision]
# Statements that reach past Django, as a person with a database console would.
STATEMENTS = {
    "update": "UPDATE {table} SET id = id",
    "update one column": "UPDATE {table} SET {column} = NULL",
    "delete": "DELETE FROM {table}",
    "delete one": "DELETE FROM {table} WHERE id = (SELECT MIN(id) FROM {table})",
}
COLUMN = {AuditEntry: "actor_id", ReviewDecision: "by_id"}


@pytest.fixture
def rows(transactional_db):
    published_notice()


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def content(model):
    return list(model.objects.order_by("pk").values())


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("model", MODELS)
def test_the_database_refuses(model, statement, rows):
    before = content(model)
    sql = STATEMENTS[statement].format(table=model._meta.db_table, column=COLUMN[model])

    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)

    assert before
    assert content(model) == before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", MODELS)
def test_postgresql_refuses_to_empty_the_table(model, rows):
    before = content(model)

    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")

    assert content(model) == before


@pytest.mark.parametrize("model", MODELS)
def test_the_models_are_refused_like_everybody(model, rows):
    before = content(model)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(id=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all().delete()

    assert content(model) == before


def test_nothing_takes_a_decision_with_it(rows):
    """A notice can't be deleted past Django either: its decisions hold it."""
    run("DELETE FROM notices_revision")

    with pytest.raises(DatabaseError):
        run("DELETE FROM notices_notice")

    assert Notice.objects.exists()
    assert ReviewDecision.objects.exists()


def test_new_rows_are_welcome(rows):
    before = AuditEntry.objects.count()

    AuditEntry.objects.record("looked", None, by=user())

    assert AuditEntry.objects.count() == before + 1


def test_the_guard_is_back_after_the_test_runners_flush(rows):
    with append_only.lifted(connection):
        pass

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_lifted_means_lifted_so_that_the_flush_works(rows):
    with append_only.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM notices_reviewdecision")

    assert not ReviewDecision.objects.exists()
