"""Putting many units into the table at once: by COPY on PostgreSQL, by one prepared
statement on SQLite.

Objects and their INSERTs cost six times as much there, since SQLite takes few values
a statement (measured with 40,000 units).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from .models import Agency

CODES = 900


def insert(units: Iterable[Mapping[str, Any]], wanted: list[str]) -> dict[str, int]:
    """Store units given by column name, the rest by the model's defaults; answers the
    keys of those whose slugs are wanted. Call it inside a transaction."""
    columns = [field for field in Agency._meta.concrete_fields if not field.primary_key]
    defaults = {field.attname: field.get_default() for field in columns}
    _write(
        [str(field.column) for field in columns],
        (tuple((defaults | dict(unit)).values()) for unit in units),
    )
    keys: dict[str, int] = {}
    for start in range(0, len(wanted), CODES):
        found = Agency.objects.filter(slug__in=wanted[start : start + CODES])
        keys.update(found.values_list("slug", "pk"))
    return keys


def _write(columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    table = quote(Agency._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            cursor.executemany(statement, list(rows))


def refresh_statistics() -> None:
    """Until the planner knows of so many new rows, PostgreSQL reads whole tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Agency._meta.db_table)
            cursor.execute(f"ANALYZE {table}")
