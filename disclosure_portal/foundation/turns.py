"""Letting others write between the transactions of a long run.

PostgreSQL wakes those who wait for a row. On SQLite nobody is woken: they look again
after some milliseconds (foundation/sqlite3), and would mostly find the run at its next
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connection

from .sqlite3.base import LONGEST

# Longer than those who wait sleep before they look again.
LEAST = 2 * LONGEST
# Of the time that a transaction held the database: on a busy machine both grow.
SHARE = 0.25


class Turns:
    """One after another: before each but the first, the others have theirs."""

    def __init__(self) -> None:
        self._held = 0.0

    @contextmanager
    def next(self) -> Iterator[None]:
        """Around a transaction of the run."""
        if self._held and not connection.features.has_select_for_update:
            sleep(max(LEAST, SHARE * self._held))
        began = monotonic()
        yield
        self._held = monotonic() - began
