"""Days, moments and cursors as texts that the database makes: Python would take longer
to read a moment and write it again than to copy the rest of the row."""

from __future__ import annotations

from typing import Any

from django.db.models import Expression, Func, IntegerField, TextField, Value
from django.db.models.functions import Coalesce

from disclosure_portal.foundation.spreadsheets.columns import Kind

from .columns import MOMENT, DataColumn


class _Written(Func):
    """One template for each database; no value of a reader is ever in it."""

    postgresql = ""
    sqlite = ""

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.postgresql, **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.sqlite, **more)


class _Text(_Written):
    output_field = TextField()


class MomentText(_Text):
    """2026-01-31T08:00:00.000000Z, as in the canonical form."""

    postgresql = (
        "to_char(%(expressions)s AT TIME ZONE 'UTC',"
        """ 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    )
    # Moments are kept in UTC, those on a whole second without a fraction.
    sqlite = "substr(replace(%(expressions)s, ' ', 'T') || '.000000', 1, 26) || 'Z'"


class DayText(_Text):
    postgresql = "to_char(%(expressions)s, 'YYYY-MM-DD')"
    sqlite = "substr(%(expressions)s, 1, 10)"


class Microseconds(_Text):
    """Since 1970."""

    postgresql = "(extract(epoch FROM %(expressions)s) * 1000000)::bigint::text"
    # Of the whole second: strftime rounds a fraction of .9995 up to the next one.
    sqlite = (
        "CAST(strftime('%%%%s', substr({0}, 1, 19)) * 1000000"
        " + CAST(substr({0} || '.000000', 21, 6) AS INTEGER) AS TEXT)"
    ).format("%(expressions)s")


class Bytes(_Written):
    """Of a text, 0 of none; PostgreSQL need not unpack the text for it."""

    output_field = IntegerField()
    postgresql = "octet_length(%(expressions)s)"
    sqlite = "length(CAST(%(expressions)s AS BLOB))"

    def __init__(self, place: str) -> None:
        super().__init__(Coalesce(place, Value("")))


def read_as(column: DataColumn, place: str) -> str | Expression:
    """How the column is read from its place."""
    if column.type == MOMENT:
        return MomentText(place)
    return DayText(place) if column.type == Kind.DAY.value else place
