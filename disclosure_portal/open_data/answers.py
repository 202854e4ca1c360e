"""One answer of a set: so many rows at most, in one of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .columns import DataColumn
from .sets import DataSet
from .writing import Chunks, csv_blocks, ndjson_blocks


class Format(NamedTuple):
    media_type: str
    blocks: Callable[[Sequence[DataColumn], Chunks], Iterator[bytes]]


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", csv_blocks),
    "ndjson": Format("application/x-ndjson", ndjson_blocks),
}


class Answer(NamedTuple):
    """`following` is the cursor that the next answer begins after, "" if this is the
    last one."""

    blocks: Iterator[bytes]
    media_type: str
    following: str


def answer_of(data_set: DataSet, ending: str, after: str) -> Answer:
    """One query here, the others while the blocks are taken. Raises BadCursor."""
    source, format_ = data_set.source, FORMATS[ending]
    following = source.end_of_answer(after)
    blocks = format_.blocks(data_set.columns, source.chunks(after, following))
    return Answer(blocks, format_.media_type, following)
