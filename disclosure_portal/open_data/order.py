"""The order of a set, and cursors that name a place in it.

An answer is continued after a cursor: every row carries its own, so that a stream that
broke off goes on after the last row that came whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.db.models import Expression, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from disclosure_portal.foundation.keyset import BadCursor, Cursor

from .expressions import Microseconds

MOST_DIGITS = 40


class Order(Protocol):
    """`columns` are those of a record that make its place, and no two are equal."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    def cursor(self) -> Expression:
        """What makes the cursor of a record."""
        ...

    def line(self, cursor: str) -> int:
        """How many lines of the record that it names are behind it; 0: all of it."""
        ...

    def after(self, cursor: str) -> Q: ...

    def until(self, cursor: str) -> Q: ...


class ByPublication:
    """Oldest first by (published_at, id): what is published later stands later.

    A cursor is `<microseconds>.<id>`, or `<microseconds>.<id>.<line>` within a notice.
    """

    columns: ClassVar[tuple[str, ...]] = ("published_at", "id")

    def cursor(self) -> Expression:
        moment, key = Microseconds("published_at"), Cast("id", TextField())
        return Concat(moment, Value("."), key, output_field=TextField())

    def line(self, cursor: str) -> int:
        return _split(cursor)[1]

    def after(self, cursor: str) -> Q:
        place, line = _split(cursor)
        side = "gte" if line else "gt"
        same = Q(published_at=place.moment, **{f"id__{side}": place.pk})
        # The bound on published_at alone is what an index can start from.
        return Q(published_at__gte=place.moment) & (
            Q(published_at__gt=place.moment) | same
        )

    def until(self, cursor: str) -> Q:
        place, _line = _split(cursor)
        same = Q(published_at=place.moment, id__lte=place.pk)
        return Q(published_at__lte=place.moment) & (
            Q(published_at__lt=place.moment) | same
        )


@dataclass(frozen=True)
class ByColumn:
    """By one unique column of digits."""

    name: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)

    def cursor(self) -> Expression:
        return Cast(self.name, TextField())

    def line(self, cursor: str) -> int:
        _digits(cursor)
        return 0

    def after(self, cursor: str) -> Q:
        return Q(**{f"{self.name}__gt": _digits(cursor)})

    def until(self, cursor: str) -> Q:
        return Q(**{f"{self.name}__lte": _digits(cursor)})


def _split(cursor: str) -> tuple[Cursor, int]:
    """Raises BadCursor; a line of 0 stands for the whole notice."""
    moment, _dot, rest = cursor.partition(".")
    pk, _dot, line = rest.partition(".")
    place = Cursor.parse(f"{moment}.{pk}")
    number = int(_digits(line or "0"))
    # Ours are written in one way only, so that they can be compared as texts.
    if place.is_backwards or cursor not in (str(place), f"{place}.{number or 1}"):
        raise BadCursor(cursor)
    return place, number


def _digits(cursor: str) -> str:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= MOST_DIGITS):
        raise BadCursor(cursor)
    return cursor
