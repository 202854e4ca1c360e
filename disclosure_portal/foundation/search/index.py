"""What both back ends of the index can do, and which of them this database has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from .conditions import Condition, Tokens
from .postgresql import PostgresIndex
from .sqlite import SqliteIndex


class Index(Protocol):
    def write(self, docid: int, tokens: Tokens) -> None:
        """Make a record findable that is in no index yet."""

    def write_many(self, written: Sequence[tuple[int, Tokens]]) -> None:
        """The same for many records, by docid."""

    def remove(self, docid: int, tokens: Tokens) -> None:
        """Forget a record, of which these were the terms."""

    def remove_many(self, removed: Sequence[tuple[int, Tokens]]) -> None:
        """The same for many records, by docid."""

    def postings(self, condition: Condition, limit: int) -> list[int]:
        """The docids that meet the condition, the newest first."""

    def facets(self, docids: Sequence[int]) -> list[str]:
        """The facet tokens of each of these."""

    def count(self, condition: Condition, cap: int) -> int:
        """How many meet it; `cap` for so many or more."""

    def purge(self) -> None:
        """Leave nothing of removed records in the files of the database; outside of
        any transaction. Raises OperationalError where that has to be tried again."""

    def holds(self, docid: int, tokens: Tokens) -> bool:
        """Is a record found by each of its terms?"""

    def strays(self) -> list[int]:
        """What it still finds of which there is no record."""


def index() -> Index:
    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()
