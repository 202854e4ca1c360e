"""Putting many units into the table at once.

By one prepared statement: objects and their INSERTs cost six times as much on SQLite,
which takes few values a statement (measured with 40,000 units).
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
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(Agency._meta.db_table)} ({names}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [tuple((defaults | dict(unit)).values()) for unit in units]
        )
    keys: dict[str, int] = {}
    for start in range(0, len(wanted), CODES):
        found = Agency.objects.filter(slug__in=wanted[start : start + CODES])
        keys.update(found.values_list("slug", "pk"))
    return keys
