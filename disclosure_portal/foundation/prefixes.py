"""`name__begins="青石"`: a lookup by the beginning of a text, served by a plain index.

Django's `startswith` is a LIKE: on SQLite it reads the whole table. A range of the
index says the same there; on PostgreSQL, whose order of letters is not that of their
codes, LIKE goes with an index of the class varchar_pattern_ops.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup

# Of an index that is to serve the lookup; ignored but on PostgreSQL.
PREFIX_CLASS = "varchar_pattern_ops"
# No character comes after it.
LAST_CHARACTER = "\U0010ffff"


@CharField.register_lookup
class Begins(Lookup[str]):
    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        column, given = self.process_lhs(compiler, connection)
        sql = f"({column} >= %s AND {column} < %s)"
        return sql, [*given, self.rhs, *given, self.rhs + LAST_CHARACTER]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        column, given = self.process_lhs(compiler, connection)
        pattern = f"{connection.ops.prep_for_like_query(self.rhs)}%"
        return f"{column} LIKE %s", [*given, pattern]
