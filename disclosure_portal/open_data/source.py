"""Where the rows of a set come from: short queries, one after another.

No transaction and no cursor of the database stays open while a reader takes what was
read: a slow one holds nothing. Each query sees what is public at its moment, so what is
withdrawn while a stream runs is left out of what is still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, dropwhile
from typing import Any

from django.db.models import Expression, QuerySet
from django.db.models.expressions import Combinable

from .order import Order

Record = tuple[Any, ...]
Row = tuple[Any, ...]
Fields = tuple[str | Expression, ...]

# Bytes of long texts that are read at once; one record alone may have more.
HEAVY = 4_000_000


def as_they_are(records: Sequence[Record]) -> Sequence[Row]:
    return records


@dataclass(frozen=True)
class Source:
    """`records` are what may be read; `fields` of them, with the cursor behind them,
    are handed to `rows_of`, which makes rows that end with their cursor: any number of
    each record, in order.

    `chunk` records are read at once, `most` in one answer. Where texts may be long,
    `weight` tells their bytes: so many records are read as are not too heavy.
    """

    records: Callable[[], QuerySet]
    order: Order
    fields: Fields
    rows_of: Callable[[Sequence[Record]], Iterable[Row]] = as_they_are
    chunk: int = 1000
    most: int = 50_000
    weight: Combinable | None = None
    heavy: int = HEAVY

    def end_of_answer(self, after: str) -> str:
        """The cursor of the last record of an answer, "" if it holds all there is.
        One query. Raises BadCursor."""
        cursors = self._between(after, "").values_list(self.order.cursor(), flat=True)
        found = list(cursors[self.most - 1 : self.most + 1])
        return str(found[0]) if len(found) > 1 else ""

    def chunks(self, after: str = "", until: str = "") -> Iterator[list[Row]]:
        """Rows after one cursor, up to and with the record of another; one query for
        each chunk, two where records are weighed. Raises BadCursor."""
        fields = (*self.fields, self.order.cursor())
        is_last = False
        while not is_last:
            records = self._between(after, until)
            size = self._size_of_chunk(records)
            found = list(records.values_list(*fields)[:size])
            yield self._new_rows(found, after)
            is_last = len(found) < size
            after = after if is_last else found[-1][-1]

    def _size_of_chunk(self, records: QuerySet) -> int:
        if self.weight is None:
            return self.chunk
        weights = list(records.values_list(self.weight, flat=True)[: self.chunk])
        light = sum(total <= self.heavy for total in accumulate(weights))
        return self.chunk if light == len(weights) else max(light, 1)

    def _new_rows(self, records: Sequence[Record], after: str) -> list[Row]:
        rows = self.rows_of(records)
        line = self.order.line(after) if after else 0
        if not line:
            return list(rows)
        record, _dot, _line = after.rpartition(".")
        return list(dropwhile(lambda row: _is_behind(row[-1], record, line), rows))

    def _between(self, after: str, until: str) -> QuerySet:
        found = self.records().order_by(*self.order.columns)
        if after:
            found = found.filter(self.order.after(after))
        return found.filter(self.order.until(until)) if until else found


def _is_behind(cursor: str, record: str, line: int) -> bool:
    own, _dot, number = cursor.rpartition(".")
    return own == record and int(number) <= line
