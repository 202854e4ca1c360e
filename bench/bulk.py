"""Many rows at once: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

Values = Sequence[Any]


def load(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Values]
) -> None:
    """Store rows of values of the columns `names`; the model's own defaults fill the
    others. Keys are not checked: see unchecked()."""
    others = {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if field.attname not in names and not field.primary_key
    }
    fixed = tuple(others.values())
    columns = ", ".join(connection.ops.quote_name(name) for name in (*names, *others))
    whole = ((*row, *fixed) for row in rows)
    write = _copy if connection.vendor == "postgresql" else _insert_many
    with transaction.atomic():
        write(model._meta.db_table, columns, whole)


@contextmanager
def unchecked(*loaded: type[models.Model]) -> Iterator[None]:
    """While the tables of a new corpus are filled: no checks of foreign keys, no
    waiting for the disk. Afterwards keys continue after those that were given."""
    is_postgresql = connection.vendor == "postgresql"
    before, after = (PG_FAST, PG_SAFE) if is_postgresql else (LITE_FAST, LITE_SAFE)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        yield
        resets = connection.ops.sequence_reset_sql(no_style(), list(loaded))
        for statement in (*resets, *after):
            cursor.execute(statement)


PG_FAST = ("SET session_replication_role = replica", "SET synchronous_commit = off")
# What autovacuum would have done by itself to a table that grew over years.
PG_SAFE = (
    "RESET session_replication_role",
    "RESET synchronous_commit",
    "VACUUM ANALYZE",
)
LITE_FAST = ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF")
LITE_SAFE = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)


def _copy(table: str, columns: str, rows: Iterator[Values]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _insert_many(table: str, columns: str, rows: Iterator[Values]) -> None:
    marks = ", ".join(["%s"] * (columns.count(",") + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",
            [tuple(map(_plain, row)) for row in rows],
        )


def _plain(value: Any) -> Any:
    """As Django stores it on SQLite."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value
