"""Whoever waits to write to SQLite gets in, or is told after the stated time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError

from disclosure_portal.foundation.sqlite3.base import DatabaseWrapper


@pytest.fixture(name="open_file")
def another_connection(tmp_path: Path) -> Iterator[Any]:
    """Connections to one file, each as another process would have it."""
    with ExitStack() as stack:

        def opened(timeout: float) -> DatabaseWrapper:
            options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
            told = {
                "ENGINE": "disclosure_portal.foundation.sqlite3",
                "NAME": str(tmp_path / "waiting.sqlite3"),
                "OPTIONS": {**options, "check_same_thread": False},
                "TIME_ZONE": None,
                "CONN_MAX_AGE": 0,
                "CONN_HEALTH_CHECKS": False,
                "AUTOCOMMIT": True,
                "TEST": {},
            }
            made = DatabaseWrapper(told, "waiting")
            made.inc_thread_sharing()
            stack.callback(made.close)
            return made

        yield opened


def begin(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )


def test_the_wait_ends_as_soon_as_the_other_is_done(open_file, django_db_blocker):
    with django_db_blocker.unblock():
        first, second = open_file(5), open_file(5)
        begin(first)
        waiting = Thread(target=begin, args=(second,))
        waiting.start()
        assert waiting.is_alive()

        first.rollback()
        waiting.join(timeout=4)

        assert not waiting.is_alive()
        assert second.connection.in_transaction
        second.rollback()


def test_after_the_stated_time_the_wait_is_given_up(open_file, django_db_blocker):
    with django_db_blocker.unblock():
        first, second = open_file(5), open_file(0.05)
        begin(first)

        with pytest.raises(OperationalError, match="locked"):
            begin(second)

        first.rollback()


def test_statements_on_their_own_still_wait_in_sqlite(open_file, django_db_blocker):
    with django_db_blocker.unblock():
        connection = open_file(7)
        begin(connection)
        connection.rollback()

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == (7000,)
