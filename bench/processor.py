"""Seconds of the processor: this process and the server's side of its connection. What
others do on the machine meanwhile counts for nothing."""

from __future__ import annotations

import os
from pathlib import Path
from time import process_time

from django.db import connection


def spent() -> float:
    return process_time() + _server()


def _server() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")
