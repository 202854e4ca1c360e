"""Queries that are written once and run many times.

Django writes the SQL of a query anew whenever it runs, which takes several times as
long as the database takes to answer a page of rows. A statement is written by Django
too, from a queryset with blanks in it; each run fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

Row = dict[str, Any]
Value = datetime | int

# No row bears these, and no other value of a query equals them.
_SAMPLE_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)
_SAMPLE_NUMBER = 8_999_999_999_999_999_000
# So many statements are kept by `kept_statement`; then it begins anew.
_MOST_KEPT = 256
_kept: dict[Hashable, Statement] = {}


class _Blank(NamedTuple):
    """The place of a parameter that each run fills in."""

    name: str


class Statement:
    """The SQL of a queryset of `values()`.

    `write` answers the queryset and takes the blanks by name; their types, datetime or
    int, are given. It is called once: whatever else it asks, the clock above all, never
    changes. Raises ValueError if the query makes no use of a blank.
    """

    def __init__(
        self, write: Callable[..., QuerySet[Any, Any]], **blanks: type[Value]
    ) -> None:
        samples = {
            name: _sample(kind, place)
            for place, (name, kind) in enumerate(blanks.items())
        }
        query: Any = write(**samples).query
        compiler = query.get_compiler(connection=connection)
        self._sql, params = compiler.as_sql()
        self._names = list(query.selected or query.values_select)
        columns = [column for column, *_rest in compiler.select]
        self._readers = [
            (self._names[place], converters, column)
            for place, (converters, column) in compiler.get_converters(columns).items()
        ]
        adapted = [(name, _adapted(sample)) for name, sample in samples.items()]
        self._params = [_blank_or_constant(param, adapted) for param in params]
        used = {param.name for param in self._params if isinstance(param, _Blank)}
        if unused := set(blanks) - used:
            raise ValueError(f"The query has no place for {sorted(unused)}.")

    def rows(self, **given: Value) -> list[Row]:
        """What the query finds with these values in its blanks; one query."""
        values = {name: _adapted(value) for name, value in given.items()}
        params = [
            values[param.name] if isinstance(param, _Blank) else param
            for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found = [
                dict(zip(self._names, row, strict=True)) for row in cursor.fetchall()
            ]
        for name, converters, column in self._readers:
            for row in found:
                for convert in converters:
                    row[name] = convert(row[name], column, connection)
        return found


def kept_statement(
    key: Hashable, write: Callable[..., QuerySet[Any, Any]], **blanks: type[Value]
) -> Statement:
    """The statement of this key, written when it is first asked for: the key says all
    that the query depends on beside its blanks."""
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[key] = Statement(write, **blanks)
    return found


def _sample(kind: type[Value], place: int) -> Value:
    if kind is datetime:
        return _SAMPLE_MOMENT + timedelta(days=place)
    return _SAMPLE_NUMBER + place


def _adapted(value: Value) -> Any:
    """As Django hands it to the driver."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _blank_or_constant(param: Any, samples: list[tuple[str, Any]]) -> Any:
    for name, sample in samples:
        if param == sample:
            return _Blank(name)
    return param.value if isinstance(param, Enum) else param
