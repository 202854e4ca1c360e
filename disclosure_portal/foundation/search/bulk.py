"""Putting many records into the index with few statements, as an import needs it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from ..models import SearchEntry, SearchState, SearchText
from .conditions import Tokens
from .index import index
from .sqlite import NEW_TABLE, SqliteIndex
from .writing import Record, entry_of, is_as, place_of, put, text_of, tokens_of

Written = list[tuple[int, Tokens]]


@transaction.atomic(savepoint=False)
def put_many(records: Sequence[Record]) -> int:
    """Make records of one kind findable as they are now; how many were not before.
    New ones go in together, changed ones one by one."""
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
    return len(new) + sum(map(put, others))


def _known(records: Sequence[Record]) -> dict[int, SearchEntry]:
    found = SearchEntry.objects.filter(
        kind=records[0].kind, object_id__in=[each.object_id for each in records]
    )
    return {each.object_id: each for each in found.select_related("searchtext")}


def _is_known(record: Record, known: dict[int, SearchEntry]) -> bool:
    entry = known.get(record.object_id)
    return entry is not None and is_as(entry, record)


def _put_in(new: dict[int, Record]) -> None:
    entries = [entry_of(record, docid) for docid, record in new.items()]
    texts = [
        text_of(record, entry)
        for entry, record in zip(entries, new.values(), strict=True)
    ]
    SearchEntry.objects.bulk_create(entries)
    SearchText.objects.bulk_create(texts)
    written = [(text.entry.docid, tokens_of(text, text.entry.facets)) for text in texts]
    index().write_many(written)
    if connection.vendor == "sqlite":
        _write_to_the_one_in_making(written)


def _write_to_the_one_in_making(written: Written) -> None:
    state = SearchState.objects.filter(is_building=True).first()
    if state is not None and state.built_up_to is not None:
        reached = state.built_up_to
        behind = [each for each in written if each[0] <= reached]
        SqliteIndex(NEW_TABLE).write_many(behind)
