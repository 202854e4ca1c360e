"""Somebody who writes into the database by hand may leave what is no value at all: a
check names the row and goes on, instead of breaking off before the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

GARBLED = (
    *(ValueError, TypeError, ArithmeticError, AttributeError, LookupError),
    DatabaseError,
)


def cannot_be_read() -> str:
    return _("something in it is no value at all, and cannot be read")


def said_of(faults: Iterator[str]) -> Iterator[str]:
    """The faults of one row; that it cannot be read is one."""
    try:
        yield from faults
    except GARBLED:
        yield cannot_be_read()


def stored(rows: QuerySet[Any], keys: Sequence[int]) -> tuple[dict[int, Any], set[int]]:
    """Rows by their keys, and the keys of those that cannot be read; one query, and one
    for each where one cannot."""
    return words_or_garbled(rows.in_bulk, keys)


def words_or_garbled(
    read: Callable[[Sequence[int]], dict[int, Any]], keys: Sequence[int]
) -> tuple[dict[int, Any], set[int]]:
    """What `read` gives of the keys, all at once or, where one cannot be read, one by
    one; and the keys of which it gives nothing for that reason."""
    try:
        return read(keys), set()
    except GARBLED:
        found: dict[int, Any] = {}
        garbled: set[int] = set()
    for key in keys:
        try:
            found |= read([key])
        except GARBLED:
            garbled.add(key)
    return found, garbled
