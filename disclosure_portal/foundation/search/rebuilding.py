"""Making the index anew while it is being asked, and holding it against the records.

First every record is put in as it is now, and what is no record any more is taken
out; then the terms are written and counted anew. Both go in small steps, and one that
was broken off goes on where it stood: what is done already is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ..models import SearchEntry, SearchState, SearchText
from . import counting, miscounts
from .bulk import put_many
from .index import Index, index
from .sources import Source, sources
from .sqlite import NEW_TABLE, TABLE, SqliteIndex, create_statement
from .terms import VERSION
from .writing import Record, forget, is_as, tokens_of

BATCH = 200
Progress = Callable[[int], Any]


def number_of_records() -> int:
    return sum(source.count() for source in sources())


def refresh(progress: Progress) -> int:
    """Put in what differs, take out what is gone; how many records were touched."""
    touched = 0
    for source in sources():
        seen: set[int] = set()
        records = source.records(0)
        while batch := list(islice(records, BATCH)):
            with transaction.atomic():
                touched += put_many(batch)
            seen.update(record.object_id for record in batch)
            progress(len(batch))
        for number in _entries_of(source):
            if number not in seen and not _is_there(source, number):
                touched += forget(source.kind, number)
    while not counting.count_new().startswith("0 "):
        pass
    return touched


def write_anew(progress: Progress) -> None:
    """Write the terms of all entries anew, in another table where the database has one
    for them, which then takes the place of the first; count them anew."""
    _begin()
    while count := _write_batch():
        progress(count)


def faults(progress: Progress) -> Iterator[str]:
    """Where the index is not what the records say, and, if all of it is, where its
    counts are not what it holds; nothing is mended."""
    is_as_the_records = True
    for words in _faults_of_records(progress):
        is_as_the_records = False
        yield words
    if is_as_the_records:
        yield from miscounts.faults()


def _faults_of_records(progress: Progress) -> Iterator[str]:
    for source in sources():
        seen: set[int] = set()
        for record in source.records(0):
            seen.add(record.object_id)
            progress(1)
            if words := _fault_of(record):
                yield words
        for number in _entries_of(source):
            if number not in seen:
                yield _("%(kind)s %(number)s is found and no record any more") % {
                    "kind": source.kind,
                    "number": number,
                }
    for docid in index().strays():
        yield _("The index still finds %(number)s, which is no record") % {
            "number": docid
        }


def _fault_of(record: Record) -> str:
    named = {"kind": record.kind, "number": record.object_id}
    found = SearchText.objects.filter(
        entry__kind=record.kind, entry__object_id=record.object_id
    )
    text = found.select_related("entry").first()
    if text is None:
        return _("%(kind)s %(number)s is not found") % named
    if not is_as(text.entry, record):
        return _("%(kind)s %(number)s is found as it was, not as it is") % named
    tokens = tokens_of(text, text.entry.facets)
    if not index().holds(text.pk, tokens):
        return _("%(kind)s %(number)s is not found by all of its terms") % named
    return ""


def _entries_of(source: Source) -> list[int]:
    rows = SearchEntry.objects.filter(kind=source.kind)
    return list(rows.values_list("object_id", flat=True))


def _is_there(source: Source, number: int) -> bool:
    """It may have been published since the walk began."""
    record = next(source.records(number - 1), None)
    return record is not None and record.object_id == number


# --- Terms anew -------------------------------------------------------------------


@transaction.atomic
def _begin() -> None:
    state = counting.state_held()
    if state.is_building and state.version == VERSION:
        return
    if _is_sqlite():
        _execute(f"DROP TABLE IF EXISTS {NEW_TABLE}", create_statement(NEW_TABLE))
    counting.begin_anew()
    SearchState.objects.filter(pk=state.pk).update(
        is_building=True, built_up_to=None, version=VERSION
    )


@transaction.atomic
def _write_batch() -> int:
    """The next ones, from the oldest on; with the last of them the new table takes the
    place of the old one.

    What is put in or taken out meanwhile behind the place that was reached is written
    to both by its deed.
    """
    state = counting.state_held()
    rows = SearchText.objects.select_related("entry").order_by("pk")
    if state.built_up_to is not None:
        rows = rows.filter(pk__gt=state.built_up_to)
    batch = list(rows[:BATCH])
    new: Index = SqliteIndex(NEW_TABLE) if _is_sqlite() else index()
    for text in batch:
        new.write(text.pk, tokens_of(text, text.entry.facets))
    counting.count([text.entry for text in batch])
    place = batch[-1].pk if batch else None
    if not batch and _is_sqlite():
        _execute(f"DROP TABLE {TABLE}", f"ALTER TABLE {NEW_TABLE} RENAME TO {TABLE}")
    SearchState.objects.filter(pk=state.pk).update(
        is_building=bool(batch), built_up_to=place
    )
    return len(batch)


def _is_sqlite() -> bool:
    return bool(connection.vendor == "sqlite")


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
