"""Filling the tables of search quickly: rows as the portal's own deeds leave them,
terms written by its own index, counts added up here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction

from disclosure_portal.foundation.models import (
    SearchEntry,
    SearchState,
    SearchTerm,
    SearchText,
)
from disclosure_portal.foundation.search import postgresql
from disclosure_portal.foundation.search.conditions import Tokens
from disclosure_portal.foundation.search.index import index
from disclosure_portal.foundation.search.terms import VERSION
from disclosure_portal.foundation.search.writing import TIES

BATCH = 2_000
# A minute lies between one document and the next, so that none waits for its moment.
STEP = 60_000 * TIES


class Document(NamedTuple):
    title: str
    body: str
    tokens: Tokens


def fill(documents: Iterator[Document]) -> dict[str, int]:
    """Put them in, the oldest first; how many there are, and how long their texts."""
    is_postgresql = connection.vendor == "postgresql"
    write = _copy if is_postgresql else _write
    if is_postgresql:
        _execute(*postgresql.DROP)
    df: Counter[str] = Counter()
    count, characters, size = 0, 0, 0
    while batch := list(islice(documents, BATCH)):
        write(batch, count)
        for each in batch:
            df.update({*each.tokens.title, *each.tokens.body, *each.tokens.facets})
            characters += len(each.body)
            size += len(f"{each.title}{each.body}".encode())
        count += len(batch)
    if is_postgresql:
        _execute(*postgresql.CREATE)
    _count(df, count, characters)
    _execute("VACUUM ANALYZE foundation_searchentry" if is_postgresql else "ANALYZE")
    return {"records": count, "text_bytes": size, "index_bytes": _index_bytes()}


def _rows(
    batch: list[Document], before: int
) -> tuple[list[SearchEntry], list[SearchText]]:
    entries, texts = [], []
    for place, each in enumerate(batch, start=before + 1):
        entry = SearchEntry(
            docid=place * STEP,
            kind="bench",
            object_id=place,
            facets=f" {' '.join(sorted(each.tokens.facets))} ",
            digest="",
            is_counted=True,
        )
        entries.append(entry)
        texts.append(
            SearchText(
                entry=entry, title=each.title, body=each.body, sections=[[0, ""]]
            )
        )
    return entries, texts


@transaction.atomic
def _write(batch: list[Document], before: int) -> None:
    entries, texts = _rows(batch, before)
    SearchEntry.objects.bulk_create(entries)
    SearchText.objects.bulk_create(texts)
    writer = index()
    for entry, each in zip(entries, batch, strict=True):
        writer.write(entry.docid, each.tokens)


@transaction.atomic
def _copy(batch: list[Document], before: int) -> None:
    """By COPY, with the vectors in their rows at once: the index's own way writes each
    row twice, which is nothing for one notice and an hour for a million."""
    entries, texts = _rows(batch, before)
    columns = "docid, kind, object_id, facets, digest, is_counted, tokens, title_tokens"
    with connection.cursor() as cursor:
        statement = f"COPY foundation_searchentry ({columns}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for entry, each in zip(entries, batch, strict=True):
                vectors = map(_literal, postgresql.vectors(each.tokens))
                place = (entry.docid, entry.kind, entry.object_id, entry.facets)
                copy.write_row((*place, entry.digest, True, *vectors))
    SearchText.objects.bulk_create(texts)


def _literal(tokens: list[str]) -> str:
    return " ".join(map(postgresql.quoted, tokens))


def _count(df: Counter[str], records: int, characters: int) -> None:
    rows = (SearchTerm(term=term, df=count) for term, count in sorted(df.items()))
    SearchTerm.objects.bulk_create(rows, batch_size=5_000)
    SearchState.objects.update_or_create(
        pk=SearchState.ONLY,
        defaults={
            "records": records,
            "characters": characters,
            "version": VERSION,
        },
    )


def _index_bytes() -> int:
    """What finding takes beside the texts: terms, and their counts."""
    question = {
        "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_index%'"
        " OR name LIKE 'foundation_searchterm%'"
        " OR name LIKE 'sqlite_autoindex_foundation_searchterm%'",
        "postgresql": "SELECT pg_total_relation_size('foundation_searchentry')"
        " + pg_total_relation_size('foundation_searchterm')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
