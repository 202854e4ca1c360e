"""Lines on their way into the database: written in the order of a file into a table of
this connection only, moved list by list from there.

A list is thus stored whole in one statement, by a file that is sorted by nothing, and
no line is held in memory. COPY fills the table on PostgreSQL, on SQLite executemany.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction

from .models import SubsidyLine
from .recipients import STORED

TABLE = "subsidy_staging"
OFFICES = "subsidy_offices"
BATCH = 2000
NUMBERS = {"quantity": "14,3", "standard": "14,4", "amount": "16,2"}
COLUMNS = ("list", "position", *STORED)
NAMES = ", ".join(f'"{column}"' for column in COLUMNS)

# Of a list, its position there, and the values of STORED.
StagedLine = Sequence[Any]


class LineStaging:
    """Usable once, as a context manager."""

    def __enter__(self) -> LineStaging:
        types = ", ".join(f'"{column}" {_type(column)}' for column in COLUMNS)
        self._run(
            f"DROP TABLE IF EXISTS {TABLE}",
            f"CREATE TEMPORARY TABLE {TABLE} ({types}, agency_id bigint)",
            f"DROP TABLE IF EXISTS {OFFICES}",
            f"CREATE TEMPORARY TABLE {OFFICES}"
            " (name text PRIMARY KEY, agency_id bigint)",
        )
        return self

    def __exit__(self, *_error: object) -> None:
        if not connection.needs_rollback:
            self._run(f"DROP TABLE {TABLE}", f"DROP TABLE {OFFICES}")

    def fill(self, lines: Iterable[StagedLine]) -> None:
        """Take all lines. They are read batch by batch between two statements: what
        makes them may ask the database."""
        if connection.vendor == "postgresql":
            _copy(lines)
            self._run(f"ANALYZE {TABLE}")
        else:
            _insert(lines)
        self._run(f"CREATE INDEX {TABLE}_order ON {TABLE} (list, position)")

    def place(self, number: int, offices: Mapping[str, int]) -> None:
        """Say which unit is the office of a township, of the lines of one list."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {OFFICES}")
            cursor.executemany(
                f"INSERT INTO {OFFICES} VALUES (%s, %s)", list(offices.items())
            )
            cursor.execute(
                f"UPDATE {TABLE} SET agency_id = (SELECT {OFFICES}.agency_id"
                f" FROM {OFFICES} WHERE name = township) WHERE list = %s",
                [number],
            )

    def move(self, number: int, line_set: int) -> None:
        """Make the lines of one list those of a line set; one statement."""
        kept = ", ".join(f'"{column}"' for column in (*STORED, "position"))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SubsidyLine._meta.db_table}"
                f" (line_set_id, agency_id, {kept})"
                f" SELECT %s, agency_id, {kept} FROM {TABLE}"
                " WHERE list = %s ORDER BY position",
                [line_set, number],
            )

    def _run(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _type(column: str) -> str:
    if column in NUMBERS:
        return f"numeric({NUMBERS[column]})"
    return "integer" if column in ("list", "position") else "text"


def _copy(lines: Iterable[StagedLine]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for batch in _batches(lines):
            with cursor.copy(f"COPY {TABLE} ({NAMES}) FROM STDIN") as copy:
                for line in batch:
                    copy.write_row(line)


def _insert(lines: Iterable[StagedLine]) -> None:
    places = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO {TABLE} ({NAMES}) VALUES ({places})"
    with connection.cursor() as cursor:
        for batch in _batches(lines):
            # One savepoint a batch. A transaction of Django's would keep all other
            # writers out, and this table is nobody else's.
            cursor.execute(f"SAVEPOINT {TABLE}")
            cursor.executemany(statement, batch)
            cursor.execute(f"RELEASE {TABLE}")


def _batches(lines: Iterable[StagedLine]) -> Iterator[list[StagedLine]]:
    source = iter(lines)
    while batch := list(islice(source, BATCH)):
        yield batch
