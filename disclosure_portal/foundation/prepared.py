"""Queries that are composed once and asked many times.

Django composes the SQL of a page's query anew for each request, which takes several
times as long as the database needs to answer. Here the SQL is kept; only the values
that were left open are filled in. PostgreSQL keeps how it answers them, too: to plan
a query takes it longer than to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from . import lazy

if TYPE_CHECKING:
    import psycopg
else:
    psycopg = lazy.Module("psycopg")

Row = TypeVar("Row")

# So many queries are kept under a key; then it begins anew.
MOST_KEPT = 256
_kept: dict[Hashable, Prepared[Any]] = {}


class Given(Expression):
    """A value that is left open when a query is composed, by its name."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(
        self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Composed(NamedTuple):
    """A compiler after its work, when it knows which column is what and how each is
    read, the SQL with its values, and of which field each is that is left open."""

    compiler: SQLCompiler
    sql: str
    values: Sequence[Any]
    fields: dict[str, Field[Any, Any]]
    converters: dict[int, Any]

    def filled(
        self, given: dict[str, Any], connection: BaseDatabaseWrapper
    ) -> SQLCompiler:
        """A compiler with nothing left to do, for the connection of this thread."""
        ready = {
            name: field.get_db_prep_value(given[name], connection)
            for name, field in self.fields.items()
        }
        values = tuple(
            ready[each.name] if isinstance(each, Given) else each
            for each in self.values
        )
        compiler = copy(self.compiler)
        vars(compiler).update(
            connection=connection,
            execute_sql=lambda *_how, **_named: [_answer(self.sql, values, connection)],
            get_converters=lambda _columns: self.converters,
        )
        return compiler


def _written_out(
    sql: str, values: Sequence[Any], connection: BaseDatabaseWrapper
) -> tuple[str, list[Given]]:
    """The SQL with its fixed values in it and places for those that are left open: so
    the plan that PostgreSQL keeps is made for the values that never change."""
    connection.ensure_connection()
    write = psycopg.ClientCursor(connection.connection).mogrify
    places = (
        "%s" if isinstance(each, Given) else write("%s", [each]).replace("%", "%%")
        for each in values
    )
    text = sql.replace("%%", "%%%%") % tuple(places)
    return text, [each for each in values if isinstance(each, Given)]


def _answer(
    sql: str, values: Sequence[Any], connection: BaseDatabaseWrapper
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.queries_logged:
            # Its statements are kept by the server. The usual cursor writes the values
            # into them: they can't be kept, but the log of queries needs them.
            cursor.cursor = psycopg.Cursor(connection.connection)
        cursor.execute(sql, values)
        return cursor.fetchall()


class Prepared(Generic[Row]):
    """A query of which `compose` says all but the values that are `Given`.

    Whatever else it says is fixed for as long as the process lives: the present
    moment and day must be given.
    """

    def __init__(self, compose: Callable[[], QuerySet[Any, Row]]) -> None:
        self._compose = compose

    def rows(self, **given: Any) -> list[Row]:
        """What the query finds with these values; one query."""
        compiler = self._composed.filled(given, connections[self._query.db])
        query = copy(self._query.query)
        vars(query).update(get_compiler=lambda *_where, **_how: compiler)
        # Django's own copy would be fit for further filters, at some cost.
        found = object.__new__(type(self._query))
        vars(found).update(vars(self._query), _query=query)
        return list(found)

    @cached_property
    def _query(self) -> QuerySet[Any, Row]:
        return self._compose()

    @cached_property
    def _composed(self) -> Composed:
        compiler = self._query.query.get_compiler(using=self._query.db)
        sql, values = compiler.as_sql()
        assert not compiler.has_extra_select, "columns that are no part of a row"
        if compiler.connection.vendor == "postgresql":
            sql, values = _written_out(sql, values, compiler.connection)
        columns = [column for column, *_rest in compiler.select or ()]
        fields = {
            each.name: each.output_field for each in values if isinstance(each, Given)
        }
        converters = compiler.get_converters(columns)
        return Composed(compiler, sql, values, fields, converters)


def kept(key: Hashable, compose: Callable[[], QuerySet[Any, Row]]) -> Prepared[Row]:
    """The query of this key, composed when it is first asked: the key says all that
    the query depends on beside what is given."""
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = Prepared(compose)
    return found
