"""Letting others write between the transactions of a long run."""

from __future__ import annotations

from time import sleep

from django.db import connection

# Longer than SQLite lets those who wait sleep before they look again.
TURN_SECONDS = 0.15


def give_way() -> None:
    """Call it between two transactions of a long run.

    PostgreSQL wakes those who wait for a row. On SQLite nobody is woken: they look
    again every tenth of a second, and would find the run at its next transaction.
    """
    if not connection.features.has_select_for_update:
        sleep(TURN_SECONDS)
