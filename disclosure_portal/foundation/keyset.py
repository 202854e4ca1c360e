"""Paging through (published_at, id), newest first, without counting rows passed.

A cursor names the last row seen: `<microseconds since 1970>.<id>`, with `~` in front
for going towards newer rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Self, TypeVar, cast

from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet

from .prepared import Given

Row = TypeVar("Row")

MOMENT = Given("moment", DateTimeField())
PK = Given("pk", BigIntegerField())

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BadCursor(ValueError):
    """A cursor that this portal never gave out."""


@dataclass(frozen=True)
class Cursor:
    moment: datetime
    pk: int
    is_backwards: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raise BadCursor for anything but a cursor of ours."""
        try:
            moment, pk = text.removeprefix("~").split(".")
            if not (moment.isascii() and pk.isascii() and pk.isdigit()):
                raise BadCursor(text)
            if int(pk) >= 2**63:
                raise BadCursor(text)
            return cls(
                _EPOCH + int(moment) * _MICROSECOND, int(pk), text.startswith("~")
            )
        except (ValueError, OverflowError) as error:
            raise BadCursor(text) from error

    def __str__(self) -> str:
        mark = "~" if self.is_backwards else ""
        return f"{mark}{(self.moment - _EPOCH) // _MICROSECOND}.{self.pk}"


def horizon(cursor: str, now: datetime) -> datetime:
    """The moment after which a page towards older rows has none: as the one upper
    bound of a list it lets the index start there, where SQLite given two bounds
    may start from the later one. Raises nothing."""
    try:
        place = Cursor.parse(cursor)
    except BadCursor:
        return now
    return now if place.is_backwards else min(now, place.moment)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page in reading order, and the cursors towards newer and older
    rows ("" for none)."""

    rows: list[Row]
    newer: str
    older: str


def page_of(
    rows: QuerySet[Any, Row], cursor: str, size: int, *, is_oldest_first: bool = False
) -> Page[Row]:
    """One page of `size` rows after `cursor` ("" for the first page); one query.

    The rows carry published_at and pk (or id in `values`). Raises BadCursor.
    """
    place = Cursor.parse(cursor) if cursor else None
    climbs = climbing(place, is_oldest_first=is_oldest_first)
    found = list(stretch(rows, place, size, climbs=climbs))
    return cut(found, place, size, is_oldest_first=is_oldest_first)


def open_place(*, is_backwards: bool) -> Cursor:
    """A place of which moment and key are given when its page is read."""
    return Cursor(cast(datetime, MOMENT), cast(int, PK), is_backwards)


def climbing(place: Cursor | None, *, is_oldest_first: bool) -> bool:
    """Is the page read from its older end?"""
    return is_oldest_first if place is None else place.is_backwards


def stretch(
    rows: QuerySet[Any, Row], place: Cursor | None, size: int, *, climbs: bool
) -> QuerySet[Any, Row]:
    """The rows of a page, and one more if there are more, as they are read."""
    if place is not None:
        rows = rows.filter(_beyond(place))
    order = ("published_at", "pk") if climbs else ("-published_at", "-pk")
    return rows.order_by(*order)[: size + 1]


def cut(
    found: list[Row], place: Cursor | None, size: int, *, is_oldest_first: bool
) -> Page[Row]:
    """The page that a stretch holds."""
    climbs = climbing(place, is_oldest_first=is_oldest_first)
    has_more, found = len(found) > size, found[:size]
    if climbs:
        found.reverse()
    came_from = bool(found) and place is not None
    newer = has_more if climbs else came_from
    older = came_from if climbs else has_more
    page = Page(
        rows=found,
        newer=_cursor_of(found[0], is_backwards=True) if newer else "",
        older=_cursor_of(found[-1], is_backwards=False) if older else "",
    )
    if is_oldest_first:
        found.reverse()
    return page


def _beyond(place: Cursor) -> Q:
    # The bound on published_at alone is what an index can start from.
    side = "gt" if place.is_backwards else "lt"
    later = Q(**{f"published_at__{side}": place.moment})
    same = Q(published_at=place.moment, **{f"pk__{side}": place.pk})
    return Q(**{f"published_at__{side}e": place.moment}) & (later | same)


def _cursor_of(row: Any, *, is_backwards: bool) -> str:
    if isinstance(row, dict):
        return str(Cursor(row["published_at"], row["id"], is_backwards))
    return str(Cursor(row.published_at, row.pk, is_backwards))
