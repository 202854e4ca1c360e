"""Putting records into the index and taking them out, inside the deed's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from ..canonical import digest
from ..models import SearchEntry, SearchState, SearchText
from . import counting
from .conditions import Tokens
from .index import Index, index
from .sqlite import NEW_TABLE, SqliteIndex
from .terms import terms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Docids of one millisecond.
TIES = 1_024
# What is published in one moment spreads over two of them, over four, over eight, and
# so on for about a minute; imports know days only, and may bring thousands of one day.
SPREADS = 17
# Where the docids of records that are not public begin, far below zero.
HIDDEN = -(2**62)
# Says of a record that it does not hold any more.
OVER = "@over"
# Says of a record that it tells how to have something done.
GUIDE = "@kprocedure"


@dataclass(frozen=True)
class Record:
    """Something that search finds. `sections` are its texts, each with what it is
    called ("" for its own); `facets` are tokens that begin with @."""

    kind: str
    object_id: int
    title: str
    sections: Sequence[tuple[str, str]]
    facets: Collection[str]
    published_at: datetime
    is_public: bool = True
    valid_until: date | None = None

    @property
    def digest(self) -> str:
        return digest(
            [
                self.title,
                [list(each) for each in self.sections],
                sorted(self.facets),
                self.is_public,
                self.valid_until,
                self.published_at,
            ]
        )


def docid_of(moment: datetime) -> int:
    """The first docid of a moment."""
    since = moment - EPOCH
    return (since.days * 86_400_000 + since.seconds * 1_000) * TIES + (
        since.microseconds // 1_000 * TIES
    )


@transaction.atomic(savepoint=False)
def put(record: Record) -> bool:
    """Make a record findable as it is now; False where it is so already."""
    found = SearchEntry.objects.filter(kind=record.kind, object_id=record.object_id)
    entry = found.select_related("searchtext").first()
    if entry is not None and is_as(entry, record):
        return False
    docid = None
    if entry is not None:
        docid = entry.docid if stays(entry, record) else None
        _take_out(entry)
    _put_in(record, docid)
    return True


@transaction.atomic(savepoint=False)
def forget(kind: str, object_id: int) -> bool:
    """Let nobody find a record any more; nothing of it is left in any table."""
    found = SearchEntry.objects.filter(kind=kind, object_id=object_id)
    entry = found.select_related("searchtext").first()
    if entry is not None:
        _take_out(entry)
    return entry is not None


def is_as(entry: SearchEntry, record: Record) -> bool:
    """Does an entry say what the record says, and not only that it did once?"""
    text = getattr(entry, "searchtext", None)
    if text is None:
        return False
    told = text_of(record, entry_of(record, entry.docid))
    return _columns(entry, text) == _columns(told.entry, told)


def _columns(entry: SearchEntry, text: SearchText) -> list[Any]:
    held = [entry.digest, entry.facets, entry.valid_until]
    return [*held, text.title, text.body, text.sections]


def tokens_of(text: SearchText, facets: str) -> Tokens:
    return Tokens(terms(text.title), terms(text.body), set(facets.split()))


def indexes(docid: int) -> Iterator[Index]:
    """The one that is asked and, where another is being made and this record stands in
    it, that too."""
    yield index()
    if connection.vendor == "sqlite":
        making = SearchState.objects.filter(is_building=True, built_up_to__gte=docid)
        if making.exists():
            yield SqliteIndex(NEW_TABLE)


def place_of(record: Record) -> int:
    """The docid that it has unless another record has it already."""
    return _first(record) + record.object_id % TIES


def entry_of(record: Record, docid: int) -> SearchEntry:
    """Not stored yet."""
    return SearchEntry(
        docid=docid,
        kind=record.kind,
        object_id=record.object_id,
        facets=f" {' '.join(sorted(record.facets))} ",
        valid_until=record.valid_until,
        digest=record.digest,
    )


def text_of(record: Record, entry: SearchEntry) -> SearchText:
    """Not stored yet."""
    sections: list[list[Any]] = []
    length = 0
    for label, words in record.sections:
        sections.append([length, label])
        length += len(words) + 1
    return SearchText(
        entry=entry,
        title=record.title,
        body="\n".join(words for _label, words in record.sections),
        sections=sections,
    )


def stays(entry: SearchEntry, record: Record) -> bool:
    """Does it keep its place? It does through corrections."""
    first = _first(record)
    return first <= entry.docid < first + (TIES << SPREADS)


def _first(record: Record) -> int:
    return docid_of(record.published_at) + (0 if record.is_public else HIDDEN)


def _put_in(record: Record, docid: int | None) -> None:
    entry = _placed(record, docid)
    text = text_of(record, entry)
    text.save(force_insert=True)
    tokens = tokens_of(text, entry.facets)
    for each in indexes(entry.docid):
        each.write(entry.docid, tokens)


def _placed(record: Record, docid: int | None) -> SearchEntry:
    places = [docid] if docid is not None else _free(_first(record), record.object_id)
    for place in places:
        try:
            with transaction.atomic():
                entry = entry_of(record, place)
                entry.save(force_insert=True)
                return entry
        except IntegrityError:  # another record has this place
            continue
    raise IntegrityError(f"no place in search: {record.published_at}")


def _free(first: int, number: int) -> Iterator[int]:
    yield first + number % TIES
    places = [first + _scattered(number, TIES << step) for step in range(SPREADS)]
    taken = SearchEntry.objects.filter(docid__in=places)
    held = set(taken.values_list("docid", flat=True))
    yield from (place for place in places if place not in held)


def _scattered(number: int, span: int) -> int:
    """Somewhere below `span`; the same for the same number."""
    return (number + 1) * 0x9E3779B97F4A7C15 % 2**64 * span >> 64


def _take_out(entry: SearchEntry) -> None:
    text = getattr(entry, "searchtext", None)
    if text is not None:
        tokens = tokens_of(text, entry.facets)
        for each in indexes(entry.docid):
            each.remove(entry.docid, tokens)
        counting.uncount([entry])
    entry.delete()
