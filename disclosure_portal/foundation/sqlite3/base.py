"""Django's SQLite, with the same chance for everybody who waits to write.

SQLite wakes nobody: who finds the database taken looks again, each time after a longer
sleep (up to a tenth of a second), so that newcomers, who look often, are served first
and the longest waiters give up. Here all of them look again after the same short time.
"""

from __future__ import annotations

from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

SHORTEST, LONGEST = 0.004, 0.012

if TYPE_CHECKING:

    class _Wrapper(base.DatabaseWrapper):
        def _start_transaction_under_autocommit(self) -> None: ...

else:
    _Wrapper = base.DatabaseWrapper


class DatabaseWrapper(_Wrapper):
    def _start_transaction_under_autocommit(self) -> None:
        """Raises OperationalError once the `timeout` (seconds) is over."""
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        given_up_at = monotonic() + patience
        self._wait_inside_sqlite(0)
        try:
            while not self._is_started(may_wait=monotonic() < given_up_at):
                sleep(uniform(SHORTEST, LONGEST))
        finally:
            self._wait_inside_sqlite(patience)

    def _is_started(self, *, may_wait: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()
        except OperationalError as error:
            if may_wait and _is_busy(error):
                return False
            raise
        return True

    def _wait_inside_sqlite(self, seconds: float) -> None:
        """How long SQLite itself waits; it still does for statements on their own."""
        with self.wrap_database_errors:
            connection: Any = self.connection
            connection.execute(f"PRAGMA busy_timeout = {int(1000 * seconds)}")


def _is_busy(error: OperationalError) -> bool:
    name = getattr(error.__cause__, "sqlite_errorname", "")
    return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
