"""Tables whose rows are never changed or removed: guarded by triggers.

Both databases refuse UPDATE and DELETE there (PostgreSQL also TRUNCATE), whoever
asks; rows of frozen tables may be removed, but never changed. Only the test runner
lifts the guard, around its flush.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import RunPython

PREFIX = "append_only_"

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER append_only_{table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_{table}_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
_SQLITE = """
CREATE TRIGGER append_only_{table}_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


_FROZEN_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER append_only_{table}_rows BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def freeze(table: str) -> RunPython:
    """A migration step after which the rows of a table can't be changed, only
    removed whole: a law may ask for that."""

    def forwards(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_FROZEN_POSTGRESQL.format(table=table), params=None)
            return
        editor.execute(_SQLITE.format(table=table, event="UPDATE"))

    def backwards(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {PREFIX}{table}_rows ON {table}")
            return
        editor.execute(f"DROP TRIGGER {PREFIX}{table}_UPDATE")

    return RunPython(forwards, backwards)


def guard(table: str) -> RunPython:
    """A migration step that makes a table append-only."""

    def forwards(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            # Without parameters: the text of the function contains a percent sign.
            editor.execute(_POSTGRESQL.format(table=table), params=None)
            return
        for event in ("UPDATE", "DELETE"):
            editor.execute(_SQLITE.format(table=table, event=event))

    def backwards(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for part in ("rows", "all"):
                editor.execute(f"DROP TRIGGER {PREFIX}{table}_{part} ON {table}")
            return
        for event in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER {PREFIX}{table}_{event}")

    return RunPython(forwards, backwards)


def unguard(table: str) -> RunPython:
    """A migration step that opens an append-only table for a change of its columns:
    SQLite makes such a table anew and loses its triggers. `guard` must follow."""
    guarding = guard(table)
    assert guarding.reverse_code is not None
    return RunPython(guarding.reverse_code, guarding.code)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the guards away for the length of a block: for the test runner's flush."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
                " WHERE tgname LIKE %s",
                [PREFIX + "%"],
            )
            tables = [row[0] for row in cursor.fetchall()]
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                " AND name LIKE %s",
                [PREFIX + "%"],
            )
            triggers = cursor.fetchall()
            off = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            on = [sql for _name, sql in triggers]
        _run(cursor, off)
        try:
            yield
        finally:
            _run(cursor, on)


def _run(cursor: Any, statements: list[str]) -> None:
    for statement in statements:
        cursor.execute(statement)
