"""Queries that are composed once and asked many times.

Django composes the SQL of a page's query anew for each request, which takes several
times as long as the database needs to answer. Here the SQL is kept; only the values
that were left open are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

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
    read, and the SQL."""

    compiler: SQLCompiler
    sql: str
    values: Sequence[Any]
    converters: dict[int, Any]

    def filled(
        self, given: dict[str, Any], connection: BaseDatabaseWrapper
    ) -> SQLCompiler:
        """A compiler with nothing left to do, for the connection of this thread."""
        values = tuple(
            each.output_field.get_db_prep_value(given[each.name], connection)
            if isinstance(each, Given)
            else each
            for each in self.values
        )
        compiler = copy(self.compiler)
        vars(compiler).update(
            connection=connection,
            as_sql=lambda: (self.sql, values),
            get_converters=lambda _columns: self.converters,
        )
        return compiler


class Prepared(Generic[Row]):
    """A query of which `compose` says all but the values that are `Given`.

    Whatever else it says is fixed for as long as the process lives: the present
    moment and day must be given.
    """

    def __init__(self, compose: Callable[[], QuerySet[Any, Row]]) -> None:
        self._compose = compose

    def rows(self, **given: Any) -> list[Row]:
        """What the query finds with these values; one query."""
        found = self._query.all()
        compiler = self._composed.filled(given, connections[found.db])
        vars(found.query).update(get_compiler=lambda *_where, **_how: compiler)
        return list(found)

    @cached_property
    def _query(self) -> QuerySet[Any, Row]:
        return self._compose()

    @cached_property
    def _composed(self) -> Composed:
        compiler = self._query.query.get_compiler(using=self._query.db)
        sql, values = compiler.as_sql()
        columns = [column for column, *_rest in compiler.select or ()]
        return Composed(compiler, sql, values, compiler.get_converters(columns))


def kept(key: Hashable, compose: Callable[[], QuerySet[Any, Row]]) -> Prepared[Row]:
    """The query of this key, composed when it is first asked: the key says all that
    the query depends on beside what is given."""
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = Prepared(compose)
    return found
