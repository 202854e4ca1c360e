"""Paging through (published_at, id), newest first, without counting rows passed.

A cursor names the last row seen: `<microseconds since 1970>.<id>`, with `~` in front
for going back towards newer rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db.models import Model, Q, QuerySet

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


@dataclass(frozen=True)
class Page[Row]:
    rows: list[Row]
    newer: str
    older: str
