"""The index on PostgreSQL: term vectors made here, without a parser or a language, and
two inverted indexes (GIN), for titles have one of their own.

How a question is answered is chosen here by how common its terms are: PostgreSQL does
not know that, and may read the whole table backwards for a rare word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from .conditions import Condition, Tokens
from .questions import Term

TABLE = "foundation_searchentry"
KEPT = "foundation_searchterm"
TABLES = (TABLE, "foundation_searchtext", KEPT)
# Records are read from the newest on where so many are likely to do, and given up
# after some more.
LEAST_WALKED, MOST_WALKED, SPARE = 100, 25_000, 1.3
INDEXES = {"search_entry_tokens": "tokens", "search_entry_titles": "title_tokens"}
CREATE = (
    *(
        f"CREATE INDEX {name} ON {TABLE} USING gin ({column})"
        for name, column in INDEXES.items()
    ),
    # Long vectors stand beside the table: it is read for numbers and facets.
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 256)",
)
DROP = tuple(f"DROP INDEX {name}" for name in INDEXES)


class PostgresIndex:
    def write(self, docid: int, tokens: Tokens) -> None:
        self.write_many([(docid, tokens)])

    def write_many(self, written: Sequence[tuple[int, Tokens]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {TABLE} SET tokens = array_to_tsvector(%s::text[]),"
                " title_tokens = array_to_tsvector(%s::text[]) WHERE docid = %s",
                [(*vectors(tokens), docid) for docid, tokens in written],
            )

    def remove(self, docid: int, tokens: Tokens) -> None:
        """They go with their row."""

    def remove_many(self, removed: Sequence[tuple[int, Tokens]]) -> None:
        """They go with their rows."""

    def postings(self, condition: Condition, limit: int) -> list[int]:
        found = self._walked(condition, limit)
        if found is not None:
            return found
        # "+ 0" keeps it from reading the table backwards.
        return _found(
            f"SELECT docid FROM {TABLE} WHERE {_where(condition)}"
            " ORDER BY docid + 0 DESC LIMIT %s",
            [*_values(condition), limit],
        )

    def _walked(self, condition: Condition, limit: int) -> list[int] | None:
        """By reading from the newest on, where that is likely to be short."""
        if not _is_walk_shorter(condition, limit):
            return None
        walked = int(_walked_for(condition, limit) * SPARE)
        found = _found(
            f"SELECT docid FROM (SELECT * FROM {TABLE} WHERE docid BETWEEN %s AND %s"
            " ORDER BY docid DESC LIMIT %s) AS newest"
            f" WHERE {_where(condition)} LIMIT %s",
            [condition.first, condition.last, walked, *_values(condition), limit],
        )
        is_all = condition.records <= walked
        return found if len(found) == limit or is_all else None

    def purge(self) -> None:
        """The server itself would come by in weeks, for so few removed rows. Of terms
        that no record has any more an inverted index is rid only by being made anew."""
        _execute(f"VACUUM (INDEX_CLEANUP ON) {', '.join(TABLES)}", [])
        for name in INDEXES:
            # What is left where making it was broken off.
            _execute(f"DROP INDEX IF EXISTS {name}_ccnew", [])
            _execute(f"REINDEX INDEX CONCURRENTLY {name}", [])

    def facets(self, docids: Sequence[int]) -> list[str]:
        return _found(
            f"SELECT facets FROM {TABLE} WHERE docid = ANY(%s::bigint[])", [docids]
        )

    def count(self, condition: Condition, cap: int) -> int:
        (count,) = _found(
            f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {_where(condition)}"
            " LIMIT %s) AS found",
            [*_values(condition), cap],
        )
        return count

    def holds(self, docid: int, tokens: Tokens) -> bool:
        return bool(
            _found(
                f"SELECT docid FROM {TABLE} WHERE docid = %s"
                " AND tokens = array_to_tsvector(%s::text[])"
                " AND title_tokens = array_to_tsvector(%s::text[])",
                [docid, *vectors(tokens)],
            )
        )

    def strays(self) -> list[int]:
        """None: it is a part of the records' own table."""
        return []

    def miscounts(self) -> list[tuple[str, int, int]]:
        """The terms that stand in more or fewer of the counted records than their
        counts say, with these and with what they are."""
        counted = f"SELECT tokens FROM {TABLE} WHERE is_counted"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(term, word), coalesce(df, 0), coalesce(ndoc, 0)"
                f" FROM ts_stat('{counted}') FULL JOIN {KEPT} ON term = word"
                " WHERE coalesce(df, 0) <> coalesce(ndoc, 0) ORDER BY 1"
            )
            return cursor.fetchall()


def _is_walk_shorter(condition: Condition, limit: int) -> bool:
    """Reading a row with its vector costs some seven of the rows that the inverted
    index leaves, each of which costs some ten of the numbers that it reads for them."""
    rows = _walked_for(condition, limit)
    left = condition.likely() + sum(condition.counts) / 10
    return rows * 7 < left and rows <= MOST_WALKED


def _walked_for(condition: Condition, limit: int) -> float:
    """How many records are likely to be read, from the newest on, until so many meet
    the condition; never less than a page of the disk has."""
    return max(limit * condition.records / max(condition.likely(), 1), LEAST_WALKED)


def vectors(tokens: Tokens) -> list[list[str]]:
    """The terms of a record, and those of its title."""
    every = {*tokens.title, *tokens.body, *tokens.facets}
    return [sorted(every), sorted(tokens.title)]


def _where(condition: Condition) -> str:
    column = "title_tokens" if condition.is_title_only else "tokens"
    tests = [f"{column} @@ %s::tsquery"] if condition.terms else []
    tests += ["tokens @@ %s::tsquery" for _group in condition.facets]
    tests += ["NOT tokens @@ %s::tsquery" for _token in condition.without]
    return " AND ".join([*tests, "docid BETWEEN %s AND %s"])


def _values(condition: Condition) -> list[Any]:
    terms = [" & ".join(map(_term, condition.terms))] if condition.terms else []
    groups = [" | ".join(map(quoted, group)) for group in condition.facets]
    without = map(quoted, condition.without)
    return [*terms, *groups, *without, condition.first, condition.last]


def _term(term: Term) -> str:
    return quoted(term.text) + (":*" if term.is_prefix else "")


def quoted(token: str) -> str:
    """As it stands in the text of a vector or of a question."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _execute(statement: str, values: Iterable[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def _found(statement: str, values: Iterable[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return [row[0] for row in cursor.fetchall()]
