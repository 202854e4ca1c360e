"""What search needs of a database: asked by `manage.py check` and before migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connection

from .sqlite import TABLE, create_statement


def fts5(**_more: Any) -> Iterator[CheckMessage]:
    """SQLite can be built without its full-text search."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(":memory:")) as database:
            yield from faults_of(database)


def faults_of(database: sqlite3.Connection) -> Iterator[CheckMessage]:
    try:
        database.execute(create_statement(TABLE))
    except sqlite3.DatabaseError as error:
        yield Error(
            f"SQLite {sqlite3.sqlite_version} here can't index words: {error}",
            hint=(
                "Use a Python whose SQLite has FTS5, as those of Debian, Ubuntu and"
                " python.org have, or PostgreSQL: set DATABASE_URL."
            ),
            id="foundation.E006",
        )


def encoding(
    databases: Collection[str] | None = None, **_more: Any
) -> Iterator[CheckMessage]:
    """Only UTF-8 has all characters; asked where the database may be asked."""
    if connection.vendor != "postgresql" or connection.alias not in (databases or ()):
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        (found,) = cursor.fetchone()
    if found != "UTF8":
        yield Error(
            f"The database stores its texts as {found}; names and terms would be lost.",
            hint="Create it with ENCODING 'UTF8' and TEMPLATE template0.",
            id="foundation.E007",
        )
