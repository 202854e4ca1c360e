"""Putting many records into the index with few statements, as an import needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db import connection, transaction

from ..models import SearchEntry, SearchState, SearchText
from . import counting
from .conditions import Tokens
from .index import Index, index
from .sqlite import NEW_TABLE, SqliteIndex
from .writing import Record, entry_of, is_as, place_of, put, stays, text_of, tokens_of

Written = list[tuple[int, Tokens]]
BATCH = 200


@transaction.atomic(savepoint=False)
def put_many(records: Sequence[Record]) -> int:
    """Make records of one kind findable as they are now; how many were not before.
    New ones go in together, and changed ones that keep their place; others one by
    one."""
    if not records:
        return 0
    known = _known(records)
    new = {place_of(each): each for each in records if each.object_id not in known}
    taken = SearchEntry.objects.filter(docid__in=list(new))
    for docid in taken.values_list("docid", flat=True):
        del new[docid]
    _put_in(new)
    placed = {each.object_id for each in new.values()}
    others = [
        each
        for each in records
        if each.object_id not in placed and not _is_known(each, known)
    ]
    staying = [
        (known[each.object_id], each)
        for each in others
        if each.object_id in known and _stays(known[each.object_id], each)
    ]
    _replace(staying)
    placed |= {each.object_id for _entry, each in staying}
    moved = [each for each in others if each.object_id not in placed]
    return len(new) + len(staying) + sum(map(put, moved))


@transaction.atomic(savepoint=False)
def forget_many(kind: str, object_ids: Collection[int]) -> int:
    """Let nobody find these any more; how many were found before."""
    wanted, count = sorted(object_ids), 0
    for start in range(0, len(wanted), BATCH):
        found = SearchEntry.objects.filter(
            kind=kind, object_id__in=wanted[start : start + BATCH]
        )
        entries = list(found.select_related("searchtext"))
        told = [each for each in entries if hasattr(each, "searchtext")]
        if told:
            counting.uncount(told)
            _remove([each.searchtext for each in told])
        found.delete()
        count += len(entries)
    return count


def _known(records: Sequence[Record]) -> dict[int, SearchEntry]:
    found = SearchEntry.objects.filter(
        kind=records[0].kind, object_id__in=[each.object_id for each in records]
    )
    return {each.object_id: each for each in found.select_related("searchtext")}


def _is_known(record: Record, known: dict[int, SearchEntry]) -> bool:
    entry = known.get(record.object_id)
    return entry is not None and is_as(entry, record)


def _stays(entry: SearchEntry, record: Record) -> bool:
    return hasattr(entry, "searchtext") and stays(entry, record)


def _put_in(new: dict[int, Record]) -> None:
    texts = [text_of(each, entry_of(each, docid)) for docid, each in new.items()]
    SearchEntry.objects.bulk_create([text.entry for text in texts])
    SearchText.objects.bulk_create(texts)
    _write(texts)


def _replace(changed: Sequence[tuple[SearchEntry, Record]]) -> None:
    """Say what these entries are found by now, in the places that they have."""
    if not changed:
        return
    entries = [entry for entry, _record in changed]
    counting.uncount(entries)
    _remove([entry.searchtext for entry in entries])
    texts = [text_of(each, entry_of(each, entry.docid)) for entry, each in changed]
    columns = ("facets", "valid_until", "digest", "is_counted")
    SearchEntry.objects.bulk_update([text.entry for text in texts], columns, BATCH)
    SearchText.objects.bulk_update(texts, ("title", "body", "sections"), BATCH)
    _write(texts)


def _remove(texts: Sequence[SearchText]) -> None:
    for each, removed in _indexes(_tokens(texts)):
        each.remove_many(removed)


def _write(texts: Sequence[SearchText]) -> None:
    for each, written in _indexes(_tokens(texts)):
        each.write_many(written)


def _tokens(texts: Sequence[SearchText]) -> Written:
    return [(text.entry.docid, tokens_of(text, text.entry.facets)) for text in texts]


def _indexes(changed: Written) -> Iterator[tuple[Index, Written]]:
    """The one that is asked and, where another is being made, that too, with those of
    the records that stand in it."""
    yield index(), changed
    if connection.vendor == "sqlite":
        state = SearchState.objects.filter(is_building=True).first()
        if state is not None and state.built_up_to is not None:
            reached = state.built_up_to
            behind = [each for each in changed if each[0] <= reached]
            yield SqliteIndex(NEW_TABLE), behind
