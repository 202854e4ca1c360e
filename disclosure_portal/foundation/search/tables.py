"""What the index needs of a database beside its models."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.migrations.operations import RunPython

from .postgresql import CREATE, DROP
from .sqlite import TABLE, create_statement


def make_index() -> RunPython:
    """A migration step; it asks for FTS5 where the database is SQLite."""

    def forwards(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for statement in CREATE:
                editor.execute(statement)
        else:
            editor.execute(create_statement(TABLE))

    def backwards(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for statement in DROP:
                editor.execute(statement)
        else:
            editor.execute(f"DROP TABLE {TABLE}")

    return RunPython(forwards, backwards)


def empty_after_flush(using: str, **_more: Any) -> None:
    """On SQLite, whose index is no model's table, it is emptied with its records."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if TABLE not in names:
            return
        cursor.execute("SELECT 1 FROM foundation_searchentry LIMIT 1")
        if cursor.fetchone() is None:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")
