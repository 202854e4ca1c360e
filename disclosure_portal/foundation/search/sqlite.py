"""The index on SQLite: FTS5 over terms that are cut already.

The table holds no texts (`content=''`), so that who removes a record names its terms.
Only where a term stands, in the title or below, is kept, not at which place: what was
typed is looked for in the text itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import OperationalError, connection

from .conditions import Condition, Tokens
from .questions import Term

TABLE = "search_index"
# Made beside the other while that is asked, then put in its place.
NEW_TABLE = "search_index_new"
# So many pages of the index are merged in one step.
MERGED = 1_000
# What FTS5 tells of its terms: where each stands, and in how many records.
PLACES, HELD = "search_places", "search_held"
KEPT = "foundation_searchterm"


def create_statement(table: str) -> str:
    # `ascii` takes all that is not ASCII for letters, and changes none of it.
    return (
        f"CREATE VIRTUAL TABLE {table} USING fts5(title, body, facets, content='',"
        " detail=column, columnsize=0, tokenize=\"ascii tokenchars '@_'\")"
    )


class SqliteIndex:
    def __init__(self, table: str = TABLE) -> None:
        self.table = table

    def write(self, docid: int, tokens: Tokens) -> None:
        self.write_many([(docid, tokens)])

    def write_many(self, written: Sequence[tuple[int, Tokens]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.table}(rowid, title, body, facets)"
                " VALUES (%s, %s, %s, %s)",
                [(docid, *_columns(tokens)) for docid, tokens in written],
            )

    def remove(self, docid: int, tokens: Tokens) -> None:
        self.remove_many([(docid, tokens)])

    def remove_many(self, removed: Sequence[tuple[int, Tokens]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.table}({self.table}, rowid, title, body, facets)"
                " VALUES ('delete', %s, %s, %s, %s)",
                [(docid, *_columns(tokens)) for docid, tokens in removed],
            )

    def postings(self, condition: Condition, limit: int) -> list[int]:
        return self._found(condition, "ORDER BY rowid DESC LIMIT %s", limit)

    def facets(self, docids: Sequence[int]) -> list[str]:
        return _rows(
            "SELECT facets FROM foundation_searchentry WHERE docid IN"
            " (SELECT value FROM json_each(%s))",
            [json.dumps(docids)],
        )

    def count(self, condition: Condition, cap: int) -> int:
        return len(self._found(condition, "LIMIT %s", cap))

    def _found(self, condition: Condition, end: str, limit: int) -> list[int]:
        return _rows(
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s"
            f" AND rowid BETWEEN %s AND %s {end}",
            [_match(condition), condition.first, condition.last, limit],
        )

    def purge(self) -> None:
        """Merge the pieces in which terms were written, in small steps, so that nobody
        waits long to write; then empty the log of writes, which holds former pages.
        What pages are left free, `secure_delete` (settings) fills with zeros."""
        pages = -MERGED
        while self._merge(pages):
            pages = MERGED
        (busy,) = _rows("PRAGMA wal_checkpoint(TRUNCATE)", [])
        if busy:
            raise OperationalError("somebody reads what was removed")

    def _merge(self, pages: int) -> bool:
        """Is there more to do? A negative number begins with all pieces there are."""
        connection.ensure_connection()
        before: int = connection.connection.total_changes
        _execute(
            f"INSERT INTO {self.table}({self.table}, rank) VALUES ('merge', %s)",
            [pages],
        )
        # So FTS5 tells that it found nothing to merge.
        return bool(connection.connection.total_changes - before > 1)

    def holds(self, docid: int, tokens: Tokens) -> bool:
        every = [*tokens.title, *tokens.body, *tokens.facets]
        match = " AND ".join(map(_quoted, every))
        return bool(
            _rows(
                f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s"
                " AND rowid = %s",
                [match, docid],
            )
        )

    def strays(self) -> list[int]:
        self._tell()
        return _rows(
            f"SELECT DISTINCT doc FROM temp.{PLACES} WHERE doc NOT IN"
            " (SELECT docid FROM foundation_searchentry) ORDER BY doc",
            [],
        )

    def miscounted(self) -> list[str]:
        """The terms that stand in more or fewer records than their counts say."""
        self._tell()
        return _rows(
            f"SELECT held.term FROM temp.{HELD} AS held LEFT JOIN {KEPT} AS kept"
            " ON kept.term = held.term WHERE held.doc <> coalesce(kept.df, 0)"
            f" UNION ALL SELECT term FROM {KEPT} WHERE df <> 0"
            f" AND term NOT IN (SELECT term FROM temp.{HELD})",
            [],
        )

    def held(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many records these stand."""
        self._tell()
        places = ", ".join(["%s"] * len(terms))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, doc FROM temp.{HELD} WHERE term IN ({places})", terms
            )
            return dict(cursor.fetchall())

    def _tell(self) -> None:
        for name, kind in ((PLACES, "instance"), (HELD, "row")):
            _execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name}"
                f" USING fts5vocab(main, {self.table}, {kind})",
                [],
            )


def _columns(tokens: Tokens) -> list[str]:
    return [
        " ".join(sorted(each)) for each in (tokens.title, tokens.body, tokens.facets)
    ]


def _match(condition: Condition) -> str:
    """In the language of FTS5. Terms are letters and digits only, and quoted."""
    parts = []
    if condition.terms:
        terms = " AND ".join(map(_term, condition.terms))
        parts.append(f"title : ({terms})" if condition.is_title_only else terms)
    parts += [f"({' OR '.join(map(_quoted, group))})" for group in condition.facets]
    match = " AND ".join(parts)
    for token in condition.without:
        match = f"({match}) NOT {_quoted(token)}"
    return match


def _term(term: Term) -> str:
    return _quoted(term.text) + ("*" if term.is_prefix else "")


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def _execute(statement: str, values: Iterable[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def _rows(statement: str, values: Iterable[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return [row[0] for row in cursor.fetchall()]
